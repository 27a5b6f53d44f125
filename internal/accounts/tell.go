package accounts

import (
	"context"

	"statehouse/internal/mailroom"
	"statehouse/models"
)

// What is told of to whom it concerns, in case that it was somebody else.
const (
	passkeyAdded    = "email.sign_in_changed.passkey_added"
	passkeyRemoved  = "email.sign_in_changed.passkey_removed"
	passwordSet     = "email.sign_in_changed.password_set"
	passwordChanged = "email.sign_in_changed.password_changed"
	passwordRemoved = "email.sign_in_changed.password_removed"
	waysForgotten   = "email.sign_in_changed.forgotten"
)

// tell mails a user what changed of how they sign in, with the change.
func (a *Accounts) tell(ctx context.Context, tx *models.Tx, userID int64, what string) error {
	user, err := models.UserByID(ctx, tx, userID)
	if err != nil {
		return err
	}
	draft, err := a.room.SignInChanged(ctx, user.Lang, user.Email, what, a.moment())
	if err != nil {
		return err
	}
	_, err = a.room.Post(ctx, tx, []*mailroom.Draft{draft})
	return err
}
