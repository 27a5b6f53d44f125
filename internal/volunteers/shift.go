package volunteers

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// OfferFor is how long a place that became free is kept for who is next.
const OfferFor = 24 * time.Hour

// Claim takes a place on a shift, accepts one that is offered, or joins the
// waitlist. Faults: NotFound, Gone, Conflict.
func (v *Volunteers) Claim(ctx context.Context, tok, shiftRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.Claim")
	return v.onShift(ctx, tok, shiftRef, true, func(tx *models.Tx, a models.Application, shift *models.Shift) error {
		return v.claim(ctx, tx, a, shift)
	})
}

func (v *Volunteers) claim(ctx context.Context, tx *models.Tx, a models.Application, shift *models.Shift) error {
	place, err := models.PlaceOf(ctx, tx, shift.ID, a.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	switch place.State {
	case models.PlaceHeld, models.PlaceWaiting:
		return nil
	case models.PlaceOffered:
		if err := v.accept(ctx, tx, &place); err != nil {
			return err
		}
		return v.note(ctx, tx, *shift, place, models.NoticeHeld)
	}
	return v.enter(ctx, tx, shift, a, place)
}

// accept takes an offered place, unless the offer has run out.
func (v *Volunteers) accept(ctx context.Context, tx *models.Tx, place *models.ShiftPlace) error {
	if !v.moment().Before(*place.OfferedUntil) {
		return fault.New(fault.Gone, "error.offer.over")
	}
	return models.MovePlace(ctx, tx, place, models.PlaceHeld, nil, v.moment())
}

// enter gives somebody new a free place, or the last one in line.
func (v *Volunteers) enter(ctx context.Context, tx *models.Tx, shift *models.Shift, a models.Application, place models.ShiftPlace) error {
	now, to, kind := v.moment(), models.PlaceWaiting, models.NoticeWaiting
	_, err := models.NextWaiting(ctx, tx, shift.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if nobodyWaits := err != nil; nobodyWaits && shift.Taken < shift.Capacity {
		to, kind = models.PlaceHeld, models.NoticeHeld
		if err := models.MoveTaken(ctx, tx, shift, 1); err != nil {
			return err
		}
	}
	if place.ID == 0 {
		place = models.ShiftPlace{ShiftID: shift.ID, ApplicationID: a.ID, State: to, QueuedAt: now, MovedAt: now}
		err = models.AddPlace(ctx, tx, &place)
	} else {
		err = models.MovePlace(ctx, tx, &place, to, nil, now)
	}
	if err != nil {
		return err
	}
	return v.note(ctx, tx, *shift, place, kind)
}

// Drop gives a place, an offer or a place in line back, and offers what became
// free to who is next. Faults: NotFound, Gone, Conflict.
func (v *Volunteers) Drop(ctx context.Context, tok, shiftRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.Drop")
	return v.onShift(ctx, tok, shiftRef, true, func(tx *models.Tx, a models.Application, shift *models.Shift) error {
		return v.giveBack(ctx, tx, shift, a.ID)
	})
}

// giveBack ends what an application has on a shift that is still open.
func (v *Volunteers) giveBack(ctx context.Context, tx *models.Tx, shift *models.Shift, applicationID int64) error {
	place, err := models.PlaceOf(ctx, tx, shift.ID, applicationID)
	if err != nil || place.State == models.PlaceDropped || !shift.IsOpen(v.moment()) {
		return err
	}
	taken := place.IsTaken()
	if err := models.MovePlace(ctx, tx, &place, models.PlaceDropped, nil, v.moment()); err != nil {
		return err
	}
	if !taken {
		return nil
	}
	if err := models.MoveTaken(ctx, tx, shift, -1); err != nil {
		return err
	}
	return v.fill(ctx, tx, shift)
}

// fill offers the free places of a shift to those who have waited longest.
func (v *Volunteers) fill(ctx context.Context, tx *models.Tx, shift *models.Shift) error {
	now := v.moment()
	for shift.IsOpen(now) && shift.Taken < shift.Capacity {
		next, err := models.NextWaiting(ctx, tx, shift.ID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		until := now.Add(OfferFor)
		if shift.StartsAt.Before(until) {
			until = shift.StartsAt
		}
		if err := models.MovePlace(ctx, tx, &next, models.PlaceOffered, &until, now); err != nil {
			return err
		}
		if err := models.MoveTaken(ctx, tx, shift, 1); err != nil {
			return err
		}
		if err := v.note(ctx, tx, *shift, next, models.NoticeOffered); err != nil {
			return err
		}
	}
	return nil
}

// Come notes that a volunteer says again that they come. Faults: NotFound,
// Gone, Conflict.
func (v *Volunteers) Come(ctx context.Context, tok, shiftRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.Come")
	return v.onShift(ctx, tok, shiftRef, true, func(tx *models.Tx, a models.Application, shift *models.Shift) error {
		place, err := models.PlaceOf(ctx, tx, shift.ID, a.ID)
		if err != nil {
			return err
		}
		return models.ConfirmPlace(ctx, tx, place, v.moment())
	})
}

// Attend notes what a volunteer says about their own shift once it has begun;
// what staff noted stays. Faults: NotFound, Gone, Conflict, Invalid.
func (v *Volunteers) Attend(ctx context.Context, tok, shiftRef string, came bool) (err error) {
	defer fault.Wrap(&err, "volunteers.Attend")
	return v.onShift(ctx, tok, shiftRef, false, func(tx *models.Tx, a models.Application, shift *models.Shift) error {
		place, err := models.PlaceOf(ctx, tx, shift.ID, a.ID)
		if err != nil {
			return err
		}
		if shift.CancelledAt != nil || v.moment().Before(shift.StartsAt) || place.Attendance != models.AttendanceOpen {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return note(ctx, tx, *shift, place, cameAs(came))
	})
}

func cameAs(came bool) models.Attendance {
	if came {
		return models.Attended
	}
	return models.Missed
}

// note writes attendance; who came has worked the length of the shift.
func note(ctx context.Context, tx *models.Tx, shift models.Shift, place models.ShiftPlace, a models.Attendance) error {
	minutes := 0
	if a == models.Attended {
		minutes = int(shift.EndsAt.Sub(shift.StartsAt).Minutes())
	}
	return models.NoteAttendance(ctx, tx, place, a, minutes)
}

// onShift runs fn for an active volunteer on a shift of their role, while
// nobody else changes the places of that shift.
func (v *Volunteers) onShift(ctx context.Context, tok, shiftRef string, open bool, fn func(*models.Tx, models.Application, *models.Shift) error) error {
	return v.active(ctx, tok, func(tx *models.Tx, a models.Application, role models.VolunteerRole) error {
		lock := lockShift
		if open {
			lock = v.lockOpen
		}
		shift, err := lock(ctx, tx, role, shiftRef)
		if err != nil {
			return err
		}
		return fn(tx, a, &shift)
	})
}

// active runs fn for an active volunteer, who cannot do two things at once.
func (v *Volunteers) active(ctx context.Context, tok string, fn func(*models.Tx, models.Application, models.VolunteerRole) error) error {
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		if a.State != models.ApplicationActive {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := models.LockApplication(ctx, tx, *a); err != nil {
			return err
		}
		return fn(tx, *a, role)
	})
}

// lockOpen is lockShift for a shift that has not begun.
func (v *Volunteers) lockOpen(ctx context.Context, tx *models.Tx, role models.VolunteerRole, ref string) (models.Shift, error) {
	shift, err := lockShift(ctx, tx, role, ref)
	if err == nil && !shift.IsOpen(v.moment()) {
		err = fault.New(fault.Gone, "error.shift.over")
	}
	return shift, err
}

// lockShift finds a shift of a role and keeps others from its places.
func lockShift(ctx context.Context, tx *models.Tx, role models.VolunteerRole, ref string) (models.Shift, error) {
	shift, err := models.ShiftByRef(ctx, tx, ref)
	if err == nil && shift.RoleID != role.ID {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return shift, err
	}
	return models.LockShift(ctx, tx, shift.ID)
}
