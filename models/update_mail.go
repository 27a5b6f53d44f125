package models

import (
	"context"
	"strconv"
	"time"
)

// UpdateMail is one supporter's copy of an update.
type UpdateMail struct {
	UpdateID    int64 `gorm:"primaryKey;autoIncrement:false"`
	SignatureID int64 `gorm:"primaryKey;autoIncrement:false"`
	OutboxID    int64
	StopHash    []byte     // of its link to unsubscribe
	StoppedAt   *time.Time // the link was used
}

// UpdatesAWeek is how many updates an address gets in seven days, over all campaigns.
const UpdatesAWeek = 3

// MostWithoutSecond is how many people an update goes to without a second person.
const MostWithoutSecond = 500

const updateWeek = 7 * 24 * time.Hour

// UpdateCap is when an address got its last updates.
type UpdateCap struct {
	ContactIndex              []byte `gorm:"primaryKey"`
	LastAt, SecondAt, ThirdAt time.Time
}

// MayUpdate books an update for each of some addresses that differ, under the
// cap of UpdatesAWeek; it returns those that may be written to, as keys. One
// guarded statement decides.
func MayUpdate(ctx context.Context, tx *Tx, contactIndexes [][]byte, now time.Time) (map[string]bool, error) {
	may := map[string]bool{}
	if len(contactIndexes) == 0 {
		return may, nil
	}
	var args []any
	for _, contact := range contactIndexes {
		args = append(args, contact, now, time.Unix(0, 0).UTC(), time.Unix(0, 0).UTC())
	}
	booked, err := rowsOf[struct{ ContactIndex []byte }](ctx, tx, "INSERT INTO update_caps (contact_index, last_at, second_at, third_at) VALUES "+
		places(len(contactIndexes), 4)+` ON CONFLICT (contact_index) DO UPDATE SET third_at = update_caps.second_at, second_at = update_caps.last_at, last_at = excluded.last_at
WHERE update_caps.third_at <= ? RETURNING contact_index`, append(args, now.Add(-updateWeek))...)
	for _, b := range booked {
		may[string(b.ContactIndex)] = true
	}
	return may, err
}

// ForgetUpdateCaps drops the bookings of MayUpdate that no longer matter.
func ForgetUpdateCaps(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM update_caps WHERE last_at <= ?", now.Add(-updateWeek))
	return err
}

// inAudience are the signatures s of an update u. Of a household with one
// address only one gets a copy.
const inAudience = `s.campaign_id = u.campaign_id AND s.state = 'counted' AND s.updates = ? AND s.erased_at IS NULL AND CASE u.audience
  WHEN 'district' THEN EXISTS (SELECT 1 FROM matches m WHERE m.signature_id = s.id AND m.district_id = u.district_id)
  WHEN 'wrote' THEN EXISTS (SELECT 1 FROM letters l WHERE l.signature_id = s.id)
  WHEN 'not_wrote' THEN NOT EXISTS (SELECT 1 FROM letters l WHERE l.signature_id = s.id)
  ELSE TRUE END`

// AudienceCount is how many people want updates and are in an update's audience.
func AudienceCount(ctx context.Context, tx *Tx, updateID int64) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM updates u JOIN signatures s ON "+inAudience+" WHERE u.id = ?", true, updateID)
}

// AudienceAfter lists the next signatures of an update's audience. Those whose
// address already has a copy are left out.
func AudienceAfter(ctx context.Context, tx *Tx, u Update, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, "SELECT s.* FROM updates u JOIN signatures s ON "+inAudience+` WHERE u.id = ? AND s.id > ?
  AND NOT EXISTS (SELECT 1 FROM signatures x JOIN update_mails m ON m.signature_id = x.id AND m.update_id = u.id
    WHERE x.campaign_id = s.campaign_id AND x.email_index = s.email_index)
ORDER BY s.id LIMIT ?`, true, u.ID, u.LastSignature, limit)
}

// AddUpdateMails stores the copies of an update.
func AddUpdateMails(ctx context.Context, tx *Tx, rows []UpdateMail) error { return add(ctx, tx, rows) }

