package models

import "time"

const shapeOfLocal = time.DateOnly + "T15:04"

// LocalTime reads a time such as 2026-12-05T10:00 in a zone. A time that the clocks
// skip, or that they show twice, is none: the message says so.
func LocalTime(typed string, zone *time.Location) (t time.Time, message string) {
	t, err := time.ParseInLocation(shapeOfLocal, typed, zone)
	switch {
	case err != nil:
		return t, "error.shift.time"
	case t.Format(shapeOfLocal) != typed:
		return t, "error.shift.skipped"
	}
	for _, apart := range []time.Duration{-time.Hour, time.Hour} {
		if t.Add(apart).Format(shapeOfLocal) == typed {
			return t, "error.shift.twice"
		}
	}
	return t, ""
}

// Zone is the zone of the state's capital; UTC if the machine does not know it.
func (s State) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Today is the day that it is in the state, as 2006-01-02.
func (s State) Today(now time.Time) string { return now.In(s.Zone()).Format(time.DateOnly) }
