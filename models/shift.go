package models

import "time"

// Shift is a dated slot of a role. Its places are counted by the database
// itself: Taken can never pass Capacity.
type Shift struct {
	ID          int64
	Ref         string // names it in addresses and calendars
	RoleID      int64
	StartsAt    time.Time
	EndsAt      time.Time
	TimeZone    string // IANA name, of the place
	Place       string
	Notes       string // for those who have a place
	Capacity    int
	Taken       int // places held or offered
	Changes     int // how often its time or place changed
	CancelledAt *time.Time
	CreatedAt   time.Time
}

// TimeZones are the zones that a shift's place may lie in, from east to west.
var TimeZones = []string{"America/Puerto_Rico", "America/New_York", "America/Indiana/Indianapolis", "America/Chicago", "America/North_Dakota/Center", "America/Denver",
	"America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu"}

// Zone is the time zone of the shift's place.
func (s Shift) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// PlaceState is whether somebody has a place on a shift.
type PlaceState string

// The states.
const (
	PlaceHeld    PlaceState = "held"
	PlaceWaiting PlaceState = "waiting" // on the waitlist, first come first served
	PlaceOffered PlaceState = "offered" // a place is kept for them until a time
	PlaceDropped PlaceState = "dropped"
)

// PlaceStates lists them all.
var PlaceStates = []PlaceState{PlaceHeld, PlaceWaiting, PlaceOffered, PlaceDropped}

// Attendance is whether somebody came.
type Attendance string

// The attendances.
const (
	AttendanceOpen Attendance = ""
	Attended       Attendance = "attended"
	Missed         Attendance = "missed"
	Excused        Attendance = "excused"
)

// Attendances lists them all.
var Attendances = []Attendance{AttendanceOpen, Attended, Missed, Excused}

// ShiftPlace is one volunteer on one shift.
type ShiftPlace struct {
	ID            int64
	ShiftID       int64
	ApplicationID int64
	State         PlaceState
	OfferedUntil  *time.Time
	ConfirmedAt   *time.Time // they said again that they come
	Attendance    Attendance
	Minutes       int // worked
	QueuedAt      time.Time
	MovedAt       time.Time
}

// IsOpen says whether places of the shift may still change hands.
func (s Shift) IsOpen(now time.Time) bool { return s.CancelledAt == nil && now.Before(s.StartsAt) }

// IsTaken says whether the place counts among those taken.
func (p ShiftPlace) IsTaken() bool { return p.State == PlaceHeld || p.State == PlaceOffered }
