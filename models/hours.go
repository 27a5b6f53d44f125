package models

import (
	"context"
	"time"
)

// Hours is what one volunteer did in a role: only shifts that they came to
// count.
type Hours struct {
	Application
	Shifts  int
	Minutes int
	Missed  int // shifts that they did not come to, without an excuse
}

// attended are the places that count, p of shift s.
const attended = "p.state = 'held' AND p.attendance = 'attended' AND s.cancelled_at IS NULL"

const missed = "p.state = 'held' AND p.attendance = 'missed' AND s.cancelled_at IS NULL"

// HoursOf lists the hours of a role by volunteer: who came to a shift, or was
// missed at one.
func HoursOf(ctx context.Context, tx *Tx, roleID int64) ([]Hours, error) {
	return rowsOf[Hours](ctx, tx, `SELECT a.*, x.shifts, x.minutes, x.missed FROM applications a JOIN (
  SELECT p.application_id, sum(CASE WHEN `+attended+` THEN 1 ELSE 0 END) AS shifts, sum(CASE WHEN `+attended+` THEN p.minutes ELSE 0 END) AS minutes,
    sum(CASE WHEN `+missed+` THEN 1 ELSE 0 END) AS missed
  FROM shift_places p JOIN shifts s ON s.id = p.shift_id WHERE s.role_id = ? GROUP BY p.application_id
) x ON x.application_id = a.id WHERE x.shifts + x.missed > 0 ORDER BY x.minutes DESC, a.id`, roleID)
}

// MissedBefore counts, by application, the shifts that those on a shift did not
// come to before it began.
func MissedBefore(ctx context.Context, tx *Tx, shift Shift) (map[int64]int, error) {
	rows, err := rowsOf[struct {
		ApplicationID int64
		N             int
	}](ctx, tx, `SELECT p.application_id, count(*) AS n FROM shift_places p JOIN shifts s ON s.id = p.shift_id
WHERE `+missed+` AND s.role_id = ? AND s.starts_at < ? GROUP BY p.application_id`, shift.RoleID, shift.StartsAt)
	counts := make(map[int64]int, len(rows))
	for _, r := range rows {
		counts[r.ApplicationID] = r.N
	}
	return counts, err
}

// AttendedShift is a shift that a volunteer came to.
type AttendedShift struct {
	Ref              string
	StartsAt, EndsAt time.Time
	TimeZone, Place  string
	Minutes          int
}

// AttendedBy lists the shifts that a volunteer came to, oldest first.
func AttendedBy(ctx context.Context, tx *Tx, applicationID int64) ([]AttendedShift, error) {
	return rowsOf[AttendedShift](ctx, tx, `SELECT s.ref, s.starts_at, s.ends_at, s.time_zone, s.place, p.minutes FROM shift_places p JOIN shifts s ON s.id = p.shift_id
WHERE p.application_id = ? AND `+attended+` ORDER BY s.starts_at, s.id`, applicationID)
}
