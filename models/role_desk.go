package models

import (
	"context"
	"fmt"
	"time"
)

// RoleRow is a role as its organizers see it in a list.
type RoleRow struct {
	VolunteerRole
	Title     string
	Waiting   int // applications that are screened, or on the waitlist
	Active    int
	NextShift *int64
}

// RolesAtDesk lists the roles of a state, or with "" of all, with how many wait
// and work, and the shift that comes next.
func RolesAtDesk(ctx context.Context, tx *Tx, state, lang string, now time.Time) ([]RoleRow, error) {
	count := func(states string) string {
		return fmt.Sprintf("(SELECT count(*) FROM applications a WHERE a.role_id = r.id AND a.confirmed_at IS NOT NULL AND a.state IN (%s))", states)
	}
	return rowsOf[RoleRow](ctx, tx, `SELECT r.*, coalesce(l.title, t.title) AS title, `+count("'screening','waitlisted'")+` AS waiting, `+count("'active'")+` AS active,
  (SELECT s.id FROM shifts s WHERE s.role_id = r.id AND s.cancelled_at IS NULL AND s.starts_at > ? ORDER BY s.starts_at, s.id LIMIT 1) AS next_shift
FROM roles r JOIN role_texts t ON t.role_id = r.id AND t.lang = 'en' LEFT JOIN role_texts l ON l.role_id = r.id AND l.lang = ?
WHERE ? = '' OR r.state = ? ORDER BY CASE r.status WHEN 'open' THEN 0 ELSE 1 END, r.slug`, now, lang, state, state)
}

// RoleTextsOf lists a role's texts.
func RoleTextsOf(ctx context.Context, tx *Tx, roleID int64) ([]RoleText, error) {
	return rowsOf[RoleText](ctx, tx, "SELECT * FROM role_texts WHERE role_id = ? ORDER BY lang", roleID)
}

// SaveRole writes what organizers changed of a role; its slug, which keys the
// blind indexes, and its status stay.
func SaveRole(ctx context.Context, tx *Tx, r VolunteerRole, texts []RoleText) error {
	if err := moved(tx.exec(ctx, `UPDATE roles SET campaign_id = ?, state = ?, place = ?, remote = ?, kind = ?, adults = ?, steps = ?, places = ?,
  starts_on = ?, ends_on = ?, apply_by = ? WHERE id = ?`, r.CampaignID, r.State, r.Place, r.Remote, r.Kind, r.Adults, r.Steps, r.Places,
		r.StartsOn, r.EndsOn, r.ApplyBy, r.ID)); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM role_texts WHERE role_id = ?", r.ID); err != nil {
		return err
	}
	for i := range texts {
		texts[i].RoleID = r.ID
	}
	return add(ctx, tx, texts)
}

// MoveRole opens or closes a role; a Conflict fault if it already is.
func MoveRole(ctx context.Context, tx *Tx, r VolunteerRole, to string) error {
	return moved(tx.exec(ctx, "UPDATE roles SET status = ? WHERE id = ? AND status <> ?", to, r.ID, to))
}

// Applied is how many people applied for a role, and how many of them did not
// say that they are of age. On PostgreSQL it locks the role.
func Applied(ctx context.Context, tx *Tx, roleID int64) (all, young int, err error) {
	if err := lockRole(ctx, tx, roleID); err != nil {
		return 0, 0, err
	}
	if all, err = valueOf(ctx, tx, "SELECT count(*) FROM applications WHERE role_id = ?", roleID); err != nil {
		return 0, 0, err
	}
	young, err = valueOf(ctx, tx, "SELECT count(*) FROM applications WHERE role_id = ? AND NOT of_age", roleID)
	return all, young, err
}

// InScreening lists a role's applications that are being screened.
func InScreening(ctx context.Context, tx *Tx, roleID int64) ([]Application, error) {
	return rowsOf[Application](ctx, tx, "SELECT * FROM applications WHERE role_id = ? AND state = 'screening' ORDER BY moved_at, id", roleID)
}
