package models

import (
	"context"
	"time"
)

// How many tries at a password or a code an account has, and within what time.
const (
	MaxSignInTries = 10
	SignInTryTime  = 15 * time.Minute
)

// SignInTry counts the tries at one account, whether there is such an account or
// not.
type SignInTry struct {
	Hash  []byte `gorm:"primaryKey"` // blind index
	Tries int
	Since time.Time
}

// BookSignInTry books one more try, and says whether it may be made.
func BookSignInTry(ctx context.Context, tx *Tx, hash []byte, now time.Time) (bool, error) {
	over := now.Add(-SignInTryTime)
	n, err := tx.exec(ctx, `INSERT INTO sign_in_tries (hash, tries, since) VALUES (?, 1, ?)
ON CONFLICT (hash) DO UPDATE SET
  tries = CASE WHEN sign_in_tries.since <= ? THEN 1 ELSE sign_in_tries.tries + 1 END,
  since = CASE WHEN sign_in_tries.since <= ? THEN excluded.since ELSE sign_in_tries.since END
WHERE sign_in_tries.since <= ? OR sign_in_tries.tries < ?`, hash, now, over, over, over, MaxSignInTries)
	return n > 0, err
}

// ForgetSignInTries deletes the tries at an account after one that was right.
func ForgetSignInTries(ctx context.Context, tx *Tx, hash []byte) error {
	_, err := tx.exec(ctx, "DELETE FROM sign_in_tries WHERE hash = ?", hash)
	return err
}

// ForgetOldTries deletes tries that count no more.
func ForgetOldTries(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM sign_in_tries WHERE since <= ?", now.Add(-SignInTryTime))
	return err
}
