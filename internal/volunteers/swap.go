package volunteers

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Swap changes a place held on one shift for a free one on another of the same
// role: both happen or neither, so nobody is left without a place because the
// other one was just taken. Faults: NotFound, Gone, Conflict.
func (v *Volunteers) Swap(ctx context.Context, tok, fromRef, toRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.Swap")
	return v.active(ctx, tok, func(tx *models.Tx, a models.Application, role models.VolunteerRole) error {
		from, to, err := v.lockTwo(ctx, tx, role, fromRef, toRef)
		if err != nil {
			return err
		}
		held, err := models.PlaceOf(ctx, tx, from.ID, a.ID)
		if err != nil {
			return err
		}
		if held.State != models.PlaceHeld || from.ID == to.ID {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := v.claim(ctx, tx, a, &to); err != nil {
			return err
		}
		got, err := models.PlaceOf(ctx, tx, to.ID, a.ID)
		if err != nil {
			return err
		}
		if got.State != models.PlaceHeld { // it is full by now: they keep what they have
			return fault.New(fault.Conflict, "error.conflict")
		}
		return v.giveBack(ctx, tx, &from, a.ID)
	})
}

// lockTwo locks two open shifts of a role, the earlier one first as whoever
// leaves does, so that no two wait for each other.
func (v *Volunteers) lockTwo(ctx context.Context, tx *models.Tx, role models.VolunteerRole, fromRef, toRef string) (from, to models.Shift, err error) {
	for _, s := range []struct {
		ref  string
		into *models.Shift
	}{{fromRef, &from}, {toRef, &to}} {
		if *s.into, err = models.ShiftByRef(ctx, tx, s.ref); err != nil {
			return from, to, err
		}
	}
	order := []*models.Shift{&from, &to}
	if to.StartsAt.Before(from.StartsAt) || to.StartsAt.Equal(from.StartsAt) && to.ID < from.ID {
		order[0], order[1] = order[1], order[0]
	}
	for _, s := range order {
		if *s, err = v.lockOpen(ctx, tx, role, s.Ref); err != nil {
			return from, to, err
		}
	}
	return from, to, nil
}
