package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// tamper is one way to break the rows behind the program's back.
type tamper struct {
	says string // in a finding
	sql  string // statements, split at semicolons
	also string // another check that cannot but see it too
}

const (
	aSeal     = "(SELECT body FROM letters WHERE length(body) > 0 LIMIT 1)"
	draft     = "(SELECT id FROM campaigns WHERE status = 'draft')"
	candidate = "INSERT INTO match_candidates (signature_id, district_id, chamber, method, matched_at) SELECT s.id, d.id, "
	loneSeat  = "(SELECT s.id FROM seats s JOIN districts d ON d.id = s.district_id WHERE d.state = 'ok' AND s.position = 1)"
)

var tampers = map[string][]tamper{
	"counts": {
		{says: "has no counts", sql: "DELETE FROM signature_counts WHERE campaign_id = " + draft},
		{says: "pending 3/2", sql: "UPDATE signature_counts SET pending = pending + 1 WHERE pending > 0"},
		{says: "held 1/2", sql: "UPDATE signature_counts SET held = held - 1 WHERE held > 0"},
		{says: "in state 3/2", sql: "UPDATE signature_counts SET in_state = in_state + 1 WHERE in_state > 0"},
		{says: "out of state 0/1", sql: "UPDATE signature_counts SET out_of_state = 0"},
		{says: "withdrawn 3/2", sql: "UPDATE signature_counts SET withdrawn = withdrawn + 1 WHERE withdrawn > 0"},
		{says: "invalidated 2/1", sql: "UPDATE signature_counts SET invalidated = invalidated + 1 WHERE invalidated > 0"},
		{says: "pending -1/0", sql: "UPDATE signature_counts SET pending = -1 WHERE campaign_id = " + draft},
	},
	"channels": {
		{says: "signed 2/1", sql: "UPDATE channels SET signed = 2"},
		{says: "counted 0/1", sql: "UPDATE channels SET counted = 0"},
		{says: "wrote 1/0", sql: "UPDATE channels SET wrote = 1"},
		{says: "of another campaign", sql: "UPDATE channels SET campaign_id = " + draft},
	},
	"days": {
		{says: "2026-11-24: booked/rows in state 3/2", sql: "UPDATE day_counts SET in_state = in_state + 1"},
		{says: "in state 0/2, out of state 0/1", sql: "DELETE FROM day_counts"},
		{says: "2020-01-01: booked/rows in state -1/0", sql: "INSERT INTO day_counts (campaign_id, day, in_state, out_of_state) SELECT id, '2020-01-01', -1, 1 FROM campaigns"},
		{says: "2026-11-23: booked/rows", sql: "UPDATE day_counts SET day = '2026-11-23'"},
	},
	"districts": {
		{says: "booked/rows 3/2", sql: "UPDATE district_counts SET signatures = signatures + 1"},
		{says: "booked/rows 0/2", sql: "DELETE FROM district_counts"},
		{says: "another state or chamber", sql: "UPDATE matches SET chamber = 'upper'"},
		{says: "another state or chamber", sql: `UPDATE matches SET district_id = (SELECT id FROM districts WHERE state = 'ok')
WHERE chamber = 'upper' AND signature_id IN (SELECT id FROM signatures WHERE state = 'pending')`},
		{says: "out of state and has a district", sql: `INSERT INTO matches (signature_id, district_id, chamber, method, confidence, matched_at)
SELECT s.id, d.id, d.chamber, 'chosen', 'low', s.created_at FROM signatures s, districts d WHERE NOT s.in_state AND d.state = 'az'`},
		{says: "candidate is of another state", sql: candidate + "d.chamber, 'zip_ambiguous', s.created_at FROM signatures s, districts d WHERE s.state = 'pending' AND d.state = 'ok'"},
		{says: "candidate is of another state", sql: candidate + "'joint', 'point', s.created_at FROM signatures s, districts d WHERE s.state = 'pending' AND d.state = 'az'"},
		{says: "candidate is of another state", sql: candidate + "d.chamber, 'address', s.created_at FROM signatures s, districts d WHERE NOT s.in_state AND d.state = 'az'"},
		{says: "only a candidate", sql: candidate + "m.chamber, 'point', s.created_at FROM signatures s JOIN matches m ON m.signature_id = s.id JOIN districts d ON d.id = m.district_id"},
	},
	"states": {
		{says: "counted at no time", sql: "UPDATE signatures SET counted_at = NULL WHERE NOT in_state", also: "days"},
		{says: "no known state", sql: "UPDATE signatures SET state = 'lost' WHERE state = 'invalidated'", also: "counts"},
		{says: "no place in a household", sql: "UPDATE signatures SET household = 3 WHERE NOT in_state"},
		{says: "erased and still here", sql: "UPDATE signatures SET comment = email_index WHERE erased_at IS NOT NULL"},
		{says: "erased and still here", sql: "UPDATE signatures SET erased_at = created_at WHERE state = 'invalidated'"},
	},
	"invalidations": {
		{says: "more signatures than it says", sql: "UPDATE invalidations SET taken = 0"},
		{says: "more signatures than it says", sql: "UPDATE invalidated_signatures SET restored_at = at"},
		{says: "never ran", sql: "UPDATE invalidations SET started_at = NULL"},
		{says: "ended at no time", sql: "UPDATE invalidations SET ended_at = NULL"},
		{says: "approved by nobody", sql: "UPDATE invalidations SET found = 501"},
		{says: "approved by nobody", sql: "UPDATE invalidations SET found = 501, approved_by = user_id, approved_at = created_at"},
		{says: "another campaign's or younger", sql: "UPDATE invalidations SET up_to = 0"},
		{says: "another campaign's or younger", sql: "DELETE FROM invalidation_parts"},
	},
	"mails": {
		{says: "without the mails it says", sql: "DELETE FROM outbox WHERE kind = 'confirmation' AND state = 'queued'"},
		{says: "without the mails it says", sql: "UPDATE outbox SET kind = 'duplicate' WHERE kind = 'confirmation'"},
		{says: "without the mails it says", sql: "UPDATE signatures SET mails = 2 WHERE state = 'pending'"},
		{says: "without the mails it says", sql: "UPDATE signatures SET mails = 0 WHERE state = 'pending'"},
		{says: "without a link", sql: "DELETE FROM links WHERE kind = 'confirm'"},
		{says: "more mails than", sql: "UPDATE signatures SET mails = 4 WHERE state = 'counted'"},
		{says: "to be sent and empty", sql: "UPDATE outbox SET payload = NULL WHERE state = 'queued'"},
		{says: "to be sent and empty", sql: "UPDATE outbox SET payload = NULL, state = 'unknown' WHERE kind = 'letter' AND state = 'queued'", also: "events"},
		{says: "in no batch", sql: "UPDATE outbox SET state = 'sending' WHERE state = 'queued'", also: "events"},
		{says: "in no batch", sql: "UPDATE outbox SET state = 'sending' WHERE state = 'accepted'"},
		{says: "queued and in a batch", sql: "UPDATE outbox SET state = 'queued' WHERE state = 'accepted'"},
		{says: "accepted at no time", sql: "UPDATE outbox SET accepted_at = NULL, state = 'delivered' WHERE state = 'accepted'"},
		{says: "another campaign", sql: "UPDATE outbox SET campaign_id = " + draft + " WHERE kind <> 'digest'"},
		{says: "another campaign", sql: "UPDATE outbox SET campaign_id = NULL WHERE kind <> 'digest'"},
	},
	"letters": {
		{says: "goes to nobody", sql: "DELETE FROM deliveries WHERE kind = 'letter'", also: "offices"},
		{says: "before its signature counted", sql: "UPDATE letters SET released_at = created_at WHERE released_at IS NULL"},
		{says: "has no mail and its events say otherwise", sql: "UPDATE deliveries SET outbox_id = NULL", also: "offices"},
		{says: "was stopped and has a mail", sql: "UPDATE deliveries SET stopped_at = created_at WHERE outbox_id IS NOT NULL"},
		{says: "was stopped and no event says so", sql: "UPDATE deliveries SET stopped_at = created_at WHERE outbox_id IS NULL"},
		{says: "waits and it has a mail", sql: "UPDATE letters SET released_at = NULL"},
		{says: "its letter's and its signature's", sql: "UPDATE deliveries SET campaign_id = " + draft + " WHERE kind = 'letter'"},
		{says: "its letter's and its signature's", sql: "UPDATE letters SET campaign_id = " + draft},
		{says: "no letter of its signature", sql: "UPDATE outbox SET kind = 'sign_in' WHERE kind = 'letter'", also: "offices"},
		{says: "no letter of its signature", sql: "UPDATE deliveries SET outbox_id = (SELECT min(id) FROM outbox WHERE kind = 'letter') WHERE outbox_id IS NOT NULL AND kind = 'letter'", also: "events"},
		{says: "never held its seat", sql: "UPDATE deliveries SET legislator_id = (SELECT id FROM legislators WHERE state = 'ok')", also: "offices"},
		{says: "seat is of another state", sql: "UPDATE deliveries SET legislator_id = (SELECT id FROM legislators WHERE state = 'ok'), seat_id = " + loneSeat + " WHERE outbox_id IS NULL"},
	},
	"digests": {
		{says: "told twice", sql: `DROP INDEX digests_once; INSERT INTO digests (campaign_id, milestone_id, reached_id, seat_id, created_at) SELECT campaign_id, milestone_id, reached_id, seat_id, created_at FROM digests`},
		{says: "not one delivery", sql: "UPDATE deliveries SET seat_id = (SELECT min(id) FROM seats) WHERE kind = 'digest'", also: "letters"},
		{says: "another campaign's", sql: "UPDATE milestones SET campaign_id = " + draft},
		{says: "was passed", sql: "UPDATE milestones_reached SET passed = TRUE"},
		{says: "not the one reached", sql: "UPDATE milestones_reached SET district_id = (SELECT id FROM districts WHERE state = 'ok'); UPDATE milestones SET scope = 'district'"},
		{says: "threshold/counted 5/4", sql: "UPDATE milestones_reached SET counted = 4"},
		{says: "before the count came to it", sql: "UPDATE milestones SET scope = 'district'"},
		{says: "mail is no digest", sql: "UPDATE outbox SET kind = 'letter' WHERE kind = 'digest'"},
		{says: "tells nothing", sql: "UPDATE digests SET frozen_at = NULL"},
		{says: "told/by ZIP code 5/10", sql: "UPDATE digest_cells SET told = 10"},
		{says: "told/counted 20/", sql: "UPDATE digests SET told = 20"},
	},
	"seals": {
		{says: "relay 1: its text does not open", sql: "UPDATE relays SET name = text"},
		{says: "alert 1: its note does not open", sql: "UPDATE alerts SET note = " + aSeal},
		{says: "proposed: its secret does not open", sql: "UPDATE passwords SET ref = 'another'"},
		{says: "request 1: its text does not open", sql: "UPDATE office_requests SET detail = " + aSeal},
		{says: "comment 1: its sealed fields do not open", sql: "UPDATE comments SET name = email WHERE state = 'held'"},
		{says: "not its address's", sql: "UPDATE comments SET email_index = text WHERE state = 'held'"},
		{says: "its sealed fields do not open", sql: "UPDATE applications SET answer = email"},
		{says: "typed anew does not open", sql: "UPDATE applications SET again = email, again_at = created_at, state = 'left'"},
		{says: "blind index", sql: "UPDATE applications SET email_index = (SELECT email_index FROM signatures LIMIT 1)"},
		{says: "sealed fields do not open", sql: "UPDATE signatures SET name = email WHERE erased_at IS NULL"},
		{says: "sealed fields do not open", sql: "UPDATE signatures SET email = name WHERE erased_at IS NULL"},
		{says: "sealed fields do not open", sql: "UPDATE signatures SET zip = name WHERE erased_at IS NULL"},
		{says: "sealed fields do not open", sql: "UPDATE page_reports SET note = email WHERE state = 'waiting'"},
		{says: "endorsement 1: its sealed fields do not open", sql: "UPDATE endorsements SET name = email WHERE state = 'waiting'"},
		{says: "endorsement 1: its blind index is not its address's", sql: "UPDATE endorsements SET email_index = name WHERE state = 'waiting'"},
		{says: "campaign request 1: its sealed fields do not open", sql: "UPDATE campaign_requests SET words = email"},
		{says: "not its address's", sql: "UPDATE campaign_requests SET email_index = words WHERE state = 'waiting'"},
		{says: "not its address's", sql: "UPDATE page_reports SET email_index = note WHERE state = 'waiting'"},
		{says: "sealed fields do not open", sql: "UPDATE paper_batches SET label = witness"},
		{says: "sealed fields do not open", sql: "UPDATE paper_entries SET name = zip"},
		{says: "sealed fields do not open", sql: "UPDATE paper_rows SET name = zip"},
		{says: "not its person's", sql: "UPDATE paper_entries SET person = name"},
		{says: "not its person's", sql: "UPDATE paper_rows SET person = name"},
		{says: "sealed fields do not open", sql: "UPDATE signatures SET comment = zip WHERE erased_at IS NULL"},
		{says: "sealed fields do not open", sql: "UPDATE signatures SET ref = 'another'"},
		{says: "blind index", sql: "UPDATE signatures SET email_index = name WHERE erased_at IS NULL"},
		{says: "blind index", sql: "UPDATE campaigns SET code = 'other' WHERE id = (SELECT min(id) FROM campaigns WHERE status = 'live')"},
		{says: "text does not open", sql: "UPDATE letters SET subject = body WHERE length(body) > 0"},
		{says: "text does not open", sql: "UPDATE letters SET body = subject WHERE length(body) > 0"},
		{says: "text does not open", sql: "UPDATE letters SET name = '' WHERE length(body) > 0"},
		{says: "payload does not open", sql: "UPDATE outbox SET payload = " + aSeal + " WHERE kind = 'letter' AND payload IS NOT NULL"},
		{says: "file does not open", sql: "UPDATE packet_chunks SET bytes = " + aSeal},
		{says: "file does not open", sql: "UPDATE packets SET ref = 'another' WHERE state = 'ready'"},
		{says: "contact does not open", sql: "UPDATE links SET contact = hash WHERE kind = 'unsubscribe'"},
	},
	"events": {
		{says: "has no events", sql: "DELETE FROM delivery_events", also: "offices"},
		{says: "mail/event queued/none", sql: "DELETE FROM delivery_events WHERE kind = 'queued'"},
		{says: "mail/event dropped/queued", sql: "DELETE FROM delivery_events WHERE kind = 'dropped'"},
		{says: "not what was written", sql: "DELETE FROM delivery_events WHERE number = 1"},
		{says: "not what was written", sql: "UPDATE delivery_events SET note = 'by another' WHERE number = 1"},
		{says: "not what was written", sql: "UPDATE delivery_events SET source = 'office' WHERE kind = 'queued'"},
		{says: "not what was written", sql: "UPDATE delivery_events SET number = number + 1 WHERE number = (SELECT max(number) FROM delivery_events)"},
		{says: "not what was written", sql: "UPDATE delivery_events SET at = '2001-01-01 00:00:00+00:00' WHERE kind = 'written'"},
	},
	"links": {
		{says: "what its kind opens", sql: "UPDATE links SET letter_id = (SELECT min(id) FROM letters) WHERE kind = 'confirm'"},
		{says: "what its kind opens", sql: "UPDATE links SET letter_id = NULL WHERE kind = 'letters'"},
		{says: "what its kind opens", sql: "UPDATE links SET contact = NULL WHERE kind = 'my_data'"},
		{says: "what its kind opens", sql: "UPDATE links SET contact = NULL WHERE kind = 'unsubscribe'"},
		{says: "what its kind opens", sql: "UPDATE links SET user_id = NULL WHERE kind = 'sign_in'"},
		{says: "not there", sql: "UPDATE links SET user_id = 999 WHERE kind = 'sign_in'"},
		{says: "letter is of another signature", sql: "UPDATE links SET signature_id = (SELECT min(id) FROM signatures) WHERE kind = 'letters'"},
		{says: "ends before it begins", sql: "UPDATE links SET expires_at = created_at WHERE kind = 'sign_in'"},
	},
	"seats": {
		{says: "several holders", sql: "DROP INDEX terms_one_holder; INSERT INTO terms (seat_id, legislator_id, starts_at) SELECT seat_id, legislator_id, starts_at FROM terms"},
		{says: "several seats", sql: `UPDATE districts SET num_seats = 2 WHERE state = 'ok'; INSERT INTO seats (district_id, position) SELECT id, 2 FROM districts WHERE state = 'ok';
INSERT INTO terms (seat_id, legislator_id, starts_at) SELECT (SELECT max(id) FROM seats), legislator_id, starts_at FROM terms WHERE seat_id = ` + loneSeat[:len(loneSeat)-1] + " AND s.position = 1)"},
		{says: "ends before it begins", sql: "UPDATE terms SET ends_at = '2001-01-01 00:00:00+00:00' WHERE seat_id = " + loneSeat},
		{says: "another state than its seat", sql: "UPDATE legislators SET state = 'ak' WHERE state = 'ok'"},
		{says: "beyond its district's", sql: "INSERT INTO seats (district_id, position) SELECT id, 2 FROM districts"},
		{says: "beyond its district's", sql: "UPDATE seats SET position = 0 WHERE id = " + loneSeat},
		{says: "seats said/rows 3/1", sql: "UPDATE districts SET num_seats = 3"},
	},
	"packets": {
		{says: "ready without its whole file", sql: "DELETE FROM packet_chunks"},
		{says: "ready without its whole file", sql: "UPDATE packets SET sha256 = NULL WHERE state = 'ready'"},
		{says: "ready without its whole file", sql: "UPDATE packets SET size = 300000 WHERE state = 'ready'"},
		{says: "file is still here", sql: "UPDATE packets SET state = 'expired' WHERE state = 'ready'"},
		{says: "another state", sql: "UPDATE packets SET scope = 'district', district_id = (SELECT id FROM districts WHERE state = 'ok') WHERE state = 'ready'"},
		{says: "taken and never ready", sql: "UPDATE packet_downloads SET packet_id = (SELECT id FROM packets WHERE state = 'queued')"},
		{says: "taken and never ready", sql: "UPDATE packet_downloads SET expires_at = at"},
		{says: "not the one with its sum", sql: "UPDATE packets SET sha256 = (SELECT link_hash FROM packet_downloads) WHERE state = 'ready'"},
	},
	"targets": {
		{says: "is of another state", sql: "UPDATE targets SET seat_id = " + loneSeat + " WHERE kind = 'seat'"},
		{says: "is of another state", sql: "DELETE FROM committee_members; UPDATE committees SET state = 'ok'", also: "bills"},
		{says: "in office elsewhere", sql: "UPDATE committee_members SET legislator_id = (SELECT id FROM legislators WHERE state = 'ok')"},
	},
	"bills": {
		{says: "not what was written", sql: "UPDATE bill_events SET place = 'Room 9' WHERE number = 2"},
		{says: "not what was written", sql: "UPDATE bill_events SET starts_at = '2001-01-01 00:00:00+00:00' WHERE number = 3"},
		{says: "lost or gained events", sql: "DELETE FROM bill_events WHERE number >= 2"},
		{says: "not what was written", sql: "DELETE FROM bill_events WHERE number >= 2; UPDATE bills SET entries = 1"},
		{says: "is not there or strikes one", sql: "UPDATE bill_events SET corrects = 1, kind = 'struck', day = '', source = '', starts_at = NULL WHERE number = 2"},
		{says: "committee of another state", sql: "DELETE FROM committee_members; UPDATE committees SET state = 'ok'", also: "targets"},
	},
	"comments": {
		{says: "shows words and is not published", sql: "UPDATE comments SET public_text = 'Seen by all.' WHERE state = 'held'"},
		{says: "published and shows nothing", sql: "UPDATE comments SET public_text = '' WHERE state = 'published'"},
		{says: "without a time by which to look", sql: "UPDATE comments SET due_at = NULL WHERE state = 'held'"},
		{says: "still holds its person", sql: "UPDATE comments SET name = email_index WHERE state = 'withdrawn'"},
		{says: "last decision left it", sql: "UPDATE comments SET state = 'published', public_text = 'Yes.', due_at = NULL WHERE state = 'held'"},
		{says: "last decision left it", sql: "DELETE FROM comment_decisions"},
		{says: "not what was written", sql: "UPDATE comment_decisions SET reason = 'spam' WHERE kind = 'published'"},
		{says: "not what was written", sql: "DELETE FROM comment_decisions WHERE kind = 'confirmed'"},
	},
	"stories": {
		{says: "without a day, a text or a source", sql: "UPDATE stories SET published_at = NULL"},
		{says: "without a day, a text or a source", sql: "DELETE FROM story_sources"},
		{says: "with a figure that nobody gave", sql: "UPDATE story_claims SET year = 0"},
	},
	"partners": {
		{says: "never on the campaign", sql: "DELETE FROM campaign_partners"},
		{says: "its signature was taken back", sql: "UPDATE partner_consents SET signature_id = (SELECT min(id) FROM signatures WHERE state = 'withdrawn')"},
		{says: "its signature never counted", sql: "UPDATE partner_consents SET signature_id = (SELECT min(id) FROM signatures WHERE counted_at IS NULL)"},
		{says: "what was ticked", sql: "UPDATE partner_consents SET words = ''"},
		{says: "what was ticked", sql: "UPDATE partner_consents SET version = 2"},
		{says: "still on a campaign", sql: "UPDATE partners SET ended_at = created_at"},
	},
	"endorsements": {
		{says: "decided on by nobody", sql: "UPDATE endorsements SET decided_by = NULL WHERE state = 'accepted'"},
		{says: "decided on by nobody", sql: "UPDATE endorsements SET state = 'accepted' WHERE state = 'waiting'"},
		{says: "nobody confirmed it", sql: "UPDATE endorsements SET confirmed_at = NULL WHERE state = 'accepted'"},
		{says: "without a reason", sql: "UPDATE endorsements SET state = 'declined' WHERE state = 'accepted'"},
		{says: "still holds its signer", sql: "UPDATE endorsements SET emptied_at = moved_at WHERE state = 'accepted'"},
		{says: "still holds its signer", sql: "UPDATE endorsements SET name = NULL WHERE state = 'accepted'"},
		{says: "still holds its signer", sql: "UPDATE endorsements SET statement = 'Care.' WHERE state = 'withdrawn'"},
	},
	"requests": {
		{says: "answered without words or a person", sql: "UPDATE campaign_requests SET answered_by = NULL"},
		{says: "answered without words or a person", sql: "UPDATE campaign_requests SET answer = NULL"},
		{says: "without a time by which to answer", sql: "UPDATE campaign_requests SET due_at = NULL"},
		{says: "still holds its person", sql: "UPDATE campaign_requests SET emptied_at = created_at WHERE state = 'waiting'"},
		{says: "still holds its person", sql: "UPDATE campaign_requests SET state = 'withdrawn' WHERE state = 'waiting'"},
		{says: "another state or topic", sql: "UPDATE campaign_requests SET topic = 'vacatur' WHERE told_of IS NOT NULL", also: "seals"},
		{says: "a role of another state", sql: "UPDATE campaign_requests SET campaign_id = NULL"},
		{says: "a role of another state", sql: "UPDATE campaign_requests SET card = 'draft' WHERE state = 'waiting'"},
		{says: "never published", sql: "UPDATE campaign_requests SET told_at = NULL"},
	},
	"reports": {
		{says: "without an outcome or a person", sql: "UPDATE page_reports SET outcome = '' WHERE state = 'settled'"},
		{says: "without an outcome or a person", sql: "UPDATE page_reports SET settled_by = NULL WHERE state = 'settled'"},
		{says: "still holds words", sql: "UPDATE page_reports SET emptied_at = created_at WHERE state = 'waiting'"},
		{says: "without its index", sql: "UPDATE page_reports SET email_index = NULL WHERE state = 'waiting'"},
	},
	"paper": {
		{says: "booked/rows 2/1", sql: "UPDATE paper_batches SET counted = 2 WHERE state = 'counted'"},
		{says: "booked/rows 1/2", sql: "UPDATE paper_rows SET perhaps_online = FALSE"},
		{says: "two people who were done", sql: "DELETE FROM paper_keyings WHERE pass = 2"},
		{says: "two people who were done", sql: "UPDATE paper_keyings SET done_at = NULL WHERE pass = 2"},
		{says: "who saw people sign", sql: "UPDATE paper_batches SET witness = NULL WHERE state = 'counted'"},
		{says: "its sample is not its rows", sql: "UPDATE paper_batches SET sample_size = 2 WHERE state = 'counted'"},
		{says: "its sample is not its rows", sql: "UPDATE paper_rows SET sample = 'due' WHERE sample <> ''"},
		{says: "too much of its sample", sql: "UPDATE paper_rows SET sample = 'wrong' WHERE sample <> ''; UPDATE paper_batches SET sample_wrong = 1, counted = 0 WHERE state = 'counted'"},
		{says: "another campaign than its version", sql: "UPDATE paper_batches SET campaign_id = " + draft},
		{says: "other sheets", sql: "UPDATE paper_rows SET sheet = 900"},
		{says: "shares sheets", sql: "UPDATE paper_batches SET sheets = 2 WHERE state = 'counted'"},
		{says: "still holds words", sql: "UPDATE paper_batches SET emptied_at = moved_at WHERE state = 'issued'"},
		{says: "after it was settled", sql: "INSERT INTO paper_entries (ref, campaign_id, batch_id, pass, sheet, line, name, zip, signed_on, person) SELECT 'x', e.campaign_id, b.id, 1, b.first_sheet, 1, e.name, e.zip, '', e.person FROM paper_entries e, paper_batches b WHERE b.state = 'counted'", also: "seals"},
	},
	"volunteers": {
		{says: "booked/rows 0/1", sql: "UPDATE shifts SET taken = 0"},
		{says: "booked/rows 1/0", sql: "UPDATE shift_places SET state = 'waiting'"},
		{says: "another role", sql: "UPDATE shifts SET role_id = (SELECT max(id) FROM roles)"},
		{says: "until no time", sql: "UPDATE shift_places SET state = 'offered'"},
		{says: "until no time", sql: "UPDATE shift_places SET offered_until = moved_at"},
		{says: "without having come", sql: "UPDATE shift_places SET minutes = 60"},
		{says: "without having come", sql: "UPDATE shift_places SET attendance = 'attended', state = 'dropped'; UPDATE shifts SET taken = 0"},
		{says: "more than it says", sql: "INSERT INTO shift_messages (shift_id, number, ref, user_id, told, created_at) SELECT s.id, 1, 'x', u.id, 0, s.created_at FROM shifts s, users u WHERE u.id = (SELECT min(id) FROM users); INSERT INTO shift_notices (place_id, kind, number, created_at) SELECT id, 'message', 1, moved_at FROM shift_places"},
		{says: "before its address was confirmed", sql: "UPDATE applications SET confirmed_at = NULL"},
		{says: "has not left", sql: "UPDATE applications SET state = 'left', again_at = created_at"},
		{says: "not by one", sql: "UPDATE applications SET of_age = FALSE; UPDATE roles SET adults = TRUE"},
		{says: "twice by one person", sql: "INSERT INTO application_steps (application_id, step, user_id, done_at) SELECT a.id, x.step, u.id, a.created_at FROM applications a, users u, (SELECT 'approval' AS step UNION SELECT 'second_approval') x WHERE u.id = (SELECT min(id) FROM users)"},
	},
	"replies": {
		{says: "never left", sql: "INSERT INTO letter_replies (delivery_id, answered, position, at) SELECT max(id), 'none', 'unsaid', max(created_at) FROM deliveries WHERE outbox_id IS NULL"},
		{says: "mail of another", sql: "INSERT INTO letter_surveys (letter_id, outbox_id, created_at) SELECT l.id, (SELECT min(id) FROM outbox), l.created_at FROM letters l"},
	},
	"audit": {
		{says: "after entry 0", sql: "UPDATE audit_entries SET act = 'POST /another' WHERE number = 2"},
		{says: "after entry 0", sql: "DELETE FROM audit_entries WHERE number = 2"},
		{says: "ends before its last entry", sql: "DELETE FROM audit_entries WHERE number >= 2"},
		{says: "ends elsewhere", sql: "UPDATE audit_heads SET number = 1"},
	},
	"offices": {
		{says: "opens no mail to an office", sql: "UPDATE office_links SET outbox_id = (SELECT min(id) FROM outbox WHERE kind = 'confirmation')"},
		{says: "a letter of another mail", sql: "UPDATE relays SET outbox_id = (SELECT min(id) FROM outbox WHERE kind = 'digest')"},
		{says: "answers/events 1/0", sql: "DELETE FROM delivery_events WHERE kind = 'answered'"},
		{says: "answers/events 1/0", sql: "UPDATE delivery_events SET source = 'staff' WHERE kind = 'answered'", also: "events"},
		{says: "answers/events 0/1", sql: "DELETE FROM relay_copies; UPDATE relays SET text = '', name = ''"},
		{says: "mail of another", sql: "UPDATE relay_copies SET outbox_id = (SELECT min(id) FROM outbox WHERE kind = 'confirmation')"},
		{says: "is told twice of it", sql: `UPDATE deliveries SET outbox_id = (SELECT outbox_id FROM relays) WHERE letter_id = (SELECT letter_id FROM deliveries WHERE id = (SELECT delivery_id FROM relay_copies));
INSERT INTO relay_copies (relay_id, delivery_id, outbox_id) SELECT r.id, (SELECT max(id) FROM deliveries WHERE outbox_id = r.outbox_id), (SELECT min(id) FROM outbox) FROM relays r`},
		{says: "nobody has a copy", sql: "DELETE FROM relay_copies"},
		{says: "that its mail did not go to", sql: "UPDATE position_proposals SET outbox_id = (SELECT min(id) FROM outbox WHERE kind = 'digest')"},
		{says: "position is another", sql: "UPDATE positions SET stance = 'opposes'"},
		{says: "asks for an office", sql: "UPDATE office_requests SET seat_id = " + loneSeat},
	},
	"passkeys": {
		{says: "its record is of another key", sql: "UPDATE passkeys SET credential_id = record"},
	},
	"moves": {
		{says: "last move left it", sql: "UPDATE campaigns SET status = 'closed' WHERE id IN (SELECT campaign_id FROM campaign_moves)"},
		{says: "not what was written", sql: "UPDATE campaign_moves SET reason = 'Another.' WHERE number = 1"},
		{says: "not what was written", sql: "DELETE FROM campaign_moves WHERE number = 1"},
		{says: "lost or gained moves", sql: "DELETE FROM campaign_moves WHERE number >= (SELECT max(number) - 1 FROM campaign_moves)"},
		{says: "not what was written", sql: "DELETE FROM campaign_moves WHERE number >= 6; UPDATE campaigns SET moves = 5, status = 'closed', successor_id = NULL WHERE moves > 0"},
		{says: "did not end as its moves say", sql: "UPDATE campaigns SET outcome = 'won' WHERE moves > 0"},
		{says: "did not end as its moves say", sql: "UPDATE campaigns SET outcome = '' WHERE moves > 0"},
		{says: "does not close on the day", sql: "UPDATE campaigns SET closes_on = '2027-01-01' WHERE moves > 0"},
		{says: "does not close on the day", sql: "UPDATE campaigns SET closes_on = '2027-01-01' WHERE moves = 0 AND status = 'live'"},
		{says: "not followed by whom its moves say", sql: "UPDATE campaigns SET successor_id = NULL WHERE moves > 0"},
		{says: "followed by itself in the end", sql: "UPDATE campaigns SET successor_id = (SELECT id FROM campaigns WHERE moves = 6) WHERE id = (SELECT successor_id FROM campaigns WHERE moves = 6)"},
		{says: "not what was written", sql: "UPDATE campaign_moves SET closes_on = '2027-01-01' WHERE number = 3; UPDATE campaigns SET closes_on = '2027-01-01' WHERE moves > 0"},
	},
	"updates": {
		{says: "more than one copy", sql: "INSERT INTO update_mails (update_id, signature_id, outbox_id, stop_hash) SELECT m.update_id, s.id, (SELECT max(id) FROM outbox), m.stop_hash FROM update_mails m, signatures s WHERE s.state = 'invalidated'; UPDATE updates SET last_signature = 999; UPDATE signatures SET email_index = (SELECT email_index FROM signatures WHERE id = (SELECT max(signature_id) FROM update_mails)), household = 2 WHERE state = 'invalidated'", also: "seals"},
		{says: "supporter of another campaign", sql: "UPDATE updates SET campaign_id = " + draft},
		{says: "was never sent", sql: "UPDATE updates SET state = 'draft'"},
		{says: "beyond those that were seen to", sql: "UPDATE updates SET last_signature = 0"},
		{says: "approved by nobody", sql: "UPDATE updates SET recipients = 501"},
		{says: "or by its author", sql: "UPDATE updates SET recipients = 501, approved_by = user_id, approved_at = created_at"},
	},
	"petitions": {
		{says: "versions have a gap", sql: "UPDATE petitions SET version = 2"},
		{says: "version of another campaign", sql: "UPDATE signatures SET petition_id = (SELECT petition_id FROM campaigns WHERE status = 'draft')"},
		{says: "shows a version of another", sql: "UPDATE campaigns SET petition_id = (SELECT max(id) FROM petitions)"},
		{says: "older version than its supporter affirmed", sql: "INSERT INTO petitions (id, campaign_id, version, hash, created_at) SELECT 9000, campaign_id, 99, hash, created_at FROM petitions WHERE id = (SELECT petition_id FROM signatures WHERE state = 'counted' LIMIT 1); INSERT INTO affirmations (signature_id, petition_id, before_id, at) SELECT id, 9000, petition_id, created_at FROM signatures WHERE state = 'counted'"},
		{says: "live without a petition", sql: "UPDATE campaigns SET petition_id = NULL"},
		{says: "hash", sql: "UPDATE petition_texts SET ask = 'Another ask.' WHERE lang = 'es'"},
		{says: "hash", sql: "DELETE FROM petition_texts"},
	},
}

