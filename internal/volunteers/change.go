package volunteers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Change is another time and place for a shift; the time is read in the zone of
// the place, as 2026-12-05T10:00.
type Change struct {
	Starts, Ends, Place, Notes string
	Capacity                   string // empty keeps it
}

// longest is the longest shift.
const longest = 24 * time.Hour

const shapeOfDay = time.DateOnly

// readTimes reads when a shift begins and ends, and notes what is wrong under
// the names of the fields.
func readTimes(fields map[string]string, starts, ends string, zone *time.Location, now time.Time) (from, to time.Time) {
	from, wrongStart := models.LocalTime(starts, zone)
	to, wrongEnd := models.LocalTime(ends, zone)
	switch {
	case wrongStart != "":
		fields["starts"] = wrongStart
	case !from.After(now):
		fields["starts"] = "error.shift.starts"
	}
	switch {
	case wrongEnd != "":
		fields["ends"] = wrongEnd
	case wrongStart == "" && (!to.After(from) || to.Sub(from) > longest):
		fields["ends"] = "error.shift.ends"
	}
	return models.Moment(from), models.Moment(to)
}

// Limits of a shift.
const (
	MaxShiftPlace = 200
	MaxShiftNotes = 500
	MaxCapacity   = 500
)

func readPlace(fields map[string]string, place, notes string) (string, string) {
	place, err := models.ParseText(place, MaxShiftPlace)
	if err != nil || place == "" {
		fields["place"] = "error.shift.place"
	}
	if notes, err = models.ParseText(notes, MaxShiftNotes); err != nil {
		fields["notes"] = fault.Of(err).Message
	}
	return place, notes
}

func readCapacity(fields map[string]string, typed string) int {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > MaxCapacity {
		fields["capacity"] = "error.shift.capacity"
	}
	return n
}

// ChangeShift moves a shift and tells everybody on it; more places go to those
// who wait. Faults: NotFound, Gone, Conflict, Invalid with fields.
func (v *Volunteers) ChangeShift(ctx context.Context, actor models.Actor, slug, shiftRef string, c Change) (err error) {
	defer fault.Wrap(&err, "volunteers.ChangeShift")
	return v.onRoster(ctx, actor, slug, shiftRef, func(tx *models.Tx, shift *models.Shift) error {
		if !shift.IsOpen(v.moment()) {
			return fault.New(fault.Gone, "error.shift.over")
		}
		fields, was := map[string]string{}, *shift
		shift.StartsAt, shift.EndsAt = readTimes(fields, c.Starts, c.Ends, shift.Zone(), v.moment())
		shift.Place, shift.Notes = readPlace(fields, c.Place, c.Notes)
		if c.Capacity != "" {
			if shift.Capacity = readCapacity(fields, c.Capacity); fields["capacity"] == "" && shift.Capacity < shift.Taken {
				fields["capacity"] = "error.shift.capacity.taken"
			}
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return v.change(ctx, tx, was, shift)
	})
}

func (v *Volunteers) change(ctx context.Context, tx *models.Tx, was models.Shift, shift *models.Shift) error {
	if !shift.StartsAt.Equal(was.StartsAt) || !shift.EndsAt.Equal(was.EndsAt) || shift.Place != was.Place || shift.Notes != was.Notes {
		if err := models.ChangeShift(ctx, tx, shift); err != nil {
			return err
		}
		if err := v.tellAll(ctx, tx, *shift, models.NoticeChanged); err != nil {
			return err
		}
	}
	if shift.Capacity == was.Capacity {
		return nil
	}
	if err := models.SetCapacity(ctx, tx, *shift); err != nil {
		return err
	}
	return v.fill(ctx, tx, shift)
}
