package volunteers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// ShiftForm is a shift as it was typed: a day, and times in the zone of its
// place.
type ShiftForm struct {
	Day, Starts, Ends, Zone string
	Place, Notes, Capacity  string
	Repeat                  string // how many more weeks; empty for none
}

// MaxRepeat is how many more weeks a shift may be repeated at once.
const MaxRepeat = 8

// read makes the shifts that a form asks for, a week apart on the clock of the
// place.
func (f ShiftForm) read(now time.Time) (shifts []models.Shift, err error) {
	fields := map[string]string{}
	first, err := time.Parse(shapeOfDay, f.Day)
	if err != nil {
		fields["day"] = "error.role.day"
	}
	repeat := f.readRepeat(fields)
	shift := models.Shift{TimeZone: f.Zone, Capacity: readCapacity(fields, f.Capacity), CreatedAt: now}
	shift.Place, shift.Notes = readPlace(fields, f.Place, f.Notes)
	if !slices.Contains(models.TimeZones, f.Zone) {
		fields["zone"] = "error.shift.zone"
	}
	if fields["day"] != "" || fields["zone"] != "" {
		return nil, fault.Fields(fields)
	}
	for week := range repeat + 1 {
		day := first.AddDate(0, 0, 7*week).Format(shapeOfDay)
		shift.Ref = token.Ref()
		shift.StartsAt, shift.EndsAt = readTimes(fields, day+"T"+f.Starts, day+"T"+f.Ends, shift.Zone(), now)
		shifts = append(shifts, shift)
	}
	return shifts, fault.Fields(fields)
}

func (f ShiftForm) readRepeat(fields map[string]string) int {
	if strings.TrimSpace(f.Repeat) == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(f.Repeat))
	if err != nil || n < 0 || n > MaxRepeat {
		fields["repeat"] = "error.shift.repeat"
		return 0
	}
	return n
}

// AddShifts plans a shift, and those of the weeks after it: all of them or none.
// It returns when the first begins. Faults: NotFound, Invalid with fields.
func (v *Volunteers) AddShifts(ctx context.Context, actor models.Actor, slug string, f ShiftForm) (first time.Time, err error) {
	defer fault.Wrap(&err, "volunteers.AddShifts")
	role, err := v.Role(ctx, actor, slug)
	if err != nil {
		return first, err
	}
	shifts, err := f.read(v.moment())
	if err != nil {
		return first, err
	}
	return shifts[0].StartsAt, v.db.Write(ctx, func(tx *models.Tx) error {
		if _, err := models.LockRole(ctx, tx, role.ID); err != nil {
			return err
		}
		for _, shift := range shifts {
			shift.RoleID = role.ID
			same, err := models.SameShift(ctx, tx, shift)
			if err != nil {
				return err
			}
			if same {
				return fault.Fields(map[string]string{"starts": "error.shift.same"})
			}
			if err := models.AddShift(ctx, tx, &shift); err != nil {
				return err
			}
		}
		return nil
	})
}
