package volunteers

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Reasons are why an application can be declined; each is said kindly in its mail.
var Reasons = []string{"fit", "time", "place", "full", "other"}

// Role is a role that the actor may see the applicants of; any other is NotFound.
func (v *Volunteers) Role(ctx context.Context, actor models.Actor, slug string) (r models.VolunteerRole, err error) {
	defer fault.Wrap(&err, "volunteers.Role")
	r, err = models.RoleBySlug(ctx, v.db.Read(), slug)
	if err == nil && !actor.MayOrganizeRole(r) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return r, err
}

// Shift is a shift of a role that the actor may see; any other is NotFound.
func (v *Volunteers) Shift(ctx context.Context, actor models.Actor, slug, ref string) (r models.VolunteerRole, s models.Shift, err error) {
	defer fault.Wrap(&err, "volunteers.Shift")
	if r, err = v.Role(ctx, actor, slug); err != nil {
		return r, s, err
	}
	s, err = models.ShiftByRef(ctx, v.db.Read(), ref)
	if err == nil && s.RoleID != r.ID {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return r, s, err
}

// StaffStep notes that staff did a step of screening for an applicant. The two
// approvals must come from two people. Faults: NotFound, Conflict.
func (v *Volunteers) StaffStep(ctx context.Context, actor models.Actor, slug, ref string, step models.Step) (err error) {
	defer fault.Wrap(&err, "volunteers.StaffStep(%s)", step)
	return v.onApplication(ctx, actor, slug, ref, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		if a.State != models.ApplicationScreening || !slices.Contains(role.Screening(), step) || slices.Contains(models.OwnSteps, step) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := models.LockApplication(ctx, tx, *a); err != nil {
			return err
		}
		done, err := models.StepsOf(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if approves(step) && slices.ContainsFunc(done, func(d models.ApplicationStep) bool {
			return approves(d.Step) && d.Step != step && d.UserID != nil && *d.UserID == actor.User.ID
		}) {
			return fault.New(fault.Conflict, "error.approval.same")
		}
		return v.stepDone(ctx, tx, role, a, models.ApplicationStep{ApplicationID: a.ID, Step: step, UserID: &actor.User.ID, DoneAt: v.moment()})
	})
}

func approves(s models.Step) bool { return s == models.StepApproval || s == models.StepSecond }

// Decline ends an application for a reason, kindly. Faults: NotFound, Conflict,
// Invalid.
func (v *Volunteers) Decline(ctx context.Context, actor models.Actor, slug, ref, reason string) (err error) {
	defer fault.Wrap(&err, "volunteers.Decline")
	return v.onApplication(ctx, actor, slug, ref, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		if !slices.Contains(Reasons, reason) {
			return fault.Fields(map[string]string{"reason": "error.reason.choice"})
		}
		if err := v.end(ctx, tx, role, a, models.ApplicationDeclined, reason); err != nil {
			return err
		}
		return v.tell(ctx, tx, *a, string(models.ApplicationDeclined), reason)
	})
}

func (v *Volunteers) onApplication(ctx context.Context, actor models.Actor, slug, ref string, fn func(*models.Tx, *models.Application, models.VolunteerRole) error) error {
	role, err := v.Role(ctx, actor, slug)
	if err != nil {
		return err
	}
	return v.db.Write(ctx, func(tx *models.Tx) error {
		a, err := models.ApplicationByRef(ctx, tx, role.ID, ref)
		if err != nil {
			return err
		}
		return fn(tx, &a, role)
	})
}

// CancelShift ends a shift before it begins and tells everybody on it. Faults:
// NotFound, Gone, Conflict.
func (v *Volunteers) CancelShift(ctx context.Context, actor models.Actor, slug, shiftRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.CancelShift")
	return v.onRoster(ctx, actor, slug, shiftRef, func(tx *models.Tx, shift *models.Shift) error {
		if !shift.IsOpen(v.moment()) {
			return fault.New(fault.Gone, "error.shift.over")
		}
		if err := models.CancelShift(ctx, tx, shift, v.moment()); err != nil {
			return err
		}
		return v.tellAll(ctx, tx, *shift, models.NoticeCancelled)
	})
}

// tellAll tells everybody who holds, is offered or waits for a place.
func (v *Volunteers) tellAll(ctx context.Context, tx *models.Tx, shift models.Shift, kind models.NoticeKind) error {
	places, err := models.PlacesOf(ctx, tx, shift.ID)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.State == models.PlaceDropped {
			continue
		}
		if err := v.notify(ctx, tx, shift, p, kind, shift.Changes); err != nil {
			return err
		}
	}
	return nil
}

func (v *Volunteers) onRoster(ctx context.Context, actor models.Actor, slug, shiftRef string, fn func(*models.Tx, *models.Shift) error) error {
	role, err := v.Role(ctx, actor, slug)
	if err != nil {
		return err
	}
	return v.db.Write(ctx, func(tx *models.Tx) error {
		shift, err := lockShift(ctx, tx, role, shiftRef)
		if err != nil {
			return err
		}
		return fn(tx, &shift)
	})
}
