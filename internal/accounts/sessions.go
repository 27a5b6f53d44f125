package accounts

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// EndSession signs the actor out of one browser. Faults: Unauthenticated,
// NotFound for a session that is not theirs or has ended.
func (a *Accounts) EndSession(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "accounts.EndSession")
	if !actor.IsStaff() {
		return fault.New(fault.Unauthenticated, "error.forbidden")
	}
	err = a.db.Write(ctx, func(tx *models.Tx) error { return models.EndSession(ctx, tx, actor.User.ID, ref) })
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

// EndOtherSessions signs the actor out of every browser but the one that asks.
// Fault: Unauthenticated.
func (a *Accounts) EndOtherSessions(ctx context.Context, actor models.Actor, here string) (err error) {
	defer fault.Wrap(&err, "accounts.EndOtherSessions")
	if !actor.IsStaff() || here == "" {
		return fault.New(fault.Unauthenticated, "error.forbidden")
	}
	return a.db.Write(ctx, func(tx *models.Tx) error { return models.EndSessions(ctx, tx, actor.User.ID, here) })
}
