package models

import (
	"context"
	"time"
)

// MailBatch is what one call to the provider carries: its members and their
// bytes are fixed before the first try, and it owns the idempotency key, so a
// repeated call is the same call.
type MailBatch struct {
	ID            int64
	Ref           string // the idempotency key is made of it
	State         string // sending, settled
	Tries         int
	RetryAt       time.Time  // when another try is due: a process that died leaves it behind
	DoubtfulSince *time.Time // since when the provider may have taken it without our knowing
	CreatedAt     time.Time
}

// The states of a batch.
const (
	BatchSending = "sending"
	BatchSettled = "settled"
)

// AddBatch puts queued mails into a new batch and moves them to sending. Mails
// that another process took meanwhile stay out; it returns how many are in.
func AddBatch(ctx context.Context, tx *Tx, b *MailBatch, mailIDs []int64, now time.Time) (int, error) {
	if err := addOne(ctx, tx, b); err != nil {
		return 0, err
	}
	n, err := tx.exec(ctx, "UPDATE outbox SET state = 'sending', batch_id = ?, moved_at = ? WHERE id IN ? AND state = 'queued'", b.ID, now, mailIDs)
	if err != nil {
		return 0, err
	}
	in, err := rowsOf[int64](ctx, tx, "SELECT id FROM outbox WHERE batch_id = ? ORDER BY id", b.ID)
	if err != nil {
		return 0, err
	}
	return int(n), noteMails(ctx, tx, in, MailSending, SourceStatehouse, "", now)
}

// BatchMails lists a batch's members in a fixed order.
func BatchMails(ctx context.Context, tx *Tx, batchID int64) ([]Mail, error) {
	return rowsOf[Mail](ctx, tx, "SELECT * FROM outbox WHERE batch_id = ? ORDER BY id", batchID)
}

// DueBatches lists batches in sending whose next try is due.
func DueBatches(ctx context.Context, tx *Tx, now time.Time, limit int) ([]MailBatch, error) {
	return rowsOf[MailBatch](ctx, tx, "SELECT * FROM mail_batches WHERE state = 'sending' AND retry_at <= ? ORDER BY retry_at LIMIT ?", now, limit)
}

// BatchByID finds a batch.
func BatchByID(ctx context.Context, tx *Tx, id int64) (MailBatch, error) {
	return take[MailBatch](ctx, tx, "id = ?", id)
}

// ClaimBatch books a try of a batch; false means that another process did. The
// doubt begins with the try and ends only with a definite answer.
func ClaimBatch(ctx context.Context, tx *Tx, b *MailBatch, retryAt, now time.Time) (bool, error) {
	doubt := b.DoubtfulSince
	if doubt == nil {
		doubt = &now
	}
	n, err := tx.exec(ctx, "UPDATE mail_batches SET tries = tries + 1, retry_at = ?, doubtful_since = ? WHERE id = ? AND state = 'sending' AND retry_at = ?",
		retryAt, doubt, b.ID, b.RetryAt)
	if err == nil && n == 1 {
		b.Tries, b.RetryAt, b.DoubtfulSince = b.Tries+1, retryAt, doubt
	}
	return n == 1, err
}

// SaveBatch writes a batch's state, doubt and the time from which it may be
// tried again.
func SaveBatch(ctx context.Context, tx *Tx, b MailBatch) error {
	return moved(tx.exec(ctx, "UPDATE mail_batches SET state = ?, doubtful_since = ?, retry_at = ? WHERE id = ?", b.State, b.DoubtfulSince, b.RetryAt, b.ID))
}

// QueueAgain takes mails out of their batch and back into the line.
func QueueAgain(ctx context.Context, tx *Tx, batchID int64, notBefore, now time.Time) error {
	in, err := rowsOf[int64](ctx, tx, "SELECT id FROM outbox WHERE batch_id = ? AND state = 'sending' ORDER BY id", batchID)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "UPDATE outbox SET state = 'queued', batch_id = NULL, not_before = ?, moved_at = ? WHERE batch_id = ? AND state = 'sending'",
		notBefore, now, batchID); err != nil {
		return err
	}
	return noteMails(ctx, tx, in, MailQueued, SourceStatehouse, "", now)
}
