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
)

// Roles lists them all.
var Roles = []Role{RoleAdmin, RoleOrganizer, RoleModerator}

// User is a member of staff. Supporters have no accounts.
type User struct {
	ID          int64
	Email       string // lower case
	Name        string
	Role        Role
	State       string // team, empty for all states
	CreatedAt   time.Time
	SuspendedAt *time.Time
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
	return addOne(ctx, tx, u)
}

// Actor is who asks: a member of staff, or nobody.
type Actor struct{ User *User }

// MayOperate says whether the actor may see the works: jobs, mail, data.
func (a Actor) MayOperate() bool { return a.is(RoleAdmin) }

// IsStaff says whether the actor is signed in and not suspended.
func (a Actor) IsStaff() bool { return a.User != nil && a.User.SuspendedAt == nil }

func (a Actor) is(role Role) bool { return a.IsStaff() && a.User.Role == role }
