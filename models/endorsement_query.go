package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// EndorsementLink is the secret of an endorsement's mail; only its hash is kept.
type EndorsementLink struct {
	Hash          []byte `gorm:"primaryKey"`
	EndorsementID int64
	OutboxID      *int64
	CreatedAt     time.Time
}

// AddEndorsementLink stores a link.
func AddEndorsementLink(ctx context.Context, tx *Tx, l EndorsementLink) error {
	return addOne(ctx, tx, &l)
}

// AddEndorsement stores an endorsement.
func AddEndorsement(ctx context.Context, tx *Tx, e *Endorsement) error { return addOne(ctx, tx, e) }

// EndorsementByLink finds the endorsement that a link opens.
func EndorsementByLink(ctx context.Context, tx *Tx, hash []byte) (Endorsement, error) {
	return take[Endorsement](ctx, tx, "id = (SELECT endorsement_id FROM endorsement_links WHERE hash = ?)", hash)
}

// EndorsementOf finds a campaign's endorsement.
func EndorsementOf(ctx context.Context, tx *Tx, campaignID int64, ref string) (Endorsement, error) {
	return take[Endorsement](ctx, tx, "campaign_id = ? AND ref = ?", campaignID, ref)
}

// EndorsementsByIndex lists the endorsements that bear one of the blind indexes.
func EndorsementsByIndex(ctx context.Context, tx *Tx, indexes [][]byte) ([]Endorsement, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	return rowsOf[Endorsement](ctx, tx, "SELECT * FROM endorsements WHERE email_index IN ? ORDER BY id", indexes)
}

// EndorsementsAfter pages through all endorsements by id.
func EndorsementsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, "SELECT * FROM endorsements WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// Endorsements lists a campaign's confirmed endorsements, those that wait first.
func Endorsements(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, `SELECT * FROM endorsements WHERE campaign_id = ? AND state <> 'pending'
ORDER BY CASE state WHEN 'waiting' THEN 0 WHEN 'accepted' THEN 1 WHEN 'declined' THEN 2 ELSE 3 END, moved_at DESC, id DESC LIMIT ?`, campaignID, limit)
}

// AcceptedEndorsements lists what a campaign's pages show, the first accepted first.
func AcceptedEndorsements(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, `SELECT * FROM endorsements WHERE campaign_id = ? AND state = 'accepted' ORDER BY decided_at, id LIMIT ?`, campaignID, limit)
}

// EndorsementsToExport lists a campaign's confirmed endorsements by id.
func EndorsementsToExport(ctx context.Context, tx *Tx, campaignID, after int64, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, "SELECT * FROM endorsements WHERE campaign_id = ? AND id > ? AND state <> 'pending' ORDER BY id LIMIT ?", campaignID, after, limit)
}

// SaveEndorsement stores an endorsement as it is, if it is still in the state that
// was read and may become what it is now; else a Conflict fault.
func SaveEndorsement(ctx context.Context, tx *Tx, e Endorsement, was EndorsementState) error {
	if e.State != was && !was.CanBecome(e.State) {
		return fault.New(fault.Conflict, "error.conflict")
	}
	return moved(tx.exec(ctx, `UPDATE endorsements SET state = ?, lang = ?, organization = ?, website = ?, kind = ?, place = ?, us_state = ?, statement = ?,
  email_index = ?, name = ?, title = ?, email = ?, classes = ?, reader = ?, reason = ?, decided_by = ?, decided_at = ?, confirmed_at = ?, moved_at = ?, emptied_at = ?
WHERE id = ? AND state = ?`,
		e.State, e.Lang, e.Organization, e.Website, e.Kind, e.Place, e.USState, e.Statement, e.EmailIndex, e.Name, e.Title, e.Email, e.Classes, e.Reader,
		e.Reason, e.DecidedBy, e.DecidedAt, e.ConfirmedAt, e.MovedAt, e.EmptiedAt, e.ID, was))
}

