package models

import (
	"context"
	"time"
)

// Session is a staff session as the session library stores it.
type Session struct {
	Token     string `gorm:"primaryKey"` // hashed by the library
	Data      []byte
	ExpiresAt time.Time
}

// SessionByToken finds a session that has not run out; none is a NotFound fault.
func SessionByToken(ctx context.Context, tx *Tx, token string, now time.Time) (Session, error) {
	return take[Session](ctx, tx, "token = ? AND expires_at > ?", token, now)
}

// SaveSession stores or replaces a session.
func SaveSession(ctx context.Context, tx *Tx, s Session) error {
	_, err := tx.exec(ctx, `INSERT INTO sessions (token, data, expires_at) VALUES (?, ?, ?)
ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`, s.Token, s.Data, s.ExpiresAt)
	return err
}

// DropSession deletes a session.
func DropSession(ctx context.Context, tx *Tx, token string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE token = ?", token)
	return err
}

// ForgetSessions deletes sessions that ran out.
func ForgetSessions(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE expires_at <= ?", now)
	return err
}
