package mydata_test

import (
	"context"
	"testing"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func TestWhoOnlyVolunteersSeesAndErasesThat(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d, role := context.Background(), desk.Open(t, db), testkit.MakeRole(t, db)
		mine := testkit.MakeApplication(t, db, d.Keys, role, ada)
		next := testkit.MakeApplication(t, db, d.Keys, role, "eve@example.org")
		shift := testkit.MakeHeldPlace(t, db, mine)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.AddPlace(ctx, tx, &models.ShiftPlace{ShiftID: shift.ID, ApplicationID: next.ID, State: models.PlaceWaiting, QueuedAt: testkit.Now, MovedAt: testkit.Now})
		})
		tok := ask(t, d, ada)
		entries, err := d.MyData.Applications(ctx, tok, "en")
		if err != nil || len(entries) != 1 || entries[0].Applicant.Answer != "On Saturdays." || entries[0].Shifts != 1 || entries[0].Title == "" {
			t.Fatalf("%+v, %v", entries, err)
		}
		if err := d.MyData.Erase(ctx, tok); err != nil {
			t.Fatal(err)
		}
		left, err := models.ApplicationsOf(ctx, db.Read(), role.ID)
		if err != nil || len(left) != 1 || left[0].ID != next.ID {
			t.Errorf("%d applications are left, %v", len(left), err)
		}
		if _, mails := d.Mails(mailroom.KindMyData); len(mails) != 0 {
			t.Errorf("%d mails to the address are kept", len(mails))
		}
		if err := d.Volunteers.Tick(ctx); err != nil {
			t.Fatal(err)
		}
		if place, err := models.PlaceOf(ctx, db.Read(), shift.ID, next.ID); err != nil || place.State != models.PlaceOffered {
			t.Errorf("who waited is %s, %v", place.State, err)
		}
	})
}
