package volunteers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

func shiftForm(change ...func(*volunteers.ShiftForm)) volunteers.ShiftForm {
	f := volunteers.ShiftForm{Day: "2026-12-05", Starts: "09:00", Ends: "12:30", Zone: "America/New_York", Place: "The library", Notes: "Ring twice.", Capacity: "3"}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestATimeThatTheClocksSkipOrShowTwiceIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		admin, role := makeUser(d, "admin@example.org", models.RoleAdmin, ""), makeRole(d)
		for name, c := range map[string]struct {
			zone, day, starts, ends, repeat string
			want                            map[string]string
		}{
			"skipped":               {"America/New_York", "2027-03-14", "02:30", "05:00", "", map[string]string{"starts": "error.shift.skipped"}},
			"ends in what is left":  {"America/New_York", "2027-03-14", "01:00", "02:00", "", map[string]string{"ends": "error.shift.skipped"}},
			"after the gap":         {"America/New_York", "2027-03-14", "03:00", "05:00", "", nil},
			"twice":                 {"America/New_York", "2027-11-07", "01:30", "05:00", "", map[string]string{"starts": "error.shift.twice"}},
			"ends twice":            {"America/New_York", "2027-11-07", "00:30", "01:00", "", map[string]string{"ends": "error.shift.twice"}},
			"after both":            {"America/New_York", "2027-11-07", "02:00", "05:00", "", nil},
			"a later week":          {"America/Chicago", "2027-02-28", "02:15", "04:00", "3", map[string]string{"starts": "error.shift.skipped"}},
			"where no clock moves":  {"America/Phoenix", "2027-03-14", "02:30", "05:00", "", nil},
			"nor here":              {"Pacific/Honolulu", "2027-11-07", "01:30", "05:00", "", nil},
			"the hour before a gap": {"America/Denver", "2027-03-14", "01:59", "04:00", "", nil},
		} {
			_, err := d.Volunteers.AddShifts(ctx, admin, role.Slug, shiftForm(func(f *volunteers.ShiftForm) {
				f.Zone, f.Day, f.Starts, f.Ends, f.Repeat = c.zone, c.day, c.starts, c.ends, c.repeat
			}))
			if got := fault.Of(err).Fields; err != nil && !maps.Equal(got, c.want) || err == nil && c.want != nil {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		d.Clock.Advance(24 * time.Hour)
		if _, err := d.Volunteers.AddShifts(ctx, admin, role.Slug, shiftForm()); err != nil {
			t.Fatal(err)
		}
		all, err := models.ShiftsOf(ctx, db.Read(), role.ID, d.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		shift := all[0]
		err = d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, changeOf("2027-03-14T02:30", "2027-03-14T05:00", "Here"))
		if fault.Of(err).Fields["starts"] != "error.shift.skipped" {
			t.Errorf("changing: %v", err)
		}
	})
}

func TestShiftsAreRepeatedOnTheClockOfTheirPlaceAllOrNone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		here, there, role := makeUser(d, "az@example.org", models.RoleOrganizer, "az"), makeUser(d, "hi@example.org", models.RoleOrganizer, "hi"), makeRole(d)
		weekly := shiftForm(func(f *volunteers.ShiftForm) { f.Day, f.Repeat = "2027-03-06", "2" })
		if _, err := d.Volunteers.AddShifts(ctx, there, role.Slug, weekly); !fault.Is(err, fault.NotFound) {
			t.Errorf("staff of another state: %v", err)
		}
		first, err := d.Volunteers.AddShifts(ctx, here, role.Slug, weekly)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := models.ShiftsBetween(ctx, db.Read(), role.ID, first, first.AddDate(0, 1, 0))
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d shifts, %v", len(rows), err)
		}
		var local []string
		for _, s := range rows {
			local = append(local, s.StartsAt.In(s.Zone()).Format("01-02 15:04")+s.EndsAt.In(s.Zone()).Format("-15:04"))
		}
		if want := []string{"03-06 09:00-12:30", "03-13 09:00-12:30", "03-20 09:00-12:30"}; !slices.Equal(local, want) {
			t.Errorf("%v, want %v, though the clocks change in between", local, want)
		}
		overlap := shiftForm(func(f *volunteers.ShiftForm) { f.Day, f.Repeat = "2027-02-27", "1" })
		if _, err := d.Volunteers.AddShifts(ctx, here, role.Slug, overlap); fault.Of(err).Fields["starts"] != "error.shift.same" {
			t.Errorf("twice: %v", err)
		}
		if all, err := models.ShiftsOf(ctx, db.Read(), role.ID, testkit.Now); err != nil || len(all) != 3 {
			t.Errorf("%d shifts after a refusal, %v", len(all), err)
		}
	})
}

