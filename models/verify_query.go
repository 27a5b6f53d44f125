package models

import (
	"context"
	"strconv"
	"strings"
)

// Rule is what rows keep at every commit. Its query names the rows that break
// it, by ids, slugs and numbers; it is one statement, so it holds true while
// people sign.
type Rule struct {
	Broken string // what is wrong with a row that breaks it
	query  string // one text column
}

// BrokenBy names up to limit rows that break a rule, and says how.
func BrokenBy(ctx context.Context, tx *Tx, r Rule, limit int) ([]string, error) {
	rows, err := rowsOf[string](ctx, tx, strings.ReplaceAll(r.query, countedDay, dayOf(tx.Dialect, "counted_at"))+" LIMIT ?", limit)
	for i := range rows {
		rows[i] += ": " + r.Broken
	}
	return rows, err
}

// countedDay stands in a rule's query for the UTC day of counted_at.
const countedDay = "{day of counted_at}"

// dayOf is the UTC day of a time column as Day writes it.
func dayOf(d Dialect, column string) string {
	if d == Postgres {
		return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
	}
	return "substr(" + column + ", 1, 10)"
}

// listed writes words for an SQL list.
func listed[S ~string](words []S) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + string(w) + "'"
	}
	return strings.Join(quoted, ",")
}

// CountRules hold a campaign's counts to its signatures.
var CountRules = []Rule{
	{"has no counts", `SELECT 'campaign ' || c.slug FROM campaigns c
WHERE NOT EXISTS (SELECT 1 FROM signature_counts n WHERE n.campaign_id = c.id) ORDER BY c.id`},
	{"the counts are not the rows", `WITH r AS (SELECT campaign_id,
  count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'held') AS held,
  count(*) FILTER (WHERE state = 'counted' AND in_state) AS in_state, count(*) FILTER (WHERE state = 'counted' AND NOT in_state) AS out_of_state,
  count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn, count(*) FILTER (WHERE state = 'invalidated') AS invalidated
  FROM signatures GROUP BY campaign_id),
b AS (SELECT c.id, c.slug, n.pending, n.held, n.in_state, n.out_of_state, n.withdrawn, n.invalidated,
  COALESCE(r.pending, 0) AS r_pending, COALESCE(r.held, 0) AS r_held, COALESCE(r.in_state, 0) AS r_in, COALESCE(r.out_of_state, 0) AS r_out,
  COALESCE(r.withdrawn, 0) AS r_withdrawn, COALESCE(r.invalidated, 0) AS r_invalidated
  FROM signature_counts n JOIN campaigns c ON c.id = n.campaign_id LEFT JOIN r ON r.campaign_id = c.id)
SELECT 'campaign ' || slug || ': booked/rows pending ' || pending || '/' || r_pending || ', held ' || held || '/' || r_held ||
  ', in state ' || in_state || '/' || r_in || ', out of state ' || out_of_state || '/' || r_out ||
  ', withdrawn ' || withdrawn || '/' || r_withdrawn || ', invalidated ' || invalidated || '/' || r_invalidated
FROM b WHERE pending <> r_pending OR held <> r_held OR in_state <> r_in OR out_of_state <> r_out OR withdrawn <> r_withdrawn
  OR invalidated <> r_invalidated ORDER BY id`},
}

// DayRules hold the journal per day to the counted signatures.
var DayRules = []Rule{
	{"the day's journal is not the rows", `SELECT 'campaign ' || c.slug || ', ' || x.day || ': booked/rows in state ' ||
  sum(x.j_in) || '/' || sum(x.r_in) || ', out of state ' || sum(x.j_out) || '/' || sum(x.r_out)
FROM (
  SELECT campaign_id, day, in_state AS j_in, out_of_state AS j_out, 0 AS r_in, 0 AS r_out FROM day_counts
  UNION ALL
  SELECT campaign_id, ` + countedDay + `, 0, 0, CASE WHEN in_state THEN 1 ELSE 0 END, CASE WHEN in_state THEN 0 ELSE 1 END
  FROM signatures WHERE state = 'counted' AND counted_at IS NOT NULL
) x JOIN campaigns c ON c.id = x.campaign_id
GROUP BY c.id, c.slug, x.day HAVING sum(x.j_in) <> sum(x.r_in) OR sum(x.j_out) <> sum(x.r_out) ORDER BY c.id, x.day`},
}

