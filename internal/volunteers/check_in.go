package volunteers

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// CheckInBefore is how long before a shift begins people may be checked in.
const CheckInBefore = time.Hour

// MayCheckIn says whether attendance of a shift may be noted by staff.
func MayCheckIn(s models.Shift, now time.Time) bool {
	return s.CancelledAt == nil && !now.Before(s.StartsAt.Add(-CheckInBefore))
}

// Note writes whether a volunteer came to a shift. Faults: NotFound, Conflict.
func (v *Volunteers) Note(ctx context.Context, actor models.Actor, slug, shiftRef, ref string, came models.Attendance) (err error) {
	defer fault.Wrap(&err, "volunteers.Note")
	if !slices.Contains(models.Attendances, came) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return v.onRoster(ctx, actor, slug, shiftRef, func(tx *models.Tx, shift *models.Shift) error {
		a, err := models.ApplicationByRef(ctx, tx, shift.RoleID, ref)
		if err != nil {
			return err
		}
		place, err := models.PlaceOf(ctx, tx, shift.ID, a.ID)
		if err != nil {
			return err
		}
		if !MayCheckIn(*shift, v.moment()) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return note(ctx, tx, *shift, place, came)
	})
}

// NoteMissing ends the list of a shift that is over: of whom nothing was noted
// did not come. Faults: NotFound, Conflict.
func (v *Volunteers) NoteMissing(ctx context.Context, actor models.Actor, slug, shiftRef string) (err error) {
	defer fault.Wrap(&err, "volunteers.NoteMissing")
	return v.onRoster(ctx, actor, slug, shiftRef, func(tx *models.Tx, shift *models.Shift) error {
		if shift.CancelledAt != nil || v.moment().Before(shift.EndsAt) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		_, err := models.NoteMissing(ctx, tx, *shift)
		return err
	})
}