func TestTheFormOfAShiftNamesWhatNeedsMending(t *testing.T) {
	t.Parallel()
	d := desk.Open(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	admin, role := makeUser(d, "admin@example.org", models.RoleAdmin, ""), makeRole(d)
	for name, c := range map[string]struct {
		change func(*volunteers.ShiftForm)
		want   []string
	}{
		"nothing":       {func(f *volunteers.ShiftForm) { *f = volunteers.ShiftForm{} }, []string{"capacity", "day", "place", "zone"}},
		"past":          {func(f *volunteers.ShiftForm) { f.Day = "2026-11-01" }, []string{"starts"}},
		"no times":      {func(f *volunteers.ShiftForm) { f.Starts, f.Ends = "9", "" }, []string{"ends", "starts"}},
		"ends first":    {func(f *volunteers.ShiftForm) { f.Ends = "08:00" }, []string{"ends"}},
		"another world": {func(f *volunteers.ShiftForm) { f.Zone = "Europe/Paris" }, []string{"zone"}},
		"too often":     {func(f *volunteers.ShiftForm) { f.Repeat = "9" }, []string{"repeat"}},
		"too many":      {func(f *volunteers.ShiftForm) { f.Capacity, f.Notes = "501", strings.Repeat("a", 501) }, []string{"capacity", "notes"}},
	} {
		_, err := d.Volunteers.AddShifts(ctx, admin, role.Slug, shiftForm(c.change))
		if got := slices.Sorted(maps.Keys(fault.Of(err).Fields)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestMorePlacesGoToThoseWhoWaitAndFewerThanAreTakenAreRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		admin, role := makeUser(d, "admin@example.org", models.RoleAdmin, ""), makeRole(d)
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 1)
		for i := range 2 {
			if err := d.Volunteers.Claim(ctx, apply(t, d, role, address(i)), shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		local := func(at time.Time) string { return at.In(shift.Zone()).Format("2006-01-02T15:04") }
		change := changeOf(local(shift.StartsAt), local(shift.EndsAt), shift.Place)
		change.Capacity = "2"
		if err := d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, change); err != nil {
			t.Fatal(err)
		}
		after, rows := places(t, d, shift)
		if after.Taken != 2 || after.Capacity != 2 || rows[1].State != models.PlaceOffered || after.Changes != 0 {
			t.Errorf("%d of %d taken, the second is %s, %d changes", after.Taken, after.Capacity, rows[1].State, after.Changes)
		}
		change.Capacity = "1"
		if err := d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, change); fault.Of(err).Fields["capacity"] != "error.shift.capacity.taken" {
			t.Errorf("fewer than are taken: %v", err)
		}
		change.Capacity, change.Notes = "2", "The side door."
		if err := d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, change); err != nil {
			t.Fatal(err)
		}
		_, mails := d.Mails(mailroom.KindShift)
		told := 0
		for _, m := range mails[len(mails)-2:] {
			if strings.Contains(m.Text, "The side door.") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d mails carry the notes, want that of who has a place", told)
		}
	})
}