// DistrictRules hold the journal per district to the matches of counted
// signatures, and matches and candidates to their campaign's state.
var DistrictRules = []Rule{
	{"the district's journal is not the rows", `SELECT 'campaign ' || c.slug || ', district ' || x.district_id || ': booked/rows ' || sum(x.j) || '/' || sum(x.r)
FROM (
  SELECT campaign_id, district_id, signatures AS j, 0 AS r FROM district_counts
  UNION ALL
  SELECT s.campaign_id, m.district_id, 0, 1 FROM matches m JOIN signatures s ON s.id = m.signature_id WHERE s.state = 'counted'
) x JOIN campaigns c ON c.id = x.campaign_id
GROUP BY c.id, c.slug, x.district_id HAVING sum(x.j) <> sum(x.r) ORDER BY c.id, x.district_id`},
	{"its district is of another state or chamber", `SELECT 'signature ' || m.signature_id || ', district ' || m.district_id
FROM matches m JOIN districts d ON d.id = m.district_id JOIN signatures s ON s.id = m.signature_id JOIN campaigns c ON c.id = s.campaign_id
WHERE d.state <> c.state OR d.chamber <> m.chamber ORDER BY m.signature_id, m.district_id`},
	{"is from out of state and has a district", `SELECT 'signature ' || m.signature_id || ', district ' || m.district_id
FROM matches m JOIN signatures s ON s.id = m.signature_id WHERE NOT s.in_state ORDER BY m.signature_id, m.district_id`},
	{"its candidate is of another state or chamber", `SELECT 'signature ' || m.signature_id || ', district ' || m.district_id
FROM match_candidates m JOIN districts d ON d.id = m.district_id JOIN signatures s ON s.id = m.signature_id JOIN campaigns c ON c.id = s.campaign_id
WHERE d.state <> c.state OR d.chamber <> m.chamber OR NOT s.in_state ORDER BY m.signature_id, m.district_id`},
	{"counts for a district that is only a candidate", `SELECT 'signature ' || m.signature_id || ', district ' || m.district_id
FROM match_candidates m JOIN matches x ON x.signature_id = m.signature_id AND x.chamber = m.chamber JOIN districts d ON d.id = x.district_id
WHERE x.district_id = m.district_id OR d.census_geoid <> '' ORDER BY m.signature_id, m.district_id`},
}

// StateRules hold each signature to what its state says. A withdrawn one may
// sign again and keeps its time meanwhile, and a held one may be invalidated
// without ever having had one, so only counted ones must say when.
var StateRules = []Rule{
	{"is in no known state", `SELECT 'signature ' || id FROM signatures
WHERE state NOT IN (` + listed(SignatureStates) + `) ORDER BY id`},
	{"is counted at no time", `SELECT 'signature ' || id FROM signatures WHERE state = 'counted' AND counted_at IS NULL ORDER BY id`},
	{"has no place in a household", `SELECT 'signature ' || id FROM signatures WHERE household NOT BETWEEN 1 AND ` + strconv.Itoa(MaxHousehold) + ` ORDER BY id`},
	{"holds a household place that others hold", `SELECT 'signature ' || min(id) FROM signatures
GROUP BY campaign_id, email_index, household HAVING count(*) > 1 ORDER BY min(id)`},
	{"is erased and still here", `SELECT 'signature ' || id FROM signatures WHERE erased_at IS NOT NULL
  AND (state <> 'withdrawn' OR length(name) > 0 OR length(email) > 0 OR length(zip) > 0 OR comment IS NOT NULL) ORDER BY id`},
}

