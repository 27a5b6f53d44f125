package models

import (
	"context"
	"time"
)

// ShiftMessage notes that a member of staff wrote to everybody on a shift. What
// it said is in the mails alone.
type ShiftMessage struct {
	ID        int64
	ShiftID   int64
	Number    int    // on the shift, from 1
	Ref       string // of the form, which may be posted twice
	UserID    int64
	Told      int // people
	CreatedAt time.Time
}

// AddShiftMessage stores it under the shift's lock, and fills its number; a
// Conflict fault if its form was posted before.
func AddShiftMessage(ctx context.Context, tx *Tx, m *ShiftMessage) error {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM shift_messages WHERE shift_id = ?", m.ShiftID)
	if err != nil {
		return err
	}
	m.Number = n + 1
	return addOne(ctx, tx, m)
}

// IsMessage says whether a form was posted before.
func IsMessage(ctx context.Context, tx *Tx, ref string) (bool, error) {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM shift_messages WHERE ref = ?", ref)
	return n > 0, err
}

// SentMessage is a message with the name of who wrote it.
type SentMessage struct {
	ShiftMessage
	Author string
}

// MessagesOf lists what was written to a shift, newest first.
func MessagesOf(ctx context.Context, tx *Tx, shiftID int64) ([]SentMessage, error) {
	return rowsOf[SentMessage](ctx, tx, `SELECT m.*, u.name AS author FROM shift_messages m JOIN users u ON u.id = m.user_id
WHERE m.shift_id = ? ORDER BY m.number DESC`, shiftID)
}
