package models

import (
	"context"
	"strings"
	"time"
)

// Role is what a member of staff may do.
type Role string

// The roles.
const (
	RoleAdmin     Role = "admin"
	RoleOrganizer Role = "organizer"
	RoleModerator Role = "moderator"
	RoleViewer    Role = "viewer" // sees what organizers see, and changes nothing
)

// Roles lists them all.
var Roles = []Role{RoleAdmin, RoleOrganizer, RoleModerator, RoleViewer}

// User is a member of staff. Supporters have no accounts.
type User struct {
	ID          int64
	Email       string // lower case
	Name        string
	Role        Role
	State       string // team, empty for all states
	CreatedAt   time.Time
	SuspendedAt *time.Time
	TrustedAt   *time.Time // since when their campaigns need no review
	Lang        string     // in which they are written to
}

// UserByID finds a user.
func UserByID(ctx context.Context, tx *Tx, id int64) (User, error) {
	return take[User](ctx, tx, "id = ?", id)
}

// UserByEmail finds a user in any case.
func UserByEmail(ctx context.Context, tx *Tx, email string) (User, error) {
	return take[User](ctx, tx, "email = ?", strings.ToLower(email))
}

// AddUser stores a user; a Conflict fault if the address has one.
func AddUser(ctx context.Context, tx *Tx, u *User) error {
	u.Email = strings.ToLower(u.Email)
	if u.Lang == "" {
		u.Lang = "en"
	}
	return addOne(ctx, tx, u)
}

// Users lists all staff, by name.
func Users(ctx context.Context, tx *Tx) ([]User, error) {
	return rowsOf[User](ctx, tx, "SELECT * FROM users ORDER BY name, id")
}

// SpeakTo keeps the language in which a user is written to.
func SpeakTo(ctx context.Context, tx *Tx, userID int64, lang string) error {
	_, err := tx.exec(ctx, "UPDATE users SET lang = ? WHERE id = ? AND lang <> ?", lang, userID, lang)
	return err
}

// SaveStanding keeps whether a user is suspended, and trusted.
func SaveStanding(ctx context.Context, tx *Tx, u User) error {
	return moved(tx.exec(ctx, "UPDATE users SET suspended_at = ?, trusted_at = ? WHERE id = ?", u.SuspendedAt, u.TrustedAt, u.ID))
}