// MailRules hold a pending signature to its mail, and each mail to its state.
var MailRules = []Rule{
	{"is pending without the mails it says it got", `SELECT 'signature ' || s.id || ', mails ' || s.mails FROM signatures s
WHERE s.state = 'pending' AND (s.mails < 1 OR s.mails > (
  SELECT count(*) FROM outbox o WHERE o.signature_id = s.id AND o.kind IN ('confirmation','duplicate'))
  OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.signature_id = s.id AND o.kind = 'confirmation')) ORDER BY s.id`},
	{"is pending without a link to confirm it", `SELECT 'signature ' || s.id FROM signatures s WHERE s.state = 'pending'
  AND NOT EXISTS (SELECT 1 FROM links l WHERE l.signature_id = s.id AND l.kind = 'confirm') ORDER BY s.id`},
	{"got more mails than a signature may", `SELECT 'signature ' || id || ', mails ' || mails FROM signatures
WHERE mails NOT BETWEEN 0 AND ` + strconv.Itoa(MaxMailsPerSignature) + ` ORDER BY id`},
	{"is to be sent and empty", `SELECT 'mail ' || o.id FROM outbox o LEFT JOIN signatures s ON s.id = o.signature_id
WHERE o.payload IS NULL AND (o.state IN ('queued','sending') OR o.state = 'unknown' AND s.erased_at IS NULL) ORDER BY o.id`},
	{"is being sent in no batch that is", `SELECT 'mail ' || o.id FROM outbox o LEFT JOIN mail_batches b ON b.id = o.batch_id
WHERE o.state = 'sending' AND (b.id IS NULL OR b.state <> 'sending') ORDER BY o.id`},
	{"is queued and in a batch", `SELECT 'mail ' || id FROM outbox WHERE state = 'queued' AND batch_id IS NOT NULL ORDER BY id`},
	{"was accepted at no time", `SELECT 'mail ' || id FROM outbox
WHERE state IN ('accepted','delivered','delayed','bounced','complained') AND accepted_at IS NULL ORDER BY id`},
	{"is of another campaign than its signature", `SELECT 'mail ' || o.id FROM outbox o JOIN signatures s ON s.id = o.signature_id
WHERE o.campaign_id IS NULL OR o.campaign_id <> s.campaign_id ORDER BY o.id`},
}

// LetterRules hold a letter to its deliveries and these to their mails. One mail
// may carry several deliveries: offices share addresses.
var LetterRules = []Rule{
	{"goes to nobody", `SELECT 'letter ' || l.id FROM letters l WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = l.id) ORDER BY l.id`},
	{"went out before its signature counted", `SELECT 'letter ' || l.id FROM letters l JOIN signatures s ON s.id = l.signature_id
WHERE l.released_at IS NOT NULL AND s.counted_at IS NULL ORDER BY l.id`},
	{"it was stopped and has a mail", `SELECT 'delivery ' || d.id FROM deliveries d WHERE d.stopped_at IS NOT NULL AND d.outbox_id IS NOT NULL ORDER BY d.id`},
	{"it has no mail and its events say otherwise", `SELECT 'delivery ' || d.id || ': ' || e.kind FROM deliveries d JOIN delivery_events e ON e.delivery_id = d.id
  AND e.number = (SELECT max(x.number) FROM delivery_events x WHERE x.delivery_id = d.id AND x.kind IN (` + listed(MailStates) + `))
WHERE d.outbox_id IS NULL AND e.kind <> 'dropped' ORDER BY d.id`},
	{"it was stopped and no event says so", `SELECT 'delivery ' || d.id FROM deliveries d WHERE d.stopped_at IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM delivery_events e WHERE e.delivery_id = d.id AND e.kind = 'dropped') ORDER BY d.id`},
	{"its letter waits and it has a mail", `SELECT 'delivery ' || d.id FROM deliveries d JOIN letters l ON l.id = d.letter_id
WHERE l.released_at IS NULL AND d.outbox_id IS NOT NULL ORDER BY d.id`},
	{"its campaign is not its letter's and its signature's", `SELECT 'delivery ' || d.id FROM deliveries d JOIN letters l ON l.id = d.letter_id
JOIN signatures s ON s.id = l.signature_id WHERE d.campaign_id <> l.campaign_id OR l.campaign_id <> s.campaign_id ORDER BY d.id`},
	{"its mail is no letter of its signature", `SELECT 'delivery ' || d.id || ', mail ' || o.id FROM deliveries d JOIN letters l ON l.id = d.letter_id
JOIN outbox o ON o.id = d.outbox_id WHERE NOT (o.kind = 'letter' AND o.signature_id IS NOT NULL AND o.signature_id = l.signature_id)
  AND NOT (o.kind = 'folded' AND o.signature_id IS NULL AND l.fold <> '' AND o.campaign_id IS NOT NULL AND o.campaign_id = l.campaign_id) ORDER BY d.id`},
	{"one mail carries letters of several folds", `SELECT 'mail ' || d.outbox_id FROM deliveries d JOIN letters l ON l.id = d.letter_id
WHERE d.outbox_id IS NOT NULL GROUP BY d.outbox_id HAVING count(DISTINCT l.fold) > 1 ORDER BY d.outbox_id`},
	{"its legislator never held its seat, or the seat is of another state", `SELECT 'delivery ' || d.id FROM deliveries d
JOIN seats s ON s.id = d.seat_id JOIN districts x ON x.id = s.district_id JOIN campaigns c ON c.id = d.campaign_id
WHERE x.state <> c.state OR NOT EXISTS (SELECT 1 FROM terms t WHERE t.seat_id = d.seat_id AND t.legislator_id = d.legislator_id) ORDER BY d.id`},
}

