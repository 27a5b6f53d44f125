package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

const signatureColumns = `ref, campaign_id, petition_id, email_index, household, name, email, zip, comment,
  lang, display, updates, help, quotable, in_state, state, reason, mails, mailed_at, created_at, moved_at, channel`

// AddSignatures stores new signatures in one statement and fills their ids. One
// whose household place was taken meanwhile keeps the id 0. The caller books
// the others with CountPending, and CountSigned if they came by a
// channel, before the transaction ends.
func AddSignatures(ctx context.Context, tx *Tx, rows []*Signature) error {
	if len(rows) == 0 {
		return nil
	}
	byRef := map[string]*Signature{}
	var args []any
	for _, s := range rows {
		byRef[s.Ref] = s
		args = append(args, s.Ref, s.CampaignID, s.PetitionID, s.EmailIndex, s.Household, s.Name, s.Email, s.ZIP, s.Comment,
			s.Lang, s.Display, s.Updates, s.Help, s.Quotable, s.InState, s.State, s.Reason, s.Mails, s.MailedAt, s.CreatedAt, s.MovedAt, s.Channel)
	}
	stored, err := rowsOf[struct {
		ID  int64
		Ref string
	}](ctx, tx, "INSERT INTO signatures ("+signatureColumns+") VALUES "+places(len(rows), 22)+
		" ON CONFLICT (campaign_id, email_index, household) DO NOTHING RETURNING id, ref", args...)
	for _, row := range stored {
		byRef[row.Ref].ID = row.ID
	}
	return err
}

// CountPending books n new pending signatures of a campaign.
func CountPending(ctx context.Context, tx *Tx, campaignID int64, n int) error {
	return addCounts(ctx, tx, campaignID, Counts{Pending: n})
}

// SignaturesAt lists what an address holds on a campaign, by household place.
func SignaturesAt(ctx context.Context, tx *Tx, campaignID int64, emailIndex []byte) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE campaign_id = ? AND email_index = ? ORDER BY household", campaignID, emailIndex)
}

// SignatureByID finds a signature.
func SignatureByID(ctx context.Context, tx *Tx, id int64) (Signature, error) {
	return take[Signature](ctx, tx, "id = ?", id)
}

// SaveSignature writes what a supporter may change: the sealed fields, the
// choices, the version and the number of mails. It never moves the state.
func SaveSignature(ctx context.Context, tx *Tx, s *Signature) error {
	return moved(tx.exec(ctx, `UPDATE signatures SET petition_id = ?, name = ?, email = ?, zip = ?, comment = ?, lang = ?, display = ?,
  updates = ?, help = ?, quotable = ?, in_state = ?, mails = ?, mailed_at = ? WHERE id = ? AND state = ?`,
		s.PetitionID, s.Name, s.Email, s.ZIP, s.Comment, s.Lang, s.Display, s.Updates, s.Help, s.Quotable, s.InState, s.Mails, s.MailedAt, s.ID, s.State))
}

// LockSignature makes others who move s, or write for it, wait until the
// transaction ends; a Conflict fault means that s was moved since it was read.
func LockSignature(ctx context.Context, tx *Tx, s Signature) error {
	return moved(tx.exec(ctx, "UPDATE signatures SET state = state WHERE id = ? AND state = ?", s.ID, s.State))
}

// OutAmong lists those of some signatures that are withdrawn, erased or invalidated.
func OutAmong(ctx context.Context, tx *Tx, ids []int64) (map[int64]Signature, error) {
	out := map[int64]Signature{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE id IN ? AND state IN ('withdrawn','invalidated')", ids)
	for _, s := range rows {
		out[s.ID] = s
	}
	return out, err
}

// EraseSignature empties every personal field of a withdrawn signature, so that
// the address may sign again as if it never had.
func EraseSignature(ctx context.Context, tx *Tx, s *Signature, fresh []byte, now time.Time) error {
	if s.State != SignatureWithdrawn {
		return fault.New(fault.Conflict, "error.conflict")
	}
	return moved(tx.exec(ctx, `UPDATE signatures SET email_index = ?, name = ?, email = ?, zip = ?, comment = NULL, display = ?,
  updates = FALSE, help = FALSE, quotable = FALSE, erased_at = ? WHERE id = ? AND state = ?`,
		fresh, []byte{}, []byte{}, []byte{}, DisplayHidden, now, s.ID, s.State))
}

// Recent lists a campaign's newest counted signatures.
func Recent(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, `SELECT * FROM signatures WHERE campaign_id = ? AND state = 'counted' AND erased_at IS NULL
ORDER BY counted_at DESC LIMIT ?`, campaignID, limit)
}

