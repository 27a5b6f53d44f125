package models

import (
	"context"
	"time"
)

// AddApplication stores an application; a Conflict fault if the address has one
// for the role.
func AddApplication(ctx context.Context, tx *Tx, a *Application) error { return addOne(ctx, tx, a) }

// ApplicationByID finds an application.
func ApplicationByID(ctx context.Context, tx *Tx, id int64) (Application, error) {
	return take[Application](ctx, tx, "id = ?", id)
}

// ApplicationByIndex finds the application of an address for a role.
func ApplicationByIndex(ctx context.Context, tx *Tx, roleID int64, index []byte) (Application, error) {
	return take[Application](ctx, tx, "role_id = ? AND email_index = ?", roleID, index)
}

// MoveApplication moves an application from the state it was read in; a
// Conflict fault if there is no such move or another came first.
func MoveApplication(ctx context.Context, tx *Tx, a *Application, to ApplicationState, reason string, now time.Time) error {
	if !a.State.MayBecome(to) {
		return moved(0, nil)
	}
	if err := moved(tx.exec(ctx, "UPDATE applications SET state = ?, reason = ?, moved_at = ? WHERE id = ? AND state = ?", to, reason, now, a.ID, a.State)); err != nil {
		return err
	}
	a.State, a.Reason, a.MovedAt = to, reason, now
	return nil
}

// ConfirmApplication notes that the applicant's address is theirs; doing it
// again does nothing. It says whether it was the first time.
func ConfirmApplication(ctx context.Context, tx *Tx, a *Application, now time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE applications SET confirmed_at = ? WHERE id = ? AND confirmed_at IS NULL", now, a.ID)
	if n == 1 {
		a.ConfirmedAt = &now
	}
	return n == 1, err
}

// ActiveCount is how many people fill a role. On PostgreSQL it locks the role,
// so that two who come at once are counted one after the other.
func ActiveCount(ctx context.Context, tx *Tx, roleID int64) (int, error) {
	if err := lockRole(ctx, tx, roleID); err != nil {
		return 0, err
	}
	return valueOf(ctx, tx, "SELECT count(*) FROM applications WHERE role_id = ? AND state IN ('active','paused')", roleID)
}

// LockRole reads a role anew; on PostgreSQL it makes others who count on it wait.
func LockRole(ctx context.Context, tx *Tx, id int64) (VolunteerRole, error) {
	if err := lockRole(ctx, tx, id); err != nil {
		return VolunteerRole{}, err
	}
	return RoleByID(ctx, tx, id)
}

func lockRole(ctx context.Context, tx *Tx, id int64) error {
	if tx.Dialect != Postgres {
		return nil
	}
	_, err := rowsOf[int64](ctx, tx, "SELECT id FROM roles WHERE id = ? FOR UPDATE", id)
	return err
}

// NextWaitlisted is who has waited longest for a role; a NotFound fault if
// nobody does.
func NextWaitlisted(ctx context.Context, tx *Tx, roleID int64) (Application, error) {
	return first[Application](ctx, tx, "SELECT * FROM applications WHERE role_id = ? AND state = 'waitlisted' ORDER BY moved_at, id LIMIT 1", roleID)
}

// ApplicationsOf lists a role's confirmed applications, oldest first.
func ApplicationsOf(ctx context.Context, tx *Tx, roleID int64) ([]Application, error) {
	return rowsOf[Application](ctx, tx, "SELECT * FROM applications WHERE role_id = ? AND confirmed_at IS NOT NULL ORDER BY created_at, id", roleID)
}

// RenewApplication writes what was typed last for an address that never
// confirmed.
func RenewApplication(ctx context.Context, tx *Tx, a Application) error {
	return moved(tx.exec(ctx, `UPDATE applications SET name = ?, email = ?, zip = ?, answer = ?, lang = ?, of_age = ?
WHERE id = ? AND confirmed_at IS NULL`, a.Name, a.Email, a.ZIP, a.Answer, a.Lang, a.OfAge, a.ID))
}

