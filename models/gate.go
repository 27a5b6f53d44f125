package models

import (
	"context"
	"time"
)

// Gate is what all processes share about one provider: when the next call may
// be made, and whether sending is paused.
type Gate struct {
	Name        string `gorm:"primaryKey"`
	NextAt      time.Time
	PausedUntil time.Time
	Reason      string
}

// TableName is GORM's word for the table.
func (Gate) TableName() string { return "mail_gates" }

// PassGate books one call under a rate of one per interval over all processes.
// It returns how long to wait before making it, or false with how long sending
// is paused.
func PassGate(ctx context.Context, tx *Tx, name string, interval time.Duration, now time.Time) (wait time.Duration, ok bool, err error) {
	long := time.Unix(0, 0).UTC()
	if _, err = tx.exec(ctx, "INSERT INTO mail_gates (name, next_at, paused_until, reason) VALUES (?, ?, ?, '') ON CONFLICT (name) DO NOTHING", name, long, long); err != nil {
		return 0, false, err
	}
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE"
	}
	rows, err := rowsOf[Gate](ctx, tx, "SELECT * FROM mail_gates WHERE name = ?"+lock, name)
	if err != nil {
		return 0, false, err
	}
	gate := rows[0]
	if gate.PausedUntil.After(now) {
		return gate.PausedUntil.Sub(now), false, nil
	}
	start := now
	if gate.NextAt.After(now) {
		start = gate.NextAt
	}
	_, err = tx.exec(ctx, "UPDATE mail_gates SET next_at = ?, reason = '' WHERE name = ?", start.Add(interval), name)
	return start.Sub(now), true, err
}

// PauseGate stops all sending through a provider until a time.
func PauseGate(ctx context.Context, tx *Tx, name, reason string, until time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO mail_gates (name, next_at, paused_until, reason) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET paused_until = excluded.paused_until, reason = excluded.reason WHERE mail_gates.paused_until < excluded.paused_until`,
		name, time.Unix(0, 0).UTC(), until, reason)
	return err
}

// GatePause is how long sending through a provider is still paused; 0 where it
// is not.
func GatePause(ctx context.Context, tx *Tx, name string, now time.Time) (time.Duration, error) {
	rows, err := rowsOf[Gate](ctx, tx, "SELECT * FROM mail_gates WHERE name = ?", name)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return max(rows[0].PausedUntil.Sub(now), 0), nil
}

// Gates lists the providers' gates.
func Gates(ctx context.Context, tx *Tx) ([]Gate, error) {
	return rowsOf[Gate](ctx, tx, "SELECT * FROM mail_gates ORDER BY name")
}
