package models

import (
	"context"
	"slices"
	"time"
)

// MailState is where a mail, and with it a delivery, stands.
type MailState string

// The states; contract: queued → sending → accepted → delivered, the others
// aside. Dropped mails were never sent: their link had died, their address is
// suppressed, or their supporter withdrew.
const (
	MailQueued     MailState = "queued"
	MailSending    MailState = "sending"
	MailAccepted   MailState = "accepted"
	MailDelivered  MailState = "delivered"
	MailDelayed    MailState = "delayed"
	MailBounced    MailState = "bounced"
	MailComplained MailState = "complained"
	MailFailed     MailState = "failed"
	MailUnknown    MailState = "unknown"
	MailDropped    MailState = "dropped"
)

// MailStates lists them all.
var MailStates = []MailState{MailQueued, MailSending, MailAccepted, MailDelivered, MailDelayed,
	MailBounced, MailComplained, MailFailed, MailUnknown, MailDropped}

// mailRank orders what the provider reports, so that repeated and reordered
// reports end in the same state: a report only ever moves a mail up.
var mailRank = map[MailState]int{
	MailQueued: 0, MailSending: 1, MailUnknown: 1, MailAccepted: 2, MailDelayed: 3,
	MailDelivered: 4, MailFailed: 5, MailBounced: 6, MailComplained: 7, MailDropped: 8,
}

// below lists the states that a report of s may replace.
func (s MailState) below() []MailState {
	var states []MailState
	for _, other := range MailStates {
		if mailRank[other] < mailRank[s] {
			states = append(states, other)
		}
	}
	slices.Sort(states)
	return states
}

// MailPriority orders the outbox: lower goes first.
type MailPriority int

// The priorities: what a person waits for before what an office gets.
const (
	PriorityPerson MailPriority = 1 // confirmations and other mails that a person waits for
	PriorityLetter MailPriority = 2
	PriorityUpdate MailPriority = 3
)

// Mail is one message, frozen before its first try.
type Mail struct {
	ID            int64
	Ref           string // 32 hex digits; the provider's tag and the Message-ID
	Kind          string
	Priority      MailPriority
	State         MailState
	CampaignID    *int64
	SignatureID   *int64
	ApplicationID *int64
	BatchID       *int64
	Payload       []byte // the encoded message, sealed; nil once it may be forgotten
	NotBefore     time.Time
	ExpiresAt     *time.Time // past this a queued mail is dropped: its link is dead
	ProviderID    string
	Detail        string // class of the last refusal, never an address
	CreatedAt     time.Time
	AcceptedAt    *time.Time
	MovedAt       time.Time
}

// TableName is GORM's word for the table.
func (Mail) TableName() string { return "outbox" }

// SealPurpose names the payload column to the seals.
const SealPurpose = "outbox.payload"

// AddMails stores queued mails and fills their ids.
func AddMails(ctx context.Context, tx *Tx, mails []*Mail) error { return add(ctx, tx, mails) }

// MailByID finds a mail.
func MailByID(ctx context.Context, tx *Tx, id int64) (Mail, error) {
	return take[Mail](ctx, tx, "id = ?", id)
}

// DueMails lists queued mails whose time has come, most urgent first.
func DueMails(ctx context.Context, tx *Tx, now time.Time, limit int) ([]Mail, error) {
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	return rowsOf[Mail](ctx, tx, "SELECT * FROM outbox WHERE state = 'queued' AND not_before <= ? ORDER BY priority, id LIMIT ?"+lock, now, limit)
}

// SettleMail moves a mail out of sending; nothing happens if a report of the
// provider has already moved it further. What was sent for somebody who erased
// their data meanwhile is emptied.
func SettleMail(ctx context.Context, tx *Tx, id int64, to MailState, providerID, detail string, now time.Time) error {
	var accepted *time.Time
	if to == MailAccepted {
		accepted = &now
	}
	n, err := tx.exec(ctx, `UPDATE outbox SET state = ?, provider_id = ?, detail = ?, accepted_at = COALESCE(accepted_at, ?), moved_at = ?,
  payload = CASE WHEN EXISTS (SELECT 1 FROM signatures s WHERE s.id = outbox.signature_id AND s.erased_at IS NOT NULL) THEN NULL ELSE payload END
WHERE id = ? AND state = 'sending'`, to, providerID, detail, accepted, now, id)
	if err != nil || n == 0 {
		return err
	}
	return noteMails(ctx, tx, []int64{id}, to, SourceProvider, detail, now)
}

