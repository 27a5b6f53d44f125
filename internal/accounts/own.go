package accounts

import (
	"statehouse/internal/fault"
	"statehouse/models"
)

// Own is a member of staff at their own account, in the session that asks.
type Own struct {
	models.Actor
	Session models.Session
}

// mayChange says whether they signed in so lately that they may change how they
// sign in. Fault: Unauthenticated.
func (a *Accounts) mayChange(own Own) error {
	if !own.IsStaff() || own.Session.UserID != own.User.ID || !own.Session.IsFresh(a.moment()) {
		return fault.New(fault.Unauthenticated, "error.sign_in.fresh")
	}
	return nil
}