// DigestRules hold digests to their milestones, their deliveries and the people
// they tell of. A signature that was counted may have been taken back since, so
// that numbers are held to all that ever counted.
var DigestRules = []Rule{
	{"is told twice of a milestone", `SELECT 'seat ' || seat_id || ', milestone ' || milestone_id FROM digests
GROUP BY seat_id, milestone_id HAVING count(*) > 1 ORDER BY seat_id, milestone_id`},
	{"has not one delivery to its seat", `SELECT 'digest ' || g.id FROM digests g WHERE 1 <> (SELECT count(*) FROM deliveries d WHERE d.digest_id = g.id)
OR NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.digest_id = g.id AND d.seat_id = g.seat_id AND d.campaign_id = g.campaign_id AND d.kind = 'digest') ORDER BY g.id`},
	{"its milestone is another campaign's, or was passed, or is not the one reached", `SELECT 'digest ' || g.id FROM digests g JOIN milestones m ON m.id = g.milestone_id
JOIN milestones_reached r ON r.id = g.reached_id JOIN seats s ON s.id = g.seat_id
WHERE m.campaign_id <> g.campaign_id OR r.milestone_id <> m.id OR r.passed OR COALESCE(r.district_id, s.district_id) <> s.district_id ORDER BY g.id`},
	{"was noted before the count came to it", `SELECT 'milestone ' || r.milestone_id || ': threshold/counted ' || m.threshold || '/' || r.counted FROM milestones_reached r
JOIN milestones m ON m.id = r.milestone_id WHERE r.counted < m.threshold OR (m.scope = 'district') <> (r.district_id IS NOT NULL) ORDER BY r.id`},
	{"its mail is no digest", `SELECT 'delivery ' || d.id || ', mail ' || o.id FROM deliveries d JOIN outbox o ON o.id = d.outbox_id
WHERE d.kind = 'digest' AND (o.kind <> 'digest' OR o.signature_id IS NOT NULL OR o.campaign_id IS NULL OR o.campaign_id <> d.campaign_id)
  OR d.kind <> 'digest' AND o.kind = 'digest' ORDER BY d.id`},
	{"has a mail and tells nothing", `SELECT 'digest ' || g.id FROM digests g JOIN deliveries d ON d.digest_id = g.id WHERE d.outbox_id IS NOT NULL AND g.frozen_at IS NULL ORDER BY g.id`},
	{"tells of more people by ZIP code than in all", `SELECT 'digest ' || g.id || ': told/by ZIP code ' || g.told || '/' || sum(c.told) FROM digests g
JOIN digest_cells c ON c.digest_id = g.id GROUP BY g.id, g.told HAVING sum(c.told) > g.told ORDER BY g.id`},
	{"tells of more people than ever counted", `SELECT 'digest ' || x.id || ': told/counted ' || x.told || '/' || x.counted FROM (
  SELECT g.id, g.told, (SELECT count(*) FROM signatures s WHERE s.campaign_id = g.campaign_id AND s.counted_at IS NOT NULL AND s.created_at <= g.frozen_at) AS counted
  FROM digests g WHERE g.frozen_at IS NOT NULL) x WHERE x.told > x.counted ORDER BY x.id`},
}

// EventRules hold the events of deliveries to their mails. Their chain is
// checked apart.
var EventRules = []Rule{
	{"has no events", `SELECT 'delivery ' || d.id FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM delivery_events e WHERE e.delivery_id = d.id) ORDER BY d.id`},
	{"its last event of a mail is not where its mail is", `SELECT 'delivery ' || d.id || ': mail/event ' || o.state || '/' || COALESCE(e.kind, 'none')
FROM deliveries d JOIN outbox o ON o.id = d.outbox_id LEFT JOIN delivery_events e ON e.delivery_id = d.id
  AND e.number = (SELECT max(x.number) FROM delivery_events x WHERE x.delivery_id = d.id AND x.kind IN (` + listed(MailStates) + `))
WHERE e.kind IS NULL OR e.kind <> o.state ORDER BY d.id`},
}

