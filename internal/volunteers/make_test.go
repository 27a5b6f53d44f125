package volunteers_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/token"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

var ctx = context.Background()

// makeRole stores a role of Arizona without steps of screening.
func makeRole(d *desk.Desk, options ...func(*models.VolunteerRole)) models.VolunteerRole {
	role := models.VolunteerRole{Slug: "az-" + token.Code(6), State: "az", Place: "Phoenix", Kind: models.RoleOutreach, Status: models.RoleOpen, CreatedAt: d.Clock.Now()}
	for _, option := range options {
		option(&role)
	}
	d.Write(func(ctx context.Context, tx *models.Tx) error {
		role.ID = 0
		return models.AddRole(ctx, tx, &role, []models.RoleText{{Lang: "en", Title: "Weekend outreach", Summary: "A table in the park.", Body: "Come.", TimeNeeded: "3 hours", Instructions: "Bring water."}})
	})
	return role
}

// makeShift stores a shift of three hours.
func makeShift(d *desk.Desk, role models.VolunteerRole, starts time.Time, capacity int) models.Shift {
	shift := models.Shift{Ref: token.Ref(), RoleID: role.ID, StartsAt: models.Moment(starts), EndsAt: models.Moment(starts.Add(3 * time.Hour)), TimeZone: "America/Phoenix",
		Place: "Encanto Park, the pavilion; north side", Capacity: capacity, CreatedAt: d.Clock.Now()}
	d.Write(func(ctx context.Context, tx *models.Tx) error {
		shift.ID = 0
		return models.AddShift(ctx, tx, &shift)
	})
	return shift
}

func form(email string) volunteers.Form {
	return volunteers.Form{Name: "Ada Example", Email: email, ZIP: "85003", Answer: "On Saturdays.", OfAge: true, Lang: "en"}
}

// apply is an application whose address has been confirmed, with its link.
func apply(t *testing.T, d *desk.Desk, role models.VolunteerRole, email string) string {
	t.Helper()
	if err := d.Volunteers.Apply(ctx, role.Slug, form(email)); err != nil {
		t.Fatal(err)
	}
	tok := d.Link(mailroom.KindApplication, email)
	if err := d.Volunteers.Confirm(ctx, tok); err != nil {
		t.Fatal(err)
	}
	return tok
}

func look(t *testing.T, d *desk.Desk, tok string) volunteers.Sight {
	t.Helper()
	sight, err := d.Volunteers.Look(ctx, tok, "en")
	if err != nil {
		t.Fatal(err)
	}
	return sight
}

// places are who stands where on a shift, in the order of PlacesOf.
func places(t *testing.T, d *desk.Desk, shift models.Shift) (models.Shift, []models.ShiftPlace) {
	t.Helper()
	rows, err := models.PlacesOf(ctx, d.DB.Read(), shift.ID)
	if err != nil {
		t.Fatal(err)
	}
	shift, err = models.ShiftByID(ctx, d.DB.Read(), shift.ID)
	if err != nil {
		t.Fatal(err)
	}
	return shift, rows
}

func stateOf(t *testing.T, d *desk.Desk, shift models.Shift, tok string) models.PlaceState {
	t.Helper()
	p, err := models.PlaceOf(ctx, d.DB.Read(), shift.ID, look(t, d, tok).Application.ID)
	if err != nil {
		t.Fatal(err)
	}
	return p.State
}

func address(i int) string { return fmt.Sprintf("v%d@example.org", i) }

func makeUser(d *desk.Desk, email string, role models.Role, state string) models.Actor {
	user := models.User{Email: email, Name: "Sam Sample", Role: role, State: state, CreatedAt: d.Clock.Now()}
	d.Write(func(ctx context.Context, tx *models.Tx) error {
		user.ID = 0
		return models.AddUser(ctx, tx, &user)
	})
	return models.Actor{User: &user}
}

func changeOf(starts, ends, place string) volunteers.Change {
	return volunteers.Change{Starts: starts, Ends: ends, Place: place}
}
