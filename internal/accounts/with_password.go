package accounts

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Credentials are what somebody types who signs in with a password.
type Credentials struct{ Email, Password, Code string }

// SignInWithPassword lets in whoever knows the password and shows a code, both at
// once: one answer, after the same work, for an unknown address, a wrong password
// and a wrong code. Faults: Invalid with the field email or password, TooMany,
// Forbidden for a suspended user.
func (a *Accounts) SignInWithPassword(ctx context.Context, typed Credentials, from Arrival) (entry Entry, err error) {
	defer fault.Wrap(&err, "accounts.SignInWithPassword")
	email, err := models.ParseEmail(typed.Email)
	if err != nil {
		return entry, fault.Fields(map[string]string{"email": fault.Of(err).Message})
	}
	key := a.keys.Blind("sign-in tries", email.Canonical)
	if err := a.bookTry(ctx, key); err != nil {
		return entry, err
	}
	user, password, err := a.passwordFor(ctx, email.Typed)
	if err != nil {
		return entry, err
	}
	same, err := a.matches(ctx, typed.Password, password.Hash)
	if err != nil {
		return entry, err
	}
	wrong := fault.Fields(map[string]string{"password": "error.sign_in.wrong"})
	if !same || user.ID == 0 {
		return entry, wrong
	}
	ctx = models.WithDeed(ctx, &models.Deed{UserID: user.ID, Act: "sign in with a password", At: a.now})
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		still, err := models.PasswordOf(ctx, tx, user.ID, models.PasswordSet)
		if fault.Is(err, fault.NotFound) || err == nil && still.Hash != password.Hash {
			return wrong
		}
		if err != nil {
			return err
		}
		right, err := a.takeCode(ctx, tx, user.ID, typed.Code)
		if err != nil {
			return err
		}
		if !right {
			return wrong
		}
		if err := models.ForgetSignInTries(ctx, tx, key); err != nil {
			return err
		}
		entry, err = a.admit(ctx, tx, user.ID, models.ByPassword, from)
		return err
	})
	return entry, err
}

// passwordFor is the user of an address with their password; for any other address
// nobody, with a password that no one knows.
func (a *Accounts) passwordFor(ctx context.Context, email string) (models.User, models.Password, error) {
	tx := a.db.Read()
	user, err := models.UserByEmail(ctx, tx, email)
	if err == nil {
		password, err := models.PasswordOf(ctx, tx, user.ID, models.PasswordSet)
		if !fault.Is(err, fault.NotFound) {
			return user, password, err
		}
	} else if !fault.Is(err, fault.NotFound) {
		return user, models.Password{}, err
	}
	hash, err := a.nobodys()
	return models.User{}, models.Password{Hash: hash}, err
}
