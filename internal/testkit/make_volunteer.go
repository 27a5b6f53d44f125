package testkit

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// MakeRole stores an open role of Arizona without steps of screening.
func MakeRole(t testing.TB, db *models.DB) models.VolunteerRole {
	t.Helper()
	role := models.VolunteerRole{Slug: "az-" + token.Code(8), State: "az", Place: "Phoenix", Kind: models.RoleOutreach, Status: models.RoleOpen, CreatedAt: Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		role.ID = 0
		return models.AddRole(ctx, tx, &role, []models.RoleText{{Lang: "en", Title: "Weekend outreach", Summary: "A table in the park."}})
	})
	return role
}

// MakeApplication stores an active application of an address for a role.
func MakeApplication(t testing.TB, db *models.DB, keys *privacy.Keys, role models.VolunteerRole, address string) models.Application {
	t.Helper()
	a := models.Application{Ref: token.Ref(), RoleID: role.ID, Lang: "en", OfAge: true, State: models.ApplicationActive, CreatedAt: Now, ConfirmedAt: &Now, MovedAt: Now}
	a.SealApplicant(keys, models.Applicant{Name: "Ada Example", Email: address, ZIP: "85003", Answer: "On Saturdays."})
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		email, err := models.ParseEmail(address)
		if err != nil {
			return err
		}
		a.ID, a.EmailIndex = 0, models.RoleIndex(keys, role.Slug, email)
		return models.AddApplication(ctx, tx, &a)
	})
	return a
}

// MakeHeldPlace stores a shift of one place, ten days ahead, which an
// application holds.
func MakeHeldPlace(t testing.TB, db *models.DB, a models.Application) models.Shift {
	t.Helper()
	starts := Now.AddDate(0, 0, 10)
	shift := models.Shift{Ref: token.Ref(), RoleID: a.RoleID, StartsAt: starts, EndsAt: starts.Add(3 * time.Hour), TimeZone: "America/Phoenix", Place: "Encanto Park", Capacity: 1, Taken: 1, CreatedAt: Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		shift.ID = 0
		if err := models.AddShift(ctx, tx, &shift); err != nil {
			return err
		}
		return models.AddPlace(ctx, tx, &models.ShiftPlace{ShiftID: shift.ID, ApplicationID: a.ID, State: models.PlaceHeld, QueuedAt: Now, MovedAt: Now})
	})
	return shift
}
