package volunteers_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// worked is a volunteer who came to a shift of three hours and left the role.
func worked(t *testing.T, d *desk.Desk, role models.VolunteerRole, email string) string {
	t.Helper()
	shift := makeShift(d, role, d.Clock.Now().Add(48*time.Hour), 1)
	tok := apply(t, d, role, email)
	if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(52 * time.Hour)
	if err := d.Volunteers.Attend(ctx, tok, shift.Ref, true); err != nil {
		t.Fatal(err)
	}
	if err := d.Volunteers.Leave(ctx, tok); err != nil {
		t.Fatal(err)
	}
	return tok
}

func hoursOf(t *testing.T, d *desk.Desk, a models.Application) (minutes int) {
	t.Helper()
	places, err := models.PlacesOfApplication(ctx, d.DB.Read(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range places {
		minutes += p.Minutes
	}
	return minutes
}

func TestWhatWasConfirmedStaysUntilTheAddressConfirmsAnew(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		old := worked(t, d, role, "ada@example.org")
		stranger := form("ada@example.org")
		stranger.Name, stranger.Lang = "Somebody Else", "es"
		if err := d.Volunteers.Apply(ctx, role.Slug, stranger); err != nil {
			t.Fatal(err)
		}
		seen := look(t, d, old)
		if a := seen.Application; seen.Applicant.Name != "Ada Example" || a.State != models.ApplicationLeft || a.ConfirmedAt == nil || !a.IsAsked() || hoursOf(t, d, a) != 180 {
			t.Errorf("a form that anybody can fill in made it %q, %s, %v", seen.Applicant.Name, a.State, a.ConfirmedAt)
		}
		if err := d.Volunteers.Leave(ctx, d.Link(mailroom.KindApplication, "ada@example.org")); err != nil {
			t.Fatal(err)
		}
		if look(t, d, old).Application.IsAsked() {
			t.Error("“this wasn't me” leaves what a stranger typed")
		}
		d.Clock.Advance(25 * time.Hour)
		again := form("ada@example.org")
		again.Name = "Ada New"
		if err := d.Volunteers.Apply(ctx, role.Slug, again); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Confirm(ctx, d.Link(mailroom.KindApplication, "ada@example.org")); err != nil {
			t.Fatal(err)
		}
		seen = look(t, d, old)
		if a := seen.Application; seen.Applicant.Name != "Ada New" || a.State != models.ApplicationActive || a.IsAsked() || hoursOf(t, d, a) != 180 {
			t.Errorf("confirmed anew: %q, %s, %d minutes", seen.Applicant.Name, a.State, hoursOf(t, d, a))
		}
	})
}

func TestAnUnconfirmedOfferEndsAndDeletesNoHours(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		worked(t, d, role, "ada@example.org")
		d.Clock.Advance(models.KeepEnded - 24*time.Hour)
		if err := d.Volunteers.Apply(ctx, role.Slug, form("ada@example.org")); err != nil {
			t.Fatal(err)
		}
		forget := func(after time.Duration) []models.Application {
			t.Helper()
			d.Clock.Advance(after)
			if err := d.Volunteers.Forget(ctx); err != nil {
				t.Fatal(err)
			}
			kept, err := models.ApplicationsOf(ctx, db.Read(), role.ID)
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		if kept := forget(48 * time.Hour); len(kept) != 1 || kept[0].Again == nil || hoursOf(t, d, kept[0]) != 180 {
			t.Fatalf("while the offer waits: %+v", kept)
		}
		if kept := forget(models.KeepPending); len(kept) != 0 {
			t.Errorf("what ended 180 days ago is kept: %+v", kept)
		}
		sums, err := models.RoleByID(ctx, db.Read(), role.ID)
		if err != nil || sums.PastMinutes != 180 || sums.PastShifts != 1 {
			t.Errorf("the role keeps %d minutes of %d shifts, %v", sums.PastMinutes, sums.PastShifts, err)
		}
	})
}

func TestAnOfferThatWasMadeAnewDoesNotEndWithTheOldOne(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		shift := makeShift(d, role, testkit.Now.Add(240*time.Hour), 1)
		first, second := apply(t, d, role, address(0)), apply(t, d, role, address(1))
		for _, tok := range []string{first, second} {
			if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.Drop(ctx, first, shift.Ref); err != nil {
			t.Fatal(err)
		}
		_, rows := places(t, d, shift)
		d.Clock.Advance(25 * time.Hour)
		later := d.Clock.Now().Add(time.Hour)
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			p := rows[0]
			return models.MovePlace(ctx, tx, &p, models.PlaceOffered, &later, d.Clock.Now())
		})
		if err := d.Volunteers.EndOffer(ctx, rows[0]); err != nil {
			t.Fatal(err)
		}
		if got := stateOf(t, d, shift, second); got != models.PlaceOffered {
			t.Errorf("an offer that still runs is %s", got)
		}
	})
}