// LockApplication makes others who move a wait until the transaction ends; a
// Conflict fault means that a was moved since it was read.
func LockApplication(ctx context.Context, tx *Tx, a Application) error {
	return moved(tx.exec(ctx, "UPDATE applications SET state = state WHERE id = ? AND state = ?", a.ID, a.State))
}

// ApplicationByRef finds an application of a role that was confirmed.
func ApplicationByRef(ctx context.Context, tx *Tx, roleID int64, ref string) (Application, error) {
	return take[Application](ctx, tx, "role_id = ? AND ref = ? AND confirmed_at IS NOT NULL", roleID, ref)
}

// ApplicationsOnShift are the applications that have a place on a shift, by id.
func ApplicationsOnShift(ctx context.Context, tx *Tx, shiftID int64) (map[int64]Application, error) {
	rows, err := rowsOf[Application](ctx, tx, "SELECT a.* FROM applications a JOIN shift_places p ON p.application_id = a.id WHERE p.shift_id = ?", shiftID)
	list := make(map[int64]Application, len(rows))
	for _, a := range rows {
		list[a.ID] = a
	}
	return list, err
}

// ApplicationsByIndex lists the applications that bear one of the blind
// indexes, newest first.
func ApplicationsByIndex(ctx context.Context, tx *Tx, indexes [][]byte) ([]Application, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	return rowsOf[Application](ctx, tx, "SELECT * FROM applications WHERE email_index IN ? ORDER BY created_at DESC, id DESC", indexes)
}

// ApplicationsAfter pages through all applications by id.
func ApplicationsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Application, error) {
	return rowsOf[Application](ctx, tx, "SELECT * FROM applications WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// EraseApplication deletes an application with its steps, places, links and
// mails. The places that it held are free again; the hours worked stay in the
// sum of the role, which names nobody.
func EraseApplication(ctx context.Context, tx *Tx, a Application) error {
	if err := lockRole(ctx, tx, a.RoleID); err != nil {
		return err
	}
	places, err := PlacesOfApplication(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, p := range places {
		shift, err := LockShift(ctx, tx, p.ShiftID)
		if err != nil {
			return err
		}
		now, err := PlaceOf(ctx, tx, p.ShiftID, a.ID)
		if err != nil {
			return err
		}
		if now.IsTaken() {
			if err := MoveTaken(ctx, tx, &shift, -1); err != nil {
				return err
			}
		}
		if now.Attendance == Attended {
			if _, err := tx.exec(ctx, "UPDATE roles SET past_minutes = past_minutes + ?, past_shifts = past_shifts + 1 WHERE id = ?", now.Minutes, a.RoleID); err != nil {
				return err
			}
		}
		if _, err := tx.exec(ctx, "DELETE FROM shift_places WHERE id = ?", p.ID); err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, "DELETE FROM applications WHERE id = ?", a.ID)
	return err
}

// KeepEnded is how long an application is kept once it was declined or left.
const KeepEnded = 180 * 24 * time.Hour

// EndedApplications lists those that have outlived their purpose: never
// confirmed, or declined or left long ago and not begun anew.
func EndedApplications(ctx context.Context, tx *Tx, now time.Time, limit int) ([]Application, error) {
	return rowsOf[Application](ctx, tx, `SELECT * FROM applications WHERE confirmed_at IS NULL AND moved_at < ?
  OR state IN ('declined','left') AND moved_at < ? AND again IS NULL ORDER BY id LIMIT ?`, now.Add(-KeepPending), now.Add(-KeepEnded), limit)
}

// RolesWithRoom lists the roles for which somebody waits although there is room.
func RolesWithRoom(ctx context.Context, tx *Tx) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT DISTINCT r.id FROM roles r JOIN applications w ON w.role_id = r.id AND w.state = 'waitlisted'
WHERE r.places > (SELECT count(*) FROM applications a WHERE a.role_id = r.id AND a.state IN ('active','paused')) ORDER BY r.id`)
}

// SaveAnswer writes what the applicant answered.
func SaveAnswer(ctx context.Context, tx *Tx, a Application) error {
	return moved(tx.exec(ctx, "UPDATE applications SET answer = ? WHERE id = ? AND state = ?", a.Answer, a.ID, a.State))
}
