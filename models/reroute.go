package models

import (
	"context"
	"time"
)

// StrayLetters lists letters with a delivery that has not left and must go
// elsewhere: its mail is queued for somebody who no longer holds the seat, or it
// waits for somebody else than who holds the seat now.
func StrayLetters(ctx context.Context, tx *Tx, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT x.letter_id FROM (
  SELECT d.letter_id FROM outbox o JOIN deliveries d ON d.outbox_id = o.id
  WHERE o.state = 'queued' AND d.kind = 'letter'
    AND NOT EXISTS (SELECT 1 FROM terms t WHERE t.seat_id = d.seat_id AND t.legislator_id = d.legislator_id AND t.ends_at IS NULL)
  UNION
  SELECT d.letter_id FROM deliveries d JOIN terms t ON t.seat_id = d.seat_id AND t.ends_at IS NULL
  JOIN legislators p ON p.id = t.legislator_id AND p.email <> ''
  WHERE d.outbox_id IS NULL AND d.stopped_at IS NULL AND d.kind = 'letter' AND t.legislator_id <> d.legislator_id
) x JOIN letters l ON l.id = x.letter_id AND l.released_at IS NOT NULL AND length(l.body) > 0
JOIN signatures s ON s.id = l.signature_id AND s.state = 'counted' ORDER BY x.letter_id LIMIT ?`, limit)
}

// IsStray says whether a mail carries a letter or a digest to somebody who no
// longer holds the seat. Until the transaction ends no import can end the terms of those who
// do.
func IsStray(ctx context.Context, tx *Tx, mailID int64) (bool, error) {
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR SHARE OF t"
	}
	held, err := rowsOf[int64](ctx, tx, `SELECT d.id FROM deliveries d JOIN terms t ON t.seat_id = d.seat_id AND t.legislator_id = d.legislator_id
WHERE d.outbox_id = ? AND t.ends_at IS NULL`+lock, mailID)
	if err != nil {
		return false, err
	}
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM deliveries WHERE outbox_id = ?", mailID)
	return n > len(held), err
}

// DeliveriesIn lists the deliveries that a mail carries.
func DeliveriesIn(ctx context.Context, tx *Tx, mailID int64) ([]Delivery, error) {
	return rowsOf[Delivery](ctx, tx, "SELECT * FROM deliveries WHERE outbox_id = ? ORDER BY id", mailID)
}

// RecallMail drops a queued mail and leaves its deliveries without one; false
// means that it has left the queue.
func RecallMail(ctx context.Context, tx *Tx, mailID int64, detail string, now time.Time) (bool, error) {
	if err := DropMail(ctx, tx, mailID, detail, now); err != nil {
		return false, err
	}
	n, err := tx.exec(ctx, `UPDATE deliveries SET outbox_id = NULL WHERE outbox_id = ?
  AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = ? AND o.state = 'dropped' AND o.detail = ?)`, mailID, mailID, detail)
	return n > 0, err
}

// SetDeliveryHolder names who a delivery without a mail goes to from now on.
func SetDeliveryHolder(ctx context.Context, tx *Tx, d *Delivery, legislatorID int64) error {
	d.LegislatorID = legislatorID
	return moved(tx.exec(ctx, "UPDATE deliveries SET legislator_id = ? WHERE id = ? AND outbox_id IS NULL", legislatorID, d.ID))
}