func TestEachTamperingTurnsItsCheckRed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		makeWorld(t, db)
		for name, list := range tampers {
			for i, broken := range list {
				t.Run(fmt.Sprint(name, i+1), func(t *testing.T) { assertRed(t, db, name, broken) })
			}
		}
	})
}

// TestASharedHouseholdPlaceIsFound runs where the constraint can be dropped.
func TestASharedHouseholdPlaceIsFound(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.PostgresURL(t))
	makeWorld(t, db)
	assertRed(t, db, "states", tamper{says: "household place that others hold", also: "seals",
		sql: `ALTER TABLE signatures DROP CONSTRAINT signatures_campaign_id_email_index_household_key;
UPDATE signatures SET email_index = (SELECT email_index FROM signatures WHERE erased_at IS NULL LIMIT 1)`})
}

func TestEveryCheckHasTamperings(t *testing.T) {
	t.Parallel()
	for _, check := range Checks {
		if len(tampers[check.Name]) == 0 {
			t.Errorf("nothing tampers with %s", check.Name)
		}
		if !strings.HasSuffix(check.Promise, ".") {
			t.Errorf("%s promises no sentence: %q", check.Name, check.Promise)
		}
	}
}

// assertRed breaks the rows, looks, and takes it back.
func assertRed(t *testing.T, db *models.DB, name string, broken tamper) {
	t.Helper()
	takenBack := errors.New("taken back")
	err := db.Write(context.Background(), func(tx *models.Tx) error {
		unguarded(t, tx, broken.sql)
		said := false
		for _, check := range Checks {
			found, err := run(context.Background(), check, tx, testkit.Keys())
			if err != nil {
				return err
			}
			if want := check.Name == name || check.Name == broken.also; want != (len(found) > 0) {
				t.Errorf("%s: %s finds %v", broken.sql, check.Name, found)
			}
			said = said || check.Name == name && slices.ContainsFunc(found, func(f Finding) bool { return strings.Contains(f.Detail, broken.says) })
		}
		if !said {
			t.Errorf("%s: nothing of %s says %q", broken.sql, name, broken.says)
		}
		return takenBack
	})
	if !errors.Is(err, takenBack) {
		t.Fatal(err)
	}
}

// unguarded runs statements in a transaction in which the database itself does
// not refuse what is wrong.
func unguarded(t *testing.T, tx *models.Tx, statements string) {
	t.Helper()
	conn, err := tx.SQL()
	if err != nil {
		t.Fatal(err)
	}
	open := []string{"PRAGMA defer_foreign_keys = ON", "PRAGMA ignore_check_constraints = ON",
		"DROP TRIGGER IF EXISTS audit_entries_stay", "DROP TRIGGER IF EXISTS audit_entries_stay_written"}
	if tx.Dialect == models.Postgres {
		open = []string{"SET LOCAL session_replication_role = replica", "ALTER TABLE signatures DROP CONSTRAINT signatures_state_check",
			"ALTER TABLE signatures DROP CONSTRAINT signatures_household_check"}
	}
	for _, statement := range append(open, strings.Split(statements, ";")...) {
		if _, err := conn.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