// PendingBefore lists signatures still pending that were left, or left again,
// before a time.
func PendingBefore(ctx context.Context, tx *Tx, before time.Time, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE state = 'pending' AND created_at < ? AND moved_at < ? ORDER BY created_at LIMIT ?", before, before, limit)
}

// DropPending deletes a pending signature that nobody confirmed, with its links
// and mails. One that was counted before, or has letters, has a past: it is
// withdrawn again, and its links are spent.
func DropPending(ctx context.Context, tx *Tx, s *Signature, now time.Time) error {
	letters, err := LettersOf(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	if s.CountedAt != nil || len(letters) > 0 {
		if err := MoveSignature(ctx, tx, s, SignatureWithdrawn, "", now); err != nil {
			return err
		}
		return SpendLinksOf(ctx, tx, s.ID, LinkConfirm, now)
	}
	if err := moved(tx.exec(ctx, "DELETE FROM signatures WHERE id = ? AND state = 'pending'", s.ID)); err != nil {
		return err
	}
	if err := addCounts(ctx, tx, s.CampaignID, Counts{Pending: -1}); err != nil || s.Channel == nil {
		return err
	}
	return CountSigned(ctx, tx, *s.Channel, -1)
}

// MayMail books one mail to an address under the cap of two in 24 hours over
// all campaigns; false means that the cap is reached. One guarded statement
// decides, so that parallel calls cannot exceed it.
func MayMail(ctx context.Context, tx *Tx, contactIndex []byte, now time.Time) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO confirmation_caps (contact_index, last_at, previous_at) VALUES (?, ?, ?)
ON CONFLICT (contact_index) DO UPDATE SET previous_at = confirmation_caps.last_at, last_at = excluded.last_at
WHERE confirmation_caps.previous_at <= ?`, contactIndex, now, time.Unix(0, 0).UTC(), now.Add(-24*time.Hour))
	return n == 1, err
}

// MayMailEach is MayMail for addresses that differ, in one statement: it
// returns those that may be mailed, as keys.
func MayMailEach(ctx context.Context, tx *Tx, contactIndexes [][]byte, now time.Time) (map[string]bool, error) {
	may := map[string]bool{}
	if len(contactIndexes) == 0 {
		return may, nil
	}
	var args []any
	for _, contact := range contactIndexes {
		args = append(args, contact, now, time.Unix(0, 0).UTC())
	}
	booked, err := rowsOf[struct{ ContactIndex []byte }](ctx, tx, "INSERT INTO confirmation_caps (contact_index, last_at, previous_at) VALUES "+
		places(len(contactIndexes), 3)+` ON CONFLICT (contact_index) DO UPDATE SET previous_at = confirmation_caps.last_at, last_at = excluded.last_at
WHERE confirmation_caps.previous_at <= ? RETURNING contact_index`, append(args, now.Add(-24*time.Hour))...)
	for _, b := range booked {
		may[string(b.ContactIndex)] = true
	}
	return may, err
}

// ForgetCaps drops the bookings of MayMail that no longer matter.
func ForgetCaps(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM confirmation_caps WHERE last_at <= ?", now.Add(-24*time.Hour))
	return err
}

// SignaturesByIndex lists the signatures that bear one of the blind indexes,
// newest first.
func SignaturesByIndex(ctx context.Context, tx *Tx, indexes [][]byte) (all []Signature, err error) {
	const chunk = 500
	for start := 0; start < len(indexes); start += chunk {
		rows, err := rowsOf[Signature](ctx, tx, "SELECT * FROM signatures WHERE email_index IN ? ORDER BY created_at DESC, id DESC",
			indexes[start:min(start+chunk, len(indexes))])
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