// WithdrawEndorsement ends an endorsement with all that is held of its signer, and
// what the organization said; that it was there stays for the organizers. One that
// was never confirmed is deleted. nobody replaces the blind index.
func WithdrawEndorsement(ctx context.Context, tx *Tx, e Endorsement, nobody []byte, now time.Time) error {
	if e.State == EndorsementPending {
		if err := dropEndorsementMails(ctx, tx, e.ID, now); err != nil {
			return err
		}
		return moved(tx.exec(ctx, "DELETE FROM endorsements WHERE id = ? AND state = 'pending'", e.ID))
	}
	was := e.State
	e.State, e.Statement, e.MovedAt = EndorsementWithdrawn, "", now
	return emptyEndorsement(ctx, tx, e, was, nobody, now)
}

// EmptyEndorsement forgets who signed an endorsement that was declined.
func EmptyEndorsement(ctx context.Context, tx *Tx, e Endorsement, nobody []byte, now time.Time) error {
	e.Statement = ""
	return emptyEndorsement(ctx, tx, e, e.State, nobody, now)
}

func emptyEndorsement(ctx context.Context, tx *Tx, e Endorsement, was EndorsementState, nobody []byte, now time.Time) error {
	e.EmailIndex, e.Name, e.Title, e.Email, e.Classes, e.Reason = nobody, nil, nil, nil, "", ""
	e.EmptiedAt = &now
	if err := SaveEndorsement(ctx, tx, e, was); err != nil {
		return err
	}
	return dropEndorsementMails(ctx, tx, e.ID, now)
}

// EraseEndorsement withdraws an endorsement, and forgets the organization and the
// links too.
func EraseEndorsement(ctx context.Context, tx *Tx, e Endorsement, nobody []byte, now time.Time) error {
	e.Organization, e.Website, e.Place, e.USState = "", "", "", ""
	if err := WithdrawEndorsement(ctx, tx, e, nobody, now); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "DELETE FROM endorsement_links WHERE endorsement_id = ?", e.ID)
	return err
}

// dropEndorsementMails stops what is still to be sent about an endorsement, and
// empties what was sent.
func dropEndorsementMails(ctx context.Context, tx *Tx, id int64, now time.Time) error {
	return forgetMails(ctx, tx, "SELECT outbox_id FROM endorsement_links WHERE endorsement_id = ?", id, now)
}

// UnconfirmedEndorsements lists endorsements left before a time and never confirmed.
func UnconfirmedEndorsements(ctx context.Context, tx *Tx, before time.Time, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, "SELECT * FROM endorsements WHERE state = 'pending' AND moved_at < ? ORDER BY id LIMIT ?", before, limit)
}

// OldDeclinedEndorsements lists endorsements that were declined before a time and
// still hold their signer.
func OldDeclinedEndorsements(ctx context.Context, tx *Tx, before time.Time, limit int) ([]Endorsement, error) {
	return rowsOf[Endorsement](ctx, tx, "SELECT * FROM endorsements WHERE state = 'declined' AND moved_at < ? AND emptied_at IS NULL ORDER BY id LIMIT ?", before, limit)
}

// EndorsementRules hold endorsements to their states.
var EndorsementRules = []Rule{
	{"was decided on by nobody, or waits with a decision", `SELECT 'endorsement ' || id FROM endorsements
WHERE (decided_by IS NULL) <> (decided_at IS NULL) OR state IN ('accepted','declined') AND decided_at IS NULL OR state IN ('pending','waiting') AND decided_at IS NOT NULL ORDER BY id`},
	{"is shown or waits though nobody confirmed it", `SELECT 'endorsement ' || id FROM endorsements WHERE (state = 'pending') <> (confirmed_at IS NULL) ORDER BY id`},
	{"was declined without a reason", `SELECT 'endorsement ' || id FROM endorsements WHERE state = 'declined' AND reason = '' AND emptied_at IS NULL ORDER BY id`},
	{"is over and still holds its signer, or is not and holds none", `SELECT 'endorsement ' || id FROM endorsements
WHERE emptied_at IS NOT NULL AND (name IS NOT NULL OR title IS NOT NULL OR email IS NOT NULL OR statement <> '') OR emptied_at IS NULL AND (name IS NULL OR title IS NULL OR email IS NULL)
OR state = 'withdrawn' AND emptied_at IS NULL OR state IN ('pending','waiting','accepted') AND emptied_at IS NOT NULL ORDER BY id`},
}
