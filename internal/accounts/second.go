package accounts

import (
	"context"
	"strconv"

	"statehouse/internal/fault"
	"statehouse/models"
)

// ShowCode lets in whoever came by a link and now shows a code: of the app, or for
// recovery. Faults: Gone for a session that waits no more, Invalid with the field
// code, TooMany, Forbidden for a suspended user.
func (a *Accounts) ShowCode(ctx context.Context, session models.Session, code string, from Arrival) (entry Entry, err error) {
	defer fault.Wrap(&err, "accounts.ShowCode")
	if !session.Waits(a.moment()) {
		return entry, fault.New(fault.Gone, "error.link.expired")
	}
	key := a.keys.Blind("sign-in tries", "user "+strconv.FormatInt(session.UserID, 10))
	if err := a.bookTry(ctx, key); err != nil {
		return entry, err
	}
	ctx = models.WithDeed(ctx, &models.Deed{UserID: session.UserID, Act: "sign in with a code", At: a.now})
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		right, err := a.takeCode(ctx, tx, session.UserID, code)
		if err != nil {
			return err
		}
		if !right {
			return fault.Fields(map[string]string{"code": "error.code.wrong"})
		}
		if err := models.ForgetSignInTries(ctx, tx, key); err != nil {
			return err
		}
		entry, err = a.admit(ctx, tx, session.UserID, session.Method, from)
		return err
	})
	return entry, err
}

// bookTry books one more try at an account. Fault: TooMany.
func (a *Accounts) bookTry(ctx context.Context, key []byte) error {
	may := false
	err := a.db.Write(ctx, func(tx *models.Tx) (err error) {
		may, err = models.BookSignInTry(ctx, tx, key, a.moment())
		return err
	})
	if err != nil || may {
		return err
	}
	many := fault.New(fault.TooMany, "error.sign_in.too_many")
	many.RetryAfter = models.SignInTryTime
	return many
}

// takeCode uses up a code of a user's app, or a recovery code. It says no to one
// that is wrong or was taken before.
func (a *Accounts) takeCode(ctx context.Context, tx *models.Tx, userID int64, code string) (bool, error) {
	now := a.moment()
	app, err := models.PasswordOf(ctx, tx, userID, models.PasswordSet)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	if err == nil {
		secret, err := app.OpenSecret(a.keys)
		if err != nil {
			return false, err
		}
		step, err := stepOf(secret, code, now)
		if err != nil {
			return false, err
		}
		if step > 0 {
			return unlessTaken(models.TakeStep(ctx, tx, app, step))
		}
	}
	return unlessTaken(models.SpendRecoveryCode(ctx, tx, userID, models.RecoveryHash(a.keys, userID, plainCode(code)), now))
}

func unlessTaken(err error) (bool, error) {
	if fault.Is(err, fault.Conflict) {
		return false, nil
	}
	return err == nil, err
}
