package volunteers

import (
	"testing"
	"time"

	"statehouse/models"
)

// TestAnEarlyShiftIsToldOfTheEveningBefore in the time of its place, over the
// nights on which clocks change, too.
func TestAnEarlyShiftIsToldOfTheEveningBefore(t *testing.T) {
	t.Parallel()
	for zone, days := range map[string][]string{"America/Phoenix": {"2026-11-24"}, "America/New_York": {"2026-03-08", "2026-11-01", "2026-11-24"}, "Pacific/Honolulu": {"2026-11-24"}} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			for starts, want := range map[string]string{"06:30": "20:00 the day before", "08:00": "20:00 the day before", "08:59": "20:00 the day before", "09:00": "08:00", "14:00": "08:00"} {
				at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+starts, place)
				if err != nil {
					t.Fatal(err)
				}
				shift := models.Shift{TimeZone: zone, StartsAt: at, EndsAt: at.Add(2 * time.Hour)}
				got, kinds := "", map[models.NoticeKind]bool{}
				for now := at.Add(-40 * time.Hour); now.Before(at); now = now.Add(time.Minute) {
					kind := due(shift, at.AddDate(0, 0, -30), now)
					if kind == models.NoticeDayOf && !kinds[kind] {
						if got = now.In(place).Format("15:04"); now.In(place).Day() != at.Day() {
							got += " the day before"
						}
					}
					kinds[kind] = true
				}
				if got != want || !kinds[models.NoticeDayBefore] {
					t.Errorf("%s %s %s: told at %q, want %q; the day before: %v", zone, day, starts, got, want, kinds[models.NoticeDayBefore])
				}
			}
		}
	}
}
