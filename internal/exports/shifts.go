package exports

import (
	"context"
	"strconv"

	"statehouse/models"
)

// roster lists who is on a shift: who has a place, then who waits.
func (x *Exports) roster(ctx context.Context, out *sheet, shiftID int64, named bool) error {
	if err := out.head(withNames(named, "application", "place", "said_coming", "attendance", "minutes")...); err != nil {
		return err
	}
	people, err := models.ApplicationsOnShift(ctx, x.db.Read(), shiftID)
	if err != nil {
		return err
	}
	places, err := models.PlacesOf(ctx, x.db.Read(), shiftID)
	if err != nil {
		return err
	}
	for _, p := range places {
		a, ok := people[p.ApplicationID]
		if !ok || p.State == models.PlaceDropped {
			continue
		}
		cells := []string{a.Ref, string(p.State), yes(p.ConfirmedAt != nil), string(p.Attendance), strconv.Itoa(p.Minutes)}
		if err := x.person(out, a, named, cells); err != nil {
			return err
		}
	}
	return nil
}

// hours lists what each volunteer did in a role, and in the last line what those
// did who have been erased since.
func (x *Exports) hours(ctx context.Context, out *sheet, roleID int64, named bool) error {
	if err := out.head(withNames(named, "application", "state", "shifts", "minutes", "missed")...); err != nil {
		return err
	}
	rows, err := models.HoursOf(ctx, x.db.Read(), roleID)
	if err != nil {
		return err
	}
	for _, h := range rows {
		cells := []string{h.Ref, string(h.State), strconv.Itoa(h.Shifts), strconv.Itoa(h.Minutes), strconv.Itoa(h.Missed)}
		if err := x.person(out, h.Application, named, cells); err != nil {
			return err
		}
	}
	role, err := models.RoleByID(ctx, x.db.Read(), roleID)
	if err != nil || role.PastShifts == 0 {
		return err
	}
	return out.row(withBlank(named, "", "erased", strconv.Itoa(role.PastShifts), strconv.FormatInt(role.PastMinutes, 10), "")...)
}

func withNames(named bool, head ...string) []string {
	if named {
		return append(head, "name", "email")
	}
	return head
}

func withBlank(named bool, cells ...string) []string {
	if named {
		return append(cells, "", "")
	}
	return cells
}

// person adds the name and the address of somebody; of who left or was declined
// neither, since nobody is to write to them.
func (x *Exports) person(out *sheet, a models.Application, named bool, cells []string) error {
	if !named {
		return out.row(cells...)
	}
	if a.State == models.ApplicationLeft || a.State == models.ApplicationDeclined {
		return out.row(withBlank(true, cells...)...)
	}
	who, err := a.OpenApplicant(x.keys)
	if err != nil {
		return err
	}
	return out.row(append(cells, who.Name, who.Email)...)
}
