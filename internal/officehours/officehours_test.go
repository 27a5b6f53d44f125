package officehours

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func in(t *testing.T, zone, at string) time.Time {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	return moment.In(place)
}

func TestFederalHolidaysAndTheDaysOnWhichTheyAreKept(t *testing.T) {
	t.Parallel()
	// As the Office of Personnel Management lists them.
	kept := map[string]bool{}
	for _, day := range []string{
		"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
		"2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05", "2027-09-06", "2027-10-11", "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31",
		"2028-01-17", "2028-02-21", "2028-05-29", "2028-06-19", "2028-07-04", "2028-09-04", "2028-10-09", "2028-11-10", "2028-11-23", "2028-12-25",
	} {
		kept[day] = true
	}
	for day := date(2026, time.January, 1); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		if got := IsHoliday(day); got != kept[day.Format(time.DateOnly)] {
			t.Errorf("%s: %v", day.Format(time.DateOnly), got)
		}
	}
}

func TestAnOfficeIsOpenByItsOwnClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, at string
		open     bool
	}{
		{"America/Phoenix", "2026-11-24T14:59:59Z", false}, // 07:59, no daylight saving time there
		{"America/Phoenix", "2026-11-24T15:00:00Z", true},
		{"America/Phoenix", "2026-07-07T15:00:00Z", true},
		{"Pacific/Honolulu", "2026-11-25T03:59:59Z", true}, // 17:59 on Tuesday
		{"Pacific/Honolulu", "2026-11-25T04:00:00Z", false},
		{"America/New_York", "2026-10-30T12:00:00Z", true},  // 08:00 EDT
		{"America/New_York", "2026-11-02T12:00:00Z", false}, // 07:00 EST, after the clocks changed
		{"America/New_York", "2026-11-02T13:00:00Z", true},
		{"America/New_York", "2026-11-26T15:00:00Z", false}, // Thanksgiving
		{"America/New_York", "2026-11-28T15:00:00Z", false}, // Saturday
		{"America/New_York", "2026-07-03T15:00:00Z", false}, // Independence Day is a Saturday
		{"Pacific/Honolulu", "2027-01-01T03:00:00Z", true},  // still the old year there
	} {
		if got := IsOpen(in(t, c.zone, c.at)); got != c.open {
			t.Errorf("%s in %s: open %v", c.at, c.zone, got)
		}
	}
}

func TestAnHourGetsItsShareAndOneAtLeast(t *testing.T) {
	t.Parallel()
	for hour := range 24 {
		at := time.Date(2026, time.November, 24, hour, 30, 0, 0, time.UTC)
		for _, most := range []int{1, 3, 30} {
			got := Share(at, most)
			if IsOpen(at) && (got < 1 || got > most) || !IsOpen(at) && got != 0 {
				t.Errorf("at %d of %d: %d", hour, most, got)
			}
		}
	}
	if Share(time.Date(2026, time.November, 24, 10, 0, 0, 0, time.UTC), 30) != 30 {
		t.Error("ten o'clock does not get all of it")
	}
}
