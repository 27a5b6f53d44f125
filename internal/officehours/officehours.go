// Package officehours knows when an office reads its mail: on working days, by
// day, in its own time zone.
package officehours

import "time"

// The first hour of a working day, and the one at which it is over.
const (
	Opens  = 8
	Closes = 18
)

// weights are how much of an hour's mail an office gets in each of its hours:
// most in the middle of the morning and of the afternoon, little at the edges.
var weights = [Closes - Opens]float64{0.3, 0.6, 1, 0.8, 0.4, 0.6, 0.9, 1, 0.7, 0.3}

// IsOpen says whether at, in the office's own zone, is in its working hours.
func IsOpen(at time.Time) bool {
	return at.Hour() >= Opens && at.Hour() < Closes && IsWorkingDay(at)
}

// Share is how much of most an office gets in a working hour: one at least, and
// nothing outside.
func Share(at time.Time, most int) int {
	if !IsOpen(at) {
		return 0
	}
	return max(1, int(float64(most)*weights[at.Hour()-Opens]))
}

// IsWorkingDay says whether the day of at is Monday to Friday and no holiday.
func IsWorkingDay(at time.Time) bool {
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !IsHoliday(at)
}

// IsHoliday says whether federal offices are closed on the day of at for one of
// the holidays of 5 U.S.C. § 6103(a). One that falls on a Saturday is kept on
// the Friday before (§ 6103(b)), one on a Sunday on the Monday after (Executive
// Order 11582).
func IsHoliday(at time.Time) bool {
	year, month, day := at.Date()
	for _, h := range append(holidays(year), date(year+1, time.January, 1)) {
		kept := observed(h)
		if kept.Year() == year && kept.Month() == month && kept.Day() == day {
			return true
		}
	}
	return false
}

func observed(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		return day.AddDate(0, 0, -1)
	case time.Sunday:
		return day.AddDate(0, 0, 1)
	}
	return day
}

func holidays(year int) []time.Time {
	return []time.Time{
		date(year, time.January, 1),
		nth(year, time.January, time.Monday, 3),   // Birthday of Martin Luther King, Jr.
		nth(year, time.February, time.Monday, 3),  // Washington's Birthday
		nth(year, time.June, time.Monday, 0),      // Memorial Day: the last Monday of May
		date(year, time.June, 19),                 // Juneteenth
		date(year, time.July, 4),                  // Independence Day
		nth(year, time.September, time.Monday, 1), // Labor Day
		nth(year, time.October, time.Monday, 2),   // Columbus Day
		date(year, time.November, 11),             // Veterans Day
		nth(year, time.November, time.Thursday, 4),
		date(year, time.December, 25),
	}
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

// nth is the nth such weekday of a month; the 0th is the last of the month before.
func nth(year int, month time.Month, weekday time.Weekday, n int) time.Time {
	first := date(year, month, 1)
	ahead := (int(weekday) - int(first.Weekday()) + 7) % 7
	return first.AddDate(0, 0, ahead+7*(n-1))
}
