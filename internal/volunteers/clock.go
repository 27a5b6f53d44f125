package volunteers

import (
	"context"
	"errors"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// When volunteers are told of a shift, in the time of its place.
const (
	hourBefore  = 11 // on the day before
	hourOf      = 8  // on the day
	hourEvening = 20 // on the day before, of shifts that begin before nine
	afterwards  = time.Hour
	lateAfter   = 24 * time.Hour // "how was it" is not asked later than this
)

// sweepLimit is how much of one kind one tick of the clock settles.
const sweepLimit = 200

// Tick does what time brings: it ends offers that ran out, fills free places,
// moves people up in roles, and tells volunteers of their shifts.
func (v *Volunteers) Tick(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "volunteers.Tick")
	return errors.Join(v.endOffers(ctx), v.fillShifts(ctx), v.fillRoles(ctx), v.remind(ctx))
}

func (v *Volunteers) endOffers(ctx context.Context) error {
	over, err := models.ExpiredOffers(ctx, v.db.Read(), v.moment(), sweepLimit)
	if err != nil {
		return err
	}
	for _, p := range over {
		err := v.db.Write(ctx, func(tx *models.Tx) error { return v.endOffer(ctx, tx, p) })
		if err != nil && !fault.Is(err, fault.NotFound) { // not found: they were erased meanwhile
			return err
		}
	}
	return nil
}

func (v *Volunteers) endOffer(ctx context.Context, tx *models.Tx, p models.ShiftPlace) error {
	shift, err := models.LockShift(ctx, tx, p.ShiftID)
	if err != nil {
		return err
	}
	// It may have been answered, and offered anew, since it was read.
	if p, err = models.PlaceOf(ctx, tx, p.ShiftID, p.ApplicationID); err != nil {
		return err
	}
	if p.State != models.PlaceOffered || v.moment().Before(*p.OfferedUntil) {
		return nil
	}
	if err := models.MovePlace(ctx, tx, &p, models.PlaceDropped, nil, v.moment()); err != nil {
		return err
	}
	if err := models.MoveTaken(ctx, tx, &shift, -1); err != nil {
		return err
	}
	return v.fill(ctx, tx, &shift)
}

func (v *Volunteers) fillShifts(ctx context.Context) error {
	ids, err := models.ShiftsWithRoom(ctx, v.db.Read(), v.moment())
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := v.db.Write(ctx, func(tx *models.Tx) error {
			shift, err := models.LockShift(ctx, tx, id)
			if err != nil {
				return err
			}
			return v.fill(ctx, tx, &shift)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (v *Volunteers) fillRoles(ctx context.Context) error {
	ids, err := models.RolesWithRoom(ctx, v.db.Read())
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := v.db.Write(ctx, func(tx *models.Tx) error {
			role, err := models.RoleByID(ctx, tx, id)
			if err != nil {
				return err
			}
			return v.moveUp(ctx, tx, role)
		}); err != nil {
			return err
		}
	}
	return nil
}

// due is what is to be told of a shift at a moment, "" if nothing is. Who took
// the place after the moment of a reminder needs none.
func due(shift models.Shift, since, now time.Time) models.NoticeKind {
	zone := shift.Zone()
	y, m, d := shift.StartsAt.In(zone).Date()
	before, of := time.Date(y, m, d-1, hourBefore, 0, 0, 0, zone), time.Date(y, m, d, hourOf, 0, 0, 0, zone)
	if shift.StartsAt.Before(of.Add(time.Hour)) { // too late to read it: the evening before
		of = time.Date(y, m, d-1, hourEvening, 0, 0, 0, zone)
	}
	after := shift.EndsAt.Add(afterwards)
	between := func(from, to time.Time) bool { return !now.Before(from) && now.Before(to) }
	switch {
	case between(after, after.Add(lateAfter)):
		return models.NoticeAfter
	case between(of, shift.StartsAt) && since.Before(of):
		return models.NoticeDayOf
	case between(before, of) && now.Before(shift.StartsAt) && since.Before(before):
		return models.NoticeDayBefore
	}
	return ""
}

// dayNumber names the day of a shift, so that one that moves to another day is
// told of again.
func dayNumber(shift models.Shift) int {
	y, m, d := shift.StartsAt.In(shift.Zone()).Date()
	return y*10000 + int(m)*100 + d
}

// window is how far from now the start of a shift may be that is told of.
const (
	windowBack  = 8 * 24 * time.Hour // the longest shift, and a day more
	windowAhead = 3 * 24 * time.Hour
)

func (v *Volunteers) remind(ctx context.Context) error {
	now, tx := v.moment(), v.db.Read()
	from, to := now.Add(-windowBack), now.Add(windowAhead)
	places, err := models.HeldBetween(ctx, tx, from, to)
	if err != nil || len(places) == 0 {
		return err
	}
	told, err := models.NoticesBetween(ctx, tx, from, to)
	if err != nil {
		return err
	}
	known := map[models.ShiftNotice]bool{}
	for _, n := range told {
		known[models.ShiftNotice{PlaceID: n.PlaceID, Kind: n.Kind, Number: n.Number}] = true
	}
	shifts := map[int64]models.Shift{}
	for _, p := range places {
		if _, ok := shifts[p.ShiftID]; !ok {
			if shifts[p.ShiftID], err = models.ShiftByID(ctx, tx, p.ShiftID); err != nil {
				return err
			}
		}
		shift := shifts[p.ShiftID]
		kind := due(shift, p.MovedAt, now)
		if kind == "" || known[models.ShiftNotice{PlaceID: p.ID, Kind: kind, Number: dayNumber(shift)}] {
			continue
		}
		if err := v.db.Write(ctx, func(tx *models.Tx) error { return v.remindOne(ctx, tx, p.ID) }); err != nil {
			return err
		}
	}
	return nil
}

// remindOne looks again under the shift's lock and tells one volunteer.
func (v *Volunteers) remindOne(ctx context.Context, tx *models.Tx, placeID int64) error {
	place, err := models.PlaceByID(ctx, tx, placeID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	shift, err := models.LockShift(ctx, tx, place.ShiftID)
	if err != nil {
		return err
	}
	if place, err = models.PlaceOf(ctx, tx, shift.ID, place.ApplicationID); err != nil {
		return err
	}
	kind := due(shift, place.MovedAt, v.moment())
	if kind == "" || place.State != models.PlaceHeld || shift.CancelledAt != nil {
		return nil
	}
	return v.notify(ctx, tx, shift, place, kind, dayNumber(shift))
}

// Forget erases applications that have outlived their purpose.
func (v *Volunteers) Forget(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "volunteers.Forget")
	if err := v.db.Write(ctx, func(tx *models.Tx) error { return models.ForgetAgain(ctx, tx, v.moment()) }); err != nil {
		return err
	}
	old, err := models.EndedApplications(ctx, v.db.Read(), v.moment(), sweepLimit)
	if err != nil {
		return err
	}
	for _, a := range old {
		if err := v.db.Write(ctx, func(tx *models.Tx) error { return v.forget(ctx, tx, a) }); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return nil
}

// forget erases an application unless it has moved since it was read.
func (v *Volunteers) forget(ctx context.Context, tx *models.Tx, a models.Application) error {
	if err := models.LockApplication(ctx, tx, a); err != nil {
		return err
	}
	a, err := models.ApplicationByID(ctx, tx, a.ID)
	if err != nil || a.Again != nil {
		return err
	}
	return models.EraseApplication(ctx, tx, a)
}