// ReportMail applies what the provider says of a mail, if that is further than
// what is known. It says whether anything moved.
func ReportMail(ctx context.Context, tx *Tx, id int64, to MailState, providerID string, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE outbox SET state = ?, provider_id = CASE WHEN provider_id = '' THEN ? ELSE provider_id END,
  accepted_at = COALESCE(accepted_at, ?), moved_at = ? WHERE id = ? AND state IN ?`, to, providerID, at, at, id, to.below())
	if err != nil || n == 0 {
		return false, err
	}
	return true, noteMails(ctx, tx, []int64{id}, to, SourceProvider, "", at)
}

// MailByReport finds the mail that a report of the provider is about, by our
// own ref in its tag or by the provider's id.
func MailByReport(ctx context.Context, tx *Tx, ref, providerID string) (Mail, error) {
	if ref != "" {
		return take[Mail](ctx, tx, "ref = ?", ref)
	}
	return take[Mail](ctx, tx, "provider_id = ? AND provider_id <> ''", providerID)
}

// DropMail takes a queued mail out of the line, for a reason.
func DropMail(ctx context.Context, tx *Tx, id int64, detail string, now time.Time) error {
	n, err := tx.exec(ctx, "UPDATE outbox SET state = 'dropped', detail = ?, moved_at = ?, payload = NULL WHERE id = ? AND state = 'queued'", detail, now, id)
	if err != nil || n == 0 {
		return err
	}
	return noteMails(ctx, tx, []int64{id}, MailDropped, SourceStatehouse, detail, now)
}

// FailMail ends a queued mail that cannot be sent, for a reason.
func FailMail(ctx context.Context, tx *Tx, id int64, detail string, now time.Time) error {
	n, err := tx.exec(ctx, "UPDATE outbox SET state = 'failed', detail = ?, moved_at = ? WHERE id = ? AND state = 'queued'", detail, now, id)
	if err != nil || n == 0 {
		return err
	}
	return noteMails(ctx, tx, []int64{id}, MailFailed, SourceStatehouse, detail, now)
}

// OverdueMails lists the ids of queued mails that were due before a time.
func OverdueMails(ctx context.Context, tx *Tx, before time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT id FROM outbox WHERE state = 'queued' AND not_before < ? ORDER BY priority, id LIMIT ?", before, limit)
}

// DropMailsOf takes every queued mail of a signature out of the line, and every
// delivery that has none yet.
func DropMailsOf(ctx context.Context, tx *Tx, signatureID int64, detail string, now time.Time) error {
	if err := stopWaiting(ctx, tx, signatureID, detail, now); err != nil {
		return err
	}
	if err := unfold(ctx, tx, signatureID, detail, now); err != nil {
		return err
	}
	ids, err := rowsOf[int64](ctx, tx, "SELECT id FROM outbox WHERE signature_id = ? AND state = 'queued' ORDER BY id", signatureID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := DropMail(ctx, tx, id, detail, now); err != nil {
			return err
		}
	}
	return nil
}

// ForgetMailsOf empties what was sent because of a signature, and what carried
// its letter with others.
func ForgetMailsOf(ctx context.Context, tx *Tx, signatureID int64) error {
	_, err := tx.exec(ctx, `UPDATE outbox SET payload = NULL WHERE state NOT IN ('queued','sending') AND (signature_id = ? OR id IN (
  SELECT d.outbox_id FROM deliveries d JOIN letters l ON l.id = d.letter_id WHERE l.signature_id = ? AND d.outbox_id IS NOT NULL))`, signatureID, signatureID)
	return err
}

// DecideMail settles a mail in doubt by a person's word: accepted, or queued to
// be sent again, which is a Conflict fault once its content was erased.
func DecideMail(ctx context.Context, tx *Tx, id int64, to MailState, now time.Time) error {
	var accepted *time.Time
	if to == MailAccepted {
		accepted = &now
	}
	if err := moved(tx.exec(ctx, `UPDATE outbox SET state = ?, batch_id = NULL, accepted_at = ?, moved_at = ?, not_before = ?
WHERE id = ? AND state = 'unknown' AND (payload IS NOT NULL OR ? = 'accepted')`,
		to, accepted, now, now, id, to)); err != nil {
		return err
	}
	return noteMails(ctx, tx, []int64{id}, to, SourceStaff, "", now)
}

// MailCounts counts the outbox by state.
func MailCounts(ctx context.Context, tx *Tx) (map[MailState]int, error) {
	rows, err := rowsOf[struct {
		State MailState
		N     int
	}](ctx, tx, "SELECT state, count(*) AS n FROM outbox GROUP BY state")
	counts := map[MailState]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// MailAge is how many mails are in one state, and since when the oldest.
type MailAge struct {
	State  MailState
	N      int
	Oldest time.Time
}

// MailAges counts the outbox by state, in the order of MailStates.
func MailAges(ctx context.Context, tx *Tx) (ages []MailAge, err error) {
	counts, err := MailCounts(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, state := range MailStates {
		if counts[state] == 0 {
			continue
		}
		oldest, err := rowsOf[time.Time](ctx, tx, "SELECT moved_at FROM outbox WHERE state = ? ORDER BY moved_at LIMIT 1", state)
		if err != nil {
			return nil, err
		}
		if len(oldest) == 1 {
			ages = append(ages, MailAge{State: state, N: counts[state], Oldest: oldest[0]})
		}
	}
	return ages, nil
}

// MailsIn lists mails of a state, oldest first.
func MailsIn(ctx context.Context, tx *Tx, state MailState, limit int) ([]Mail, error) {
	return rowsOf[Mail](ctx, tx, "SELECT * FROM outbox WHERE state = ? ORDER BY id LIMIT ?", state, limit)
}

// KeepMail is how long the text of a mail is kept once it ended.
const KeepMail = 30 * 24 * time.Hour

// ForgetPayloads empties what was sent in mails that ended before a time.
func ForgetPayloads(ctx context.Context, tx *Tx, before time.Time) error {
	_, err := tx.exec(ctx, "UPDATE outbox SET payload = NULL WHERE payload IS NOT NULL AND moved_at < ? AND state NOT IN ('queued','sending','unknown')", before)
	return err
}