// UpdateFigures counts the copies of an update by what became of them.
type UpdateFigures struct {
	Mails        map[MailState]int
	Unsubscribed int // by the link in it
}

// Written is how many copies there are.
func (f UpdateFigures) Written() (n int) {
	for _, count := range f.Mails {
		n += count
	}
	return n
}

// FiguresOf counts the copies of an update.
func FiguresOf(ctx context.Context, tx *Tx, updateID int64) (f UpdateFigures, err error) {
	rows, err := rowsOf[struct {
		State        MailState
		N            int
		Unsubscribed int
	}](ctx, tx, `SELECT o.state, count(*) AS n, count(m.stopped_at) AS unsubscribed FROM update_mails m JOIN outbox o ON o.id = m.outbox_id
WHERE m.update_id = ? GROUP BY o.state`, updateID)
	f.Mails = map[MailState]int{}
	for _, r := range rows {
		f.Mails[r.State] = r.N
		f.Unsubscribed += r.Unsubscribed
	}
	return f, err
}

// UpdateBacklog is how many copies of an update still wait to be sent.
func UpdateBacklog(ctx context.Context, tx *Tx, updateID int64) (int, error) {
	return valueOf(ctx, tx, `SELECT count(*) FROM outbox o JOIN update_mails m ON m.outbox_id = o.id WHERE o.state = 'queued' AND m.update_id = ?`, updateID)
}

// DropUpdateMails takes the copies that have not left out of the line.
func DropUpdateMails(ctx context.Context, tx *Tx, updateID int64, now time.Time) error {
	_, err := tx.exec(ctx, `UPDATE outbox SET state = 'dropped', detail = 'stopped', moved_at = ?, payload = NULL
WHERE state = 'queued' AND id IN (SELECT outbox_id FROM update_mails WHERE update_id = ?)`, now, updateID)
	return err
}

// NoteUnsubscribed notes that the link of an update's copy was used, if it is one.
func NoteUnsubscribed(ctx context.Context, tx *Tx, linkHash []byte, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE update_mails SET stopped_at = COALESCE(stopped_at, ?) WHERE stop_hash = ?", now, linkHash)
	return err
}

// WantsUpdates says whether a supporter still asks for updates.
func WantsUpdates(ctx context.Context, tx *Tx, signatureID int64) (bool, error) {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM signatures WHERE id = ? AND updates = ?", signatureID, true)
	return n > 0, err
}

// UpdateRules hold updates to their copies.
var UpdateRules = []Rule{
	{"went to more than one copy of an address", `SELECT 'update ' || m.update_id FROM update_mails m JOIN signatures s ON s.id = m.signature_id
GROUP BY m.update_id, s.campaign_id, s.email_index HAVING count(*) > 1 ORDER BY m.update_id`},
	{"has a copy for a supporter of another campaign", `SELECT 'update ' || m.update_id || ', signature ' || m.signature_id FROM update_mails m
JOIN updates u ON u.id = m.update_id JOIN signatures s ON s.id = m.signature_id WHERE s.campaign_id <> u.campaign_id ORDER BY m.update_id, m.signature_id`},
	{"has copies and was never sent", `SELECT 'update ' || u.id FROM updates u WHERE u.state IN ('draft','waiting') AND EXISTS (SELECT 1 FROM update_mails m WHERE m.update_id = u.id) ORDER BY u.id`},
	{"has a copy beyond those that were seen to", `SELECT 'update ' || u.id FROM updates u WHERE u.last_signature < (SELECT COALESCE(max(m.signature_id), 0) FROM update_mails m WHERE m.update_id = u.id) ORDER BY u.id`},
	{"went to many and was approved by nobody, or by its author", `SELECT 'update ' || u.id FROM updates u WHERE u.state IN ('sending','sent','stopped') AND u.recipients > ` + strconv.Itoa(MostWithoutSecond) + `
  AND (u.approved_by IS NULL OR u.approved_by = u.user_id) ORDER BY u.id`},
}
