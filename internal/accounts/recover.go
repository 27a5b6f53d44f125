package accounts

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// NewRecoveryCodes makes ten codes, which are shown once; those before are gone.
// Fault: Unauthenticated.
func (a *Accounts) NewRecoveryCodes(ctx context.Context, own Own) (codes []string, err error) {
	defer fault.Wrap(&err, "accounts.NewRecoveryCodes")
	if err := a.mayChange(own); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for range models.RecoveryCodes {
		code := newRecoveryCode()
		codes = append(codes, code)
		hashes = append(hashes, models.RecoveryHash(a.keys, own.User.ID, plainCode(code)))
	}
	return codes, a.db.Write(ctx, func(tx *models.Tx) error {
		return models.ReplaceRecoveryCodes(ctx, tx, own.User.ID, hashes)
	})
}

// ForgetWays leaves a colleague who lost a passkey or an app with the link alone,
// signed out everywhere. Faults: Forbidden, NotFound, Conflict for one's own account.
func (a *Accounts) ForgetWays(ctx context.Context, actor models.Actor, userID int64) (err error) {
	defer fault.Wrap(&err, "accounts.ForgetWays(%d)", userID)
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	if actor.User.ID == userID {
		return fault.New(fault.Conflict, "error.staff.own")
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		if _, err := models.UserByID(ctx, tx, userID); err != nil {
			return err
		}
		if err := models.ForgetWays(ctx, tx, userID); err != nil {
			return err
		}
		return a.tell(ctx, tx, userID, waysForgotten)
	})
}

// Recover does the same for an address, by whoever may run commands, and returns
// the token of a link that signs in once within life. Fault: NotFound.
func (a *Accounts) Recover(ctx context.Context, email string, life time.Duration) (tok string, err error) {
	defer fault.Wrap(&err, "accounts.Recover")
	tok = token.New()
	ctx = models.WithDeed(ctx, &models.Deed{Act: "recover an account", At: a.now})
	return tok, a.db.Write(ctx, func(tx *models.Tx) error {
		user, err := models.UserByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		if err := models.ForgetWays(ctx, tx, user.ID); err != nil {
			return err
		}
		if err := models.AddLinks(ctx, tx, []models.Link{signInLink(tok, user.ID, a.moment(), life)}); err != nil {
			return err
		}
		return a.tell(ctx, tx, user.ID, waysForgotten)
	})
}
