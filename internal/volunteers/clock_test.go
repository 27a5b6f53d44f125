package volunteers_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

// yearOfShifts lays shifts into a year: one in each month, and on and around the
// days on which clocks change, in three zones.
func yearOfShifts(t *testing.T, d *desk.Desk, role models.VolunteerRole, tok string) []models.Shift {
	t.Helper()
	days := []string{"2027-03-13", "2027-03-14", "2027-03-15", "2027-11-06", "2027-11-07", "2027-11-08"}
	for month := range 12 {
		days = append(days, time.Date(2026, 12+time.Month(month), 10, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	var shifts []models.Shift
	for _, name := range []string{"America/Phoenix", "America/New_York", "Pacific/Honolulu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			starts, err := time.ParseInLocation("2006-01-02 15:04", day+" 13:00", zone)
			if err != nil {
				t.Fatal(err)
			}
			shift := models.Shift{Ref: fmt.Sprintf("%s-%s", name[len(name)-7:], day), RoleID: role.ID, StartsAt: models.Moment(starts), EndsAt: models.Moment(starts.Add(3 * time.Hour)),
				TimeZone: name, Place: "Here", Capacity: 1, CreatedAt: d.Clock.Now()}
			d.Write(func(ctx context.Context, tx *models.Tx) error {
				shift.ID = 0
				return models.AddShift(ctx, tx, &shift)
			})
			if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil {
				t.Fatal(err)
			}
			shifts = append(shifts, shift)
		}
	}
	return shifts
}

func TestThroughAYearEverythingIsToldOnceAtTheRightLocalTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		shifts := yearOfShifts(t, d, role, apply(t, d, role, "ada@example.org"))
		end := testkit.Now.AddDate(1, 0, 0)
		for d.Clock.Now().Before(end) {
			d.Clock.Advance(time.Hour)
			if !isNear(d.Clock.Now(), shifts) {
				continue
			}
			for range 2 { // each tick as if the process had just begun
				if err := volunteers.New(db, d.Keys, d.Room, d.Clock.Now).Tick(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		told, err := models.NoticesBetween(ctx, db.Read(), testkit.Now, end)
		if err != nil {
			t.Fatal(err)
		}
		times := map[int64]map[models.NoticeKind][]time.Time{}
		for _, n := range told {
			place, err := models.PlaceByID(ctx, db.Read(), n.PlaceID)
			if err != nil {
				t.Fatal(err)
			}
			if times[place.ShiftID] == nil {
				times[place.ShiftID] = map[models.NoticeKind][]time.Time{}
			}
			times[place.ShiftID][n.Kind] = append(times[place.ShiftID][n.Kind], n.CreatedAt)
		}
		for _, s := range shifts {
			y, m, day := s.StartsAt.In(s.Zone()).Date()
			for kind, want := range map[models.NoticeKind]time.Time{
				models.NoticeDayBefore: time.Date(y, m, day-1, 11, 0, 0, 0, s.Zone()), models.NoticeDayOf: time.Date(y, m, day, 8, 0, 0, 0, s.Zone()),
				models.NoticeAfter: s.EndsAt.Add(time.Hour), models.NoticeHeld: testkit.Now,
			} {
				if got := times[s.ID][kind]; len(got) != 1 || !got[0].Equal(want) {
					t.Errorf("%s %s: told at %v, want once at %v", s.Ref, kind, got, want)
				}
			}
		}
		if _, mails := d.Mails(mailroom.KindShift); len(mails) != 4*len(shifts) {
			t.Errorf("%d mails of %d shifts", len(mails), len(shifts))
		}
	})
}

func isNear(now time.Time, shifts []models.Shift) bool {
	for _, s := range shifts {
		if away := s.StartsAt.Sub(now); away < 40*time.Hour && away > -40*time.Hour {
			return true
		}
	}
	return false
}

func TestAChangeAndACancellationReachEverybodyOnceWithTheirCalendarFile(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		admin := makeUser(d, "one@example.org", models.RoleAdmin, "")
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 1)
		for i := range 2 {
			if err := d.Volunteers.Claim(ctx, apply(t, d, role, address(i)), shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		change := volunteers.Change{Starts: "2026-12-05T09:00", Ends: "2026-12-05T11:30", Place: "The library"}
		for range 2 { // the second changes nothing, and tells nobody
			if err := d.Volunteers.ChangeShift(ctx, admin, role.Slug, shift.Ref, change); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.CancelShift(ctx, admin, role.Slug, shift.Ref); err != nil {
			t.Fatal(err)
		}
		_, mails := d.Mails(mailroom.KindShift)
		if len(mails) != 6 {
			t.Fatalf("%d mails, want two each of claiming, change and cancellation", len(mails))
		}
		held, changed, cancelled := parse(t, mails[0].Attachments[0].Content), parse(t, mails[2].Attachments[0].Content), parse(t, mails[4].Attachments[0].Content)
		for i, want := range []struct{ method, sequence, status, start string }{
			{"PUBLISH", "0", "CONFIRMED", "20261204T120000Z"}, {"PUBLISH", "1", "CONFIRMED", "20261205T160000Z"}, {"CANCEL", "2", "CANCELLED", "20261205T160000Z"},
		} {
			got := []map[string]string{held, changed, cancelled}[i]
			if got["METHOD"] != want.method || got["SEQUENCE"] != want.sequence || got["STATUS"] != want.status || got["DTSTART"] != want.start || got["UID"] != held["UID"] {
				t.Errorf("file %d is %v", i, got)
			}
		}
		if held["LOCATION"] != `Encanto Park\, the pavilion\; north side` {
			t.Errorf("the place is written %q", held["LOCATION"])
		}
	})
}
