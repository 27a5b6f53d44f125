package models

import (
	"context"
	"time"
)

// AddShift stores a shift.
func AddShift(ctx context.Context, tx *Tx, s *Shift) error { return addOne(ctx, tx, s) }

// ShiftByRef finds a shift.
func ShiftByRef(ctx context.Context, tx *Tx, ref string) (Shift, error) {
	return take[Shift](ctx, tx, "ref = ?", ref)
}

// ShiftByID finds a shift.
func ShiftByID(ctx context.Context, tx *Tx, id int64) (Shift, error) {
	return take[Shift](ctx, tx, "id = ?", id)
}

// ShiftsOf lists a role's shifts that end after a time.
func ShiftsOf(ctx context.Context, tx *Tx, roleID int64, after time.Time) ([]Shift, error) {
	return rowsOf[Shift](ctx, tx, "SELECT * FROM shifts WHERE role_id = ? AND ends_at > ? ORDER BY starts_at, id", roleID, after)
}

// ShiftsBetween lists a role's shifts that begin within a time.
func ShiftsBetween(ctx context.Context, tx *Tx, roleID int64, from, to time.Time) ([]Shift, error) {
	return rowsOf[Shift](ctx, tx, "SELECT * FROM shifts WHERE role_id = ? AND starts_at >= ? AND starts_at < ? ORDER BY starts_at, id", roleID, from, to)
}

// PublicShift is a shift with the role that it is of.
type PublicShift struct {
	Shift
	Slug, Title string
}

// ShiftsOfCampaign lists the shifts to come of a campaign's open roles, cancelled
// ones too, and none of being with survivors.
func ShiftsOfCampaign(ctx context.Context, tx *Tx, campaignID int64, lang string, now time.Time) ([]PublicShift, error) {
	return rowsOf[PublicShift](ctx, tx, `SELECT s.*, r.slug, coalesce(l.title, t.title) AS title FROM shifts s JOIN roles r ON r.id = s.role_id
JOIN role_texts t ON t.role_id = r.id AND t.lang = 'en' LEFT JOIN role_texts l ON l.role_id = r.id AND l.lang = ?
WHERE r.campaign_id = ? AND r.status = 'open' AND r.kind <> 'survivor_contact' AND s.starts_at > ? ORDER BY s.starts_at, s.id LIMIT 500`, lang, campaignID, now)
}

// SameShift says whether a role has a shift at that time and place already.
func SameShift(ctx context.Context, tx *Tx, s Shift) (bool, error) {
	n, err := valueOf(ctx, tx, "SELECT count(*) FROM shifts WHERE role_id = ? AND starts_at = ? AND place = ? AND cancelled_at IS NULL", s.RoleID, s.StartsAt, s.Place)
	return n > 0, err
}

// SetCapacity writes how many places a shift has; a Conflict fault if more are
// taken.
func SetCapacity(ctx context.Context, tx *Tx, s Shift) error {
	return moved(tx.exec(ctx, "UPDATE shifts SET capacity = ? WHERE id = ? AND taken <= ?", s.Capacity, s.ID, s.Capacity))
}

// LockShift makes others who change the places of a shift wait for this
// transaction, and reads it anew.
func LockShift(ctx context.Context, tx *Tx, id int64) (Shift, error) {
	if tx.Dialect == Postgres {
		if _, err := rowsOf[int64](ctx, tx, "SELECT id FROM shifts WHERE id = ? FOR UPDATE", id); err != nil {
			return Shift{}, err
		}
	}
	return ShiftByID(ctx, tx, id)
}

// MoveTaken changes how many places of a shift are taken; a Conflict fault if
// there is no room.
func MoveTaken(ctx context.Context, tx *Tx, s *Shift, by int) error {
	if err := moved(tx.exec(ctx, "UPDATE shifts SET taken = taken + ? WHERE id = ? AND taken + ? BETWEEN 0 AND capacity", by, s.ID, by)); err != nil {
		return err
	}
	s.Taken += by
	return nil
}

// PlaceOf finds the place of an application on a shift.
func PlaceOf(ctx context.Context, tx *Tx, shiftID, applicationID int64) (ShiftPlace, error) {
	return take[ShiftPlace](ctx, tx, "shift_id = ? AND application_id = ?", shiftID, applicationID)
}

// PlacesOf lists everybody on a shift: who holds a place, then the waitlist in
// its order.
func PlacesOf(ctx context.Context, tx *Tx, shiftID int64) ([]ShiftPlace, error) {
	return rowsOf[ShiftPlace](ctx, tx, `SELECT * FROM shift_places WHERE shift_id = ?
ORDER BY CASE state WHEN 'held' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, queued_at, id`, shiftID)
}

// PlacesOfApplication lists a volunteer's places, by shift.
func PlacesOfApplication(ctx context.Context, tx *Tx, applicationID int64) ([]ShiftPlace, error) {
	return rowsOf[ShiftPlace](ctx, tx, `SELECT p.* FROM shift_places p JOIN shifts s ON s.id = p.shift_id
WHERE p.application_id = ? ORDER BY s.starts_at, p.id`, applicationID)
}