// LinkRules hold a link to what its kind opens.
var LinkRules = []Rule{
	{"does not name what its kind opens", `SELECT 'link ' || kind || ', signature ' || COALESCE(signature_id, 0) || ', letter ' ||
  COALESCE(letter_id, 0) || ', user ' || COALESCE(user_id, 0)
FROM links WHERE CASE kind
  WHEN 'confirm' THEN signature_id IS NOT NULL AND letter_id IS NULL AND user_id IS NULL AND contact IS NULL
  WHEN 'letters' THEN signature_id IS NOT NULL AND letter_id IS NOT NULL AND user_id IS NULL AND contact IS NULL
  WHEN 'my_data' THEN contact IS NOT NULL AND letter_id IS NULL AND user_id IS NULL
  WHEN 'unsubscribe' THEN contact IS NOT NULL AND letter_id IS NULL AND user_id IS NULL
  WHEN 'sign_in' THEN user_id IS NOT NULL AND signature_id IS NULL AND letter_id IS NULL AND contact IS NULL
  WHEN 'volunteering' THEN application_id IS NOT NULL AND user_id IS NULL AND signature_id IS NULL AND letter_id IS NULL AND contact IS NULL
  ELSE FALSE END = FALSE ORDER BY hash`},
	{"names a row that is not there", `SELECT 'link ' || k.kind || ', signature ' || COALESCE(k.signature_id, 0) || ', letter ' ||
  COALESCE(k.letter_id, 0) || ', user ' || COALESCE(k.user_id, 0)
FROM links k LEFT JOIN signatures s ON s.id = k.signature_id LEFT JOIN letters l ON l.id = k.letter_id LEFT JOIN users u ON u.id = k.user_id
WHERE k.signature_id IS NOT NULL AND s.id IS NULL OR k.letter_id IS NOT NULL AND l.id IS NULL OR k.user_id IS NOT NULL AND u.id IS NULL
ORDER BY k.hash`},
	{"its letter is of another signature", `SELECT 'link ' || k.kind || ', signature ' || k.signature_id || ', letter ' || k.letter_id
FROM links k JOIN letters l ON l.id = k.letter_id WHERE l.signature_id <> k.signature_id ORDER BY k.hash`},
	{"ends before it begins", `SELECT 'link ' || kind || ', signature ' || COALESCE(signature_id, 0) FROM links WHERE expires_at <= created_at ORDER BY hash`},
}

// SeatRules hold seats to their districts, and terms to seats.
var SeatRules = []Rule{
	{"has several holders", `SELECT 'seat ' || seat_id FROM terms WHERE ends_at IS NULL GROUP BY seat_id HAVING count(*) > 1 ORDER BY seat_id`},
	{"holds several seats", `SELECT 'legislator ' || legislator_id FROM terms WHERE ends_at IS NULL GROUP BY legislator_id HAVING count(*) > 1 ORDER BY legislator_id`},
	{"ends before it begins", `SELECT 'term ' || id FROM terms WHERE ends_at < starts_at ORDER BY id`},
	{"its legislator is of another state than its seat", `SELECT 'term ' || t.id FROM terms t JOIN legislators l ON l.id = t.legislator_id
JOIN seats s ON s.id = t.seat_id JOIN districts d ON d.id = s.district_id WHERE t.ends_at IS NULL AND l.state <> d.state ORDER BY t.id`},
	{"is beyond its district's number of seats and was never held", `SELECT 'seat ' || s.id FROM seats s JOIN districts d ON d.id = s.district_id
WHERE s.position < 1 OR s.position > d.num_seats AND NOT EXISTS (SELECT 1 FROM terms t WHERE t.seat_id = s.id) ORDER BY s.id`},
	{"has not the seats it says", `SELECT 'district ' || d.id || ': seats said/rows ' || d.num_seats || '/' || count(s.id)
FROM districts d LEFT JOIN seats s ON s.district_id = d.id AND s.position <= d.num_seats
GROUP BY d.id, d.num_seats HAVING count(s.id) <> d.num_seats ORDER BY d.id`},
}

