package volunteers

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// resumed is what somebody is told whose pause ends.
const resumed = "resumed"

// Pause gives a volunteer a pause and says so: their shifts to come pass to
// others, their place in the role stays theirs. Faults: NotFound, Conflict.
func (v *Volunteers) Pause(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "volunteers.Pause")
	return v.onApplication(ctx, actor, slug, ref, func(tx *models.Tx, a *models.Application, _ models.VolunteerRole) error {
		if err := v.pause(ctx, tx, a); err != nil {
			return err
		}
		return v.tell(ctx, tx, *a, string(models.ApplicationPaused), "")
	})
}

// Resume ends a pause and says so. Faults: NotFound, Conflict.
func (v *Volunteers) Resume(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "volunteers.Resume")
	return v.onApplication(ctx, actor, slug, ref, func(tx *models.Tx, a *models.Application, _ models.VolunteerRole) error {
		if err := v.resume(ctx, tx, a); err != nil {
			return err
		}
		return v.tell(ctx, tx, *a, resumed, "")
	})
}

// TakePause and EndPause are the same by a volunteer's own link, who needs no
// mail about it. Faults: NotFound, Gone, Conflict.
func (v *Volunteers) TakePause(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "volunteers.TakePause")
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, _ models.VolunteerRole) error { return v.pause(ctx, tx, a) })
}

// EndPause ends a pause, see TakePause.
func (v *Volunteers) EndPause(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "volunteers.EndPause")
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, _ models.VolunteerRole) error { return v.resume(ctx, tx, a) })
}

func (v *Volunteers) pause(ctx context.Context, tx *models.Tx, a *models.Application) error {
	if err := models.MoveApplication(ctx, tx, a, models.ApplicationPaused, "", v.moment()); err != nil {
		return err
	}
	return v.giveBackAll(ctx, tx, *a)
}

// resume is for a pause alone: active is also what a waitlist leads to.
func (v *Volunteers) resume(ctx context.Context, tx *models.Tx, a *models.Application) error {
	if a.State != models.ApplicationPaused {
		return fault.New(fault.Conflict, "error.conflict")
	}
	return models.MoveApplication(ctx, tx, a, models.ApplicationActive, "", v.moment())
}
