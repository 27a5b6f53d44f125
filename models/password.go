package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
)

// PasswordState says whether a password signs in.
type PasswordState string

// The states.
const (
	PasswordProposed PasswordState = "proposed" // until the app has shown a right code
	PasswordSet      PasswordState = "set"
)

// PasswordStates lists them all.
var PasswordStates = []PasswordState{PasswordProposed, PasswordSet}

// Password is a member of staff's password, always with an app that shows codes.
type Password struct {
	UserID   int64         `gorm:"primaryKey;autoIncrement:false"`
	State    PasswordState `gorm:"primaryKey"`
	Ref      string        // names the row to the seal
	Hash     string        // Argon2id, with its parameters and salt
	Secret   []byte        // sealed: what the app makes its codes from
	LastStep int64         // of the last code taken; no code is taken twice
	SetAt    time.Time
}

// SealSecret fills Secret; Ref must be set.
func (p *Password) SealSecret(k *privacy.Keys, secret []byte) {
	p.Secret = k.Seal("passwords.secret", p.Ref, secret)
}

// OpenSecret opens what the app makes its codes from.
func (p Password) OpenSecret(k *privacy.Keys) ([]byte, error) {
	return k.Open("passwords.secret", p.Ref, p.Secret)
}

// PasswordOf finds a user's password in a state; none is a NotFound fault.
func PasswordOf(ctx context.Context, tx *Tx, userID int64, state PasswordState) (Password, error) {
	return take[Password](ctx, tx, "user_id = ? AND state = ?", userID, state)
}

// PasswordsAfter pages through all passwords by their ref.
func PasswordsAfter(ctx context.Context, tx *Tx, ref string, limit int) ([]Password, error) {
	return rowsOf[Password](ctx, tx, "SELECT * FROM passwords WHERE ref > ? ORDER BY ref LIMIT ?", ref, limit)
}

// ProposePassword keeps a password until its app has shown a code, in the place
// of one that was proposed before.
func ProposePassword(ctx context.Context, tx *Tx, p Password) error {
	if _, err := tx.exec(ctx, "DELETE FROM passwords WHERE user_id = ? AND state = 'proposed'", p.UserID); err != nil {
		return err
	}
	p.State = PasswordProposed
	return addOne(ctx, tx, &p)
}

// SetPassword makes a proposed password the one that signs in; step is that of the
// code that was shown. One that is no longer proposed is a Conflict fault.
func SetPassword(ctx context.Context, tx *Tx, p Password, step int64, now time.Time) error {
	if _, err := tx.exec(ctx, "DELETE FROM passwords WHERE user_id = ? AND state = 'set'", p.UserID); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "UPDATE passwords SET state = 'set', last_step = ?, set_at = ? WHERE ref = ? AND state = 'proposed'", step, now, p.Ref))
}

// ChangePassword replaces the hash of a password; its app stays.
func ChangePassword(ctx context.Context, tx *Tx, p Password, hash string, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE passwords SET hash = ?, set_at = ? WHERE ref = ? AND state = 'set' AND hash = ?", hash, now, p.Ref, p.Hash))
}

// TakeStep notes that the code of a step was taken; a Conflict fault if that or a
// later one was taken before.
func TakeStep(ctx context.Context, tx *Tx, p Password, step int64) error {
	return moved(tx.exec(ctx, "UPDATE passwords SET last_step = ? WHERE ref = ? AND last_step < ?", step, p.Ref, step))
}

// DropPassword deletes a user's password with its app.
func DropPassword(ctx context.Context, tx *Tx, userID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM passwords WHERE user_id = ?", userID)
	return err
}

// HasSecond says whether a user has more to show than a link: a passkey, or an app.
func HasSecond(ctx context.Context, tx *Tx, userID int64) (bool, error) {
	n, err := valueOf(ctx, tx, `SELECT (SELECT count(*) FROM passkeys WHERE user_id = ?) +
  (SELECT count(*) FROM passwords WHERE user_id = ? AND state = 'set')`, userID, userID)
	return n > 0, err
}

// WhoHaveSecond lists the users who have more to show than a link.
func WhoHaveSecond(ctx context.Context, tx *Tx) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT user_id FROM passkeys UNION SELECT user_id FROM passwords WHERE state = 'set'")
}

// ForgetWays deletes every way of a user to sign in but the link, and ends their
// sessions.
func ForgetWays(ctx context.Context, tx *Tx, userID int64) error {
	for _, table := range []string{"passkeys", "passwords", "recovery_codes", "ceremonies", "sessions"} {
		if _, err := tx.exec(ctx, "DELETE FROM "+table+" WHERE user_id = ?", userID); err != nil {
			return err
		}
	}
	return nil
}