// TargetRules hold targets and committees to their state.
var TargetRules = []Rule{
	{"its seat or committee is of another state", `SELECT 'target ' || g.id FROM targets g JOIN campaigns c ON c.id = g.campaign_id
LEFT JOIN seats s ON s.id = g.seat_id LEFT JOIN districts d ON d.id = s.district_id LEFT JOIN committees k ON k.id = g.committee_id
WHERE d.state <> c.state OR k.state <> c.state ORDER BY g.id`},
	{"sits on a committee while in office elsewhere", `SELECT 'committee ' || m.committee_id || ', legislator ' || m.legislator_id
FROM committee_members m JOIN committees k ON k.id = m.committee_id JOIN terms t ON t.legislator_id = m.legislator_id AND t.ends_at IS NULL
JOIN seats s ON s.id = t.seat_id JOIN districts d ON d.id = s.district_id WHERE d.state <> k.state ORDER BY m.committee_id, m.legislator_id`},
}

// PetitionRules hold versions to their campaign. Their hashes are checked apart.
var PetitionRules = []Rule{
	{"its versions have a gap", `SELECT 'campaign ' || c.slug || ': versions/last ' || count(*) || '/' || max(p.version)
FROM petitions p JOIN campaigns c ON c.id = p.campaign_id GROUP BY c.id, c.slug HAVING count(*) <> max(p.version) OR min(p.version) <> 1 ORDER BY c.id`},
	{"is on a version of another campaign", `SELECT 'signature ' || s.id FROM signatures s JOIN petitions p ON p.id = s.petition_id
WHERE p.campaign_id <> s.campaign_id ORDER BY s.id`},
	{"shows a version of another campaign", `SELECT 'campaign ' || c.slug FROM campaigns c JOIN petitions p ON p.id = c.petition_id
WHERE p.campaign_id <> c.id ORDER BY c.id`},
	{"rests on an older version than its supporter affirmed", `SELECT 'signature ' || s.id FROM signatures s JOIN affirmations a ON a.signature_id = s.id
JOIN petitions p ON p.id = a.petition_id JOIN petitions n ON n.id = s.petition_id WHERE s.state = 'counted' AND p.version > n.version ORDER BY s.id`},
	{"is live without a petition", `SELECT 'campaign ' || slug FROM campaigns WHERE status = 'live' AND petition_id IS NULL ORDER BY id`},
}

// SignaturesAfter pages through all signatures by id.
func SignaturesAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// LettersAfter pages through all letters by id.
func LettersAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Letter, error) {
	return rowsOf[Letter](ctx, tx, "SELECT * FROM letters WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// MailsAfter pages through the mails that still have their payload by id.
func MailsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Mail, error) {
	return rowsOf[Mail](ctx, tx, "SELECT * FROM outbox WHERE payload IS NOT NULL AND id > ? ORDER BY id LIMIT ?", id, limit)
}

// EventsAfter pages through the events of all deliveries, a delivery at a time:
// those of up to limit deliveries after one.
func EventsAfter(ctx context.Context, tx *Tx, deliveryID int64, limit int) ([]DeliveryEvent, error) {
	ids, err := rowsOf[int64](ctx, tx, "SELECT id FROM deliveries WHERE id > ? ORDER BY id LIMIT ?", deliveryID, limit)
	if err != nil {
		return nil, err
	}
	return EventsOf(ctx, tx, ids)
}

// LinksAfter pages through the links about an address by hash.
func LinksAfter(ctx context.Context, tx *Tx, hash []byte, limit int) ([]Link, error) {
	return rowsOf[Link](ctx, tx, "SELECT * FROM links WHERE contact IS NOT NULL AND hash > ? ORDER BY hash LIMIT ?", hash, limit)
}

// PetitionsAfter pages through all versions by id.
func PetitionsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Petition, error) {
	return rowsOf[Petition](ctx, tx, "SELECT * FROM petitions WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// TextsOfVersions lists the texts of several versions.
func TextsOfVersions(ctx context.Context, tx *Tx, petitionIDs []int64) ([]PetitionText, error) {
	return rowsOf[PetitionText](ctx, tx, "SELECT * FROM petition_texts WHERE petition_id IN ? ORDER BY petition_id, lang", petitionIDs)
}

// CodesByCampaign are the codes that key the blind indexes, by campaign id.
func CodesByCampaign(ctx context.Context, tx *Tx) (map[int64]string, error) {
	rows, err := rowsOf[Campaign](ctx, tx, "SELECT id, code FROM campaigns")
	codes := make(map[int64]string, len(rows))
	for _, c := range rows {
		codes[c.ID] = c.Code
	}
	return codes, err
}