// AddPlace stores a place.
func AddPlace(ctx context.Context, tx *Tx, p *ShiftPlace) error { return addOne(ctx, tx, p) }

// MovePlace moves a place from the state it was read in; a Conflict fault if
// another came first. Whoever was checked in early and gives it back was not
// there.
func MovePlace(ctx context.Context, tx *Tx, p *ShiftPlace, to PlaceState, offeredUntil *time.Time, now time.Time) error {
	queued := p.QueuedAt
	if to == PlaceWaiting {
		queued = now
	}
	if err := moved(tx.exec(ctx, "UPDATE shift_places SET state = ?, offered_until = ?, queued_at = ?, moved_at = ?, attendance = '', minutes = 0 WHERE id = ? AND state = ?",
		to, offeredUntil, queued, now, p.ID, p.State)); err != nil {
		return err
	}
	p.State, p.OfferedUntil, p.QueuedAt, p.MovedAt, p.Attendance, p.Minutes = to, offeredUntil, queued, now, AttendanceOpen, 0
	return nil
}

// NextWaiting is who has waited longest for a shift; a NotFound fault if nobody
// does.
func NextWaiting(ctx context.Context, tx *Tx, shiftID int64) (ShiftPlace, error) {
	return first[ShiftPlace](ctx, tx, "SELECT * FROM shift_places WHERE shift_id = ? AND state = 'waiting' ORDER BY queued_at, id LIMIT 1", shiftID)
}

// ExpiredOffers lists places whose offer has run out.
func ExpiredOffers(ctx context.Context, tx *Tx, now time.Time, limit int) ([]ShiftPlace, error) {
	return rowsOf[ShiftPlace](ctx, tx, "SELECT * FROM shift_places WHERE state = 'offered' AND offered_until <= ? ORDER BY offered_until, id LIMIT ?", now, limit)
}

// HeldBetween lists the places held on shifts that start within a time.
func HeldBetween(ctx context.Context, tx *Tx, from, to time.Time) ([]ShiftPlace, error) {
	return rowsOf[ShiftPlace](ctx, tx, `SELECT p.* FROM shift_places p JOIN shifts s ON s.id = p.shift_id
WHERE p.state = 'held' AND s.cancelled_at IS NULL AND s.starts_at >= ? AND s.starts_at < ? ORDER BY s.starts_at, p.id`, from, to)
}

// PlaceByID finds a place.
func PlaceByID(ctx context.Context, tx *Tx, id int64) (ShiftPlace, error) {
	return take[ShiftPlace](ctx, tx, "id = ?", id)
}

// ConfirmPlace notes that a volunteer said again that they come.
func ConfirmPlace(ctx context.Context, tx *Tx, p ShiftPlace, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE shift_places SET confirmed_at = ? WHERE id = ? AND state = 'held'", now, p.ID))
}

// NoteAttendance notes whether a volunteer came, and for how long.
func NoteAttendance(ctx context.Context, tx *Tx, p ShiftPlace, a Attendance, minutes int) error {
	return moved(tx.exec(ctx, "UPDATE shift_places SET attendance = ?, minutes = ? WHERE id = ? AND state = 'held'", a, minutes, p.ID))
}

// NoteMissing notes everybody as missed who has a place and of whom nothing was
// noted; it returns how many.
func NoteMissing(ctx context.Context, tx *Tx, s Shift) (int64, error) {
	return tx.exec(ctx, "UPDATE shift_places SET attendance = 'missed', minutes = 0 WHERE shift_id = ? AND state = 'held' AND attendance = ''", s.ID)
}

// ChangeShift moves a shift to another time or place; its volunteers are asked
// again whether they come.
func ChangeShift(ctx context.Context, tx *Tx, s *Shift) error {
	s.Changes++
	if err := moved(tx.exec(ctx, "UPDATE shifts SET starts_at = ?, ends_at = ?, place = ?, notes = ?, changes = ? WHERE id = ? AND changes = ? AND cancelled_at IS NULL",
		s.StartsAt, s.EndsAt, s.Place, s.Notes, s.Changes, s.ID, s.Changes-1)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE shift_places SET confirmed_at = NULL, attendance = '', minutes = 0 WHERE shift_id = ?", s.ID)
	return err
}

// CancelShift ends a shift before it began.
func CancelShift(ctx context.Context, tx *Tx, s *Shift, now time.Time) error {
	s.Changes++
	s.CancelledAt = &now
	if err := moved(tx.exec(ctx, "UPDATE shifts SET cancelled_at = ?, changes = ? WHERE id = ? AND cancelled_at IS NULL", now, s.Changes, s.ID)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE shift_places SET attendance = '', minutes = 0 WHERE shift_id = ?", s.ID)
	return err
}

// ShiftsWithRoom lists the open shifts for which somebody waits although there
// is room.
func ShiftsWithRoom(ctx context.Context, tx *Tx, now time.Time) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT s.id FROM shifts s WHERE s.taken < s.capacity AND s.cancelled_at IS NULL AND s.starts_at > ?
  AND EXISTS (SELECT 1 FROM shift_places p WHERE p.shift_id = s.id AND p.state = 'waiting') ORDER BY s.id`, now)
}
