package accounts

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// ProposePassword keeps a new password. Whoever has one already has it replaced at
// once and keeps their app; else it waits for its app to show a code, and isSet is
// false. Faults: Unauthenticated, Invalid with the field password.
func (a *Accounts) ProposePassword(ctx context.Context, own Own, typed string) (isSet bool, err error) {
	defer fault.Wrap(&err, "accounts.ProposePassword")
	if err := a.mayChange(own); err != nil {
		return false, err
	}
	password, err := a.readPassword(typed, *own.User)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return false, err
	}
	if err != nil {
		return false, fault.Fields(map[string]string{"password": fault.Of(err).Message})
	}
	hash, err := a.hash(ctx, password)
	if err != nil {
		return false, err
	}
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		now := a.moment()
		before, err := models.PasswordOf(ctx, tx, own.User.ID, models.PasswordSet)
		if isSet = err == nil; isSet {
			if err := models.ChangePassword(ctx, tx, before, hash, now); err != nil {
				return err
			}
			return a.tell(ctx, tx, own.User.ID, passwordChanged)
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		proposed := models.Password{UserID: own.User.ID, Ref: token.Ref(), Hash: hash, SetAt: now}
		proposed.SealSecret(a.keys, newSecret())
		return models.ProposePassword(ctx, tx, proposed)
	})
	return isSet, err
}

// ProposedApp is what the app of a proposed password is told. Faults:
// Unauthenticated, NotFound where none is proposed.
func (a *Accounts) ProposedApp(ctx context.Context, own Own) (app App, err error) {
	defer fault.Wrap(&err, "accounts.ProposedApp")
	if err := a.mayChange(own); err != nil {
		return app, err
	}
	_, secret, err := a.proposed(ctx, a.db.Read(), own)
	return appFor(a.room.Site, own.User.Email, secret), err
}

func (a *Accounts) proposed(ctx context.Context, tx *models.Tx, own Own) (models.Password, []byte, error) {
	p, err := models.PasswordOf(ctx, tx, own.User.ID, models.PasswordProposed)
	if err != nil {
		return p, nil, err
	}
	secret, err := p.OpenSecret(a.keys)
	return p, secret, err
}

// SetPassword takes the first code of the app: from here on the password signs in.
// Faults: Unauthenticated, NotFound, Invalid with the field code.
func (a *Accounts) SetPassword(ctx context.Context, own Own, code string) (err error) {
	defer fault.Wrap(&err, "accounts.SetPassword")
	if err := a.mayChange(own); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		p, secret, err := a.proposed(ctx, tx, own)
		if err != nil {
			return err
		}
		step, err := stepOf(secret, code, a.moment())
		if err != nil {
			return err
		}
		if step == 0 {
			return fault.Fields(map[string]string{"code": "error.code.wrong"})
		}
		if err := models.SetPassword(ctx, tx, p, step, a.moment()); err != nil {
			return err
		}
		return a.tell(ctx, tx, own.User.ID, passwordSet)
	})
}

// DropPassword removes the password with its app. Fault: Unauthenticated.
func (a *Accounts) DropPassword(ctx context.Context, own Own) (err error) {
	defer fault.Wrap(&err, "accounts.DropPassword")
	if err := a.mayChange(own); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		_, err := models.PasswordOf(ctx, tx, own.User.ID, models.PasswordSet)
		wasSet := err == nil
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := models.DropPassword(ctx, tx, own.User.ID); err != nil || !wasSet {
			return err
		}
		return a.tell(ctx, tx, own.User.ID, passwordRemoved)
	})
}
