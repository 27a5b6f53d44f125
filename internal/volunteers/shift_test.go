package volunteers_test

import (
	"sync"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

const crowd = 50

func TestOfFiftyWhoWantTheLastPlaceOneHoldsItAndTheOthersWaitInOrder(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		shift := makeShift(d, role, testkit.Now.Add(10*24*time.Hour), 1)
		links := make([]string, crowd)
		for i := range links {
			links[i] = apply(t, d, role, address(i))
		}
		errs := make([]error, crowd)
		var all sync.WaitGroup
		for i := range links {
			all.Go(func() { errs[i] = d.Volunteers.Claim(ctx, links[i], shift.Ref) })
		}
		all.Wait()
		for i, err := range errs {
			if err != nil {
				t.Errorf("claim %d: %v", i, err)
			}
		}
		after, rows := places(t, d, shift)
		if after.Taken != 1 || len(rows) != crowd || rows[0].State != models.PlaceHeld || rows[1].State != models.PlaceWaiting {
			t.Fatalf("taken %d, %d places, the first two %s and %s", after.Taken, len(rows), rows[0].State, rows[1].State)
		}
		second, third := rows[1], rows[2]
		drop := func(p models.ShiftPlace) {
			for _, tok := range links {
				if look(t, d, tok).Application.ID == p.ApplicationID {
					if err := d.Volunteers.Drop(ctx, tok, shift.Ref); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for i, leaves := range []models.ShiftPlace{rows[0], second} {
			drop(leaves)
			after, rows = places(t, d, shift)
			next := []models.ShiftPlace{second, third}[i]
			if after.Taken != 1 || rows[0].State != models.PlaceOffered || rows[0].ID != next.ID || rows[1].State != models.PlaceWaiting {
				t.Errorf("after %d: taken %d, %s for place %d, want %d; then %s", i, after.Taken, rows[0].State, rows[0].ID, next.ID, rows[1].State)
			}
		}
	})
}

func TestAnOfferIsKeptADayOrUntilTheShiftBegins(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		for _, ahead := range []time.Duration{10 * 24 * time.Hour, 10 * time.Hour} {
			d := desk.Open(t, db)
			role := makeRole(d)
			shift := makeShift(d, role, testkit.Now.Add(ahead), 1)
			var links []string
			for i := range 3 {
				links = append(links, apply(t, d, role, address(i)+"."+role.Slug+".example.org"))
				if err := d.Volunteers.Claim(ctx, links[i], shift.Ref); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Volunteers.Drop(ctx, links[0], shift.Ref); err != nil {
				t.Fatal(err)
			}
			life := min(ahead, volunteers.OfferFor)
			d.Clock.Advance(life - time.Second)
			if err := d.Volunteers.Tick(ctx); err != nil || stateOf(t, d, shift, links[1]) != models.PlaceOffered {
				t.Fatalf("it ended early: %v", err)
			}
			d.Clock.Advance(time.Second)
			if err := d.Volunteers.Claim(ctx, links[1], shift.Ref); !fault.Is(err, fault.Gone) {
				t.Errorf("accepting too late: %v", err)
			}
			if err := d.Volunteers.Tick(ctx); err != nil {
				t.Fatal(err)
			}
			want := models.PlaceOffered
			if life == ahead { // it has begun: nobody is asked any more
				want = models.PlaceWaiting
			}
			if got := stateOf(t, d, shift, links[2]); got != want || stateOf(t, d, shift, links[1]) != models.PlaceDropped {
				t.Errorf("%s ahead: the next is %s, want %s", ahead, got, want)
			}
			if want != models.PlaceOffered {
				continue
			}
			if err := d.Volunteers.Claim(ctx, links[2], shift.Ref); err != nil || stateOf(t, d, shift, links[2]) != models.PlaceHeld {
				t.Errorf("accepting: %v", err)
			}
		}
	})
}

func TestOnlyActiveVolunteersOfTheRoleTakeItsShifts(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		screened := makeRole(d, func(r *models.VolunteerRole) { r.Steps = "agreement" })
		other := makeRole(d)
		shift, elsewhere := makeShift(d, screened, testkit.Now.Add(240*time.Hour), 5), makeShift(d, other, testkit.Now.Add(240*time.Hour), 5)
		tok := apply(t, d, screened, "ada@example.org")
		if err := d.Volunteers.Claim(ctx, tok, shift.Ref); !fault.Is(err, fault.Conflict) || look(t, d, tok).Instructions() != "" {
			t.Errorf("before the screening: %v", err)
		}
		if err := d.Volunteers.Step(ctx, tok, models.StepAgreement, true, ""); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Claim(ctx, tok, elsewhere.Ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("another role's shift: %v", err)
		}
		if err := d.Volunteers.Claim(ctx, tok, shift.Ref); err != nil || look(t, d, tok).Instructions() == "" {
			t.Errorf("%v", err)
		}
		if err := d.Volunteers.Leave(ctx, tok); err != nil {
			t.Fatal(err)
		}
		if after, rows := places(t, d, shift); after.Taken != 0 || rows[0].State != models.PlaceDropped {
			t.Errorf("after leaving %d are taken, the place is %s", after.Taken, rows[0].State)
		}
		if _, mails := d.Mails(mailroom.KindShift); len(mails) != 1 {
			t.Errorf("%d mails of the shift", len(mails))
		}
	})
}
