package models

import (
	"context"
	"encoding/json"
	"time"

	"statehouse/internal/privacy"
)

// Again is what is typed for somebody who left and offers to help once more. It
// stands beside what was confirmed until the address confirms it.
type Again struct {
	Applicant
	Lang  string
	OfAge bool
}

const againPurpose = "applications.again"

// SealAgain fills the sealed field.
func (a *Application) SealAgain(k *privacy.Keys, r Again) error {
	plain, err := json.Marshal(r)
	a.Again = k.Seal(againPurpose, a.Ref, plain)
	return err
}

// OpenAgain opens the sealed field.
func (a Application) OpenAgain(k *privacy.Keys) (r Again, err error) {
	plain, err := k.Open(againPurpose, a.Ref, a.Again)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(plain, &r)
}

// IsAsked says whether the address has still to say that it offered to help.
func (a Application) IsAsked() bool { return a.ConfirmedAt == nil || a.Again != nil }

// SaveAgain keeps what was typed last; a Conflict fault unless they have left.
func SaveAgain(ctx context.Context, tx *Tx, a Application, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE applications SET again = ?, again_at = ? WHERE id = ? AND state = 'left'", blob(a.Again), now, a.ID))
}

// DropAgain forgets what was typed and never confirmed.
func DropAgain(ctx context.Context, tx *Tx, a Application) error {
	return moved(tx.exec(ctx, "UPDATE applications SET again = NULL, again_at = NULL WHERE id = ? AND again IS NOT NULL", a.ID))
}

// TakeAgain puts what was typed, sealed in a, in the place of what was confirmed
// before, and begins the application anew.
func TakeAgain(ctx context.Context, tx *Tx, a *Application, now time.Time) error {
	if err := moved(tx.exec(ctx, `UPDATE applications SET name = ?, email = ?, zip = ?, answer = ?, lang = ?, of_age = ?, again = NULL, again_at = NULL,
  state = 'submitted', reason = '', confirmed_at = ?, moved_at = ? WHERE id = ? AND state = 'left' AND again IS NOT NULL`,
		a.Name, a.Email, a.ZIP, a.Answer, a.Lang, a.OfAge, now, now, a.ID)); err != nil {
		return err
	}
	a.State, a.Reason, a.ConfirmedAt, a.MovedAt, a.Again, a.AgainAt = ApplicationSubmitted, "", &now, now, nil, nil
	return nil
}

// ForgetAgain drops what was typed and has not been confirmed for too long.
func ForgetAgain(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE applications SET again = NULL, again_at = NULL WHERE again_at < ?", now.Add(-KeepPending))
	return err
}
