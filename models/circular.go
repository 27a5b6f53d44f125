package models

import (
	"context"
	"time"
)

// Limits of a circular, in characters.
const (
	MaxCircularSubject = 120
	MaxCircularBody    = 6000
)

// Circular is one mail by staff to the organizers of chosen campaigns.
type Circular struct {
	ID       int64
	Ref      string // of the form that it was sent by: pressing twice sends once
	UserID   int64
	State    string // of the campaigns, empty for all
	Statuses string // of the campaigns, with commas
	Subject  string
	Body     string
	SentAt   time.Time
}

// CircularMail is the mail that one person got.
type CircularMail struct {
	CircularID int64 `gorm:"primaryKey;autoIncrement:false"`
	UserID     int64 `gorm:"primaryKey;autoIncrement:false"`
	OutboxID   int64
}

// AddCircular stores a circular and fills its id; one of the same form is a Conflict.
func AddCircular(ctx context.Context, tx *Tx, c *Circular) error { return addOne(ctx, tx, c) }

// AddCircularMails notes who got it.
func AddCircularMails(ctx context.Context, tx *Tx, rows []CircularMail) error {
	return add(ctx, tx, rows)
}

// CircularRow is a circular with who wrote it and how many got it.
type CircularRow struct {
	Circular
	Name   string
	People int
}

// CircularsIn lists those about a state's campaigns, with "" all, newest first.
func CircularsIn(ctx context.Context, tx *Tx, state string, limit int) ([]CircularRow, error) {
	return rowsOf[CircularRow](ctx, tx, `SELECT c.*, u.name, (SELECT count(*) FROM circular_mails m WHERE m.circular_id = c.id) AS people
FROM circulars c JOIN users u ON u.id = c.user_id WHERE (? = '' OR c.state = ?) ORDER BY c.id DESC LIMIT ?`, state, state, limit)
}

// OrganizersOf lists who may work on the campaigns of some states, by name; those who
// are suspended are left out.
func OrganizersOf(ctx context.Context, tx *Tx, states []string) ([]User, error) {
	if len(states) == 0 {
		return nil, nil
	}
	return rowsOf[User](ctx, tx, "SELECT * FROM users WHERE role = 'organizer' AND suspended_at IS NULL AND (state = '' OR state IN ?) ORDER BY name, id", states)
}
