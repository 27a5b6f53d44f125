package volunteers_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func TestAShiftIsChangedForAnotherOrNothingIs(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		first := makeShift(d, role, testkit.Now.Add(10*24*time.Hour), 1)
		second := makeShift(d, role, testkit.Now.Add(11*24*time.Hour), 1)
		ada, bea := apply(t, d, role, "ada@example.org"), apply(t, d, role, "bea@example.org")
		for _, tok := range []string{ada, bea} { // bea waits
			if err := d.Volunteers.Claim(ctx, tok, first.Ref); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.Swap(ctx, bea, first.Ref, second.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("who only waits: %v", err)
		}
		if err := d.Volunteers.Swap(ctx, ada, first.Ref, second.Ref); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			shift models.Shift
			tok   string
			want  models.PlaceState
		}{{first, ada, models.PlaceDropped}, {second, ada, models.PlaceHeld}, {first, bea, models.PlaceOffered}} {
			if got := stateOf(t, d, c.shift, c.tok); got != c.want {
				t.Errorf("a place is %s, want %s", got, c.want)
			}
		}
		if err := d.Volunteers.Claim(ctx, bea, first.Ref); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Swap(ctx, bea, first.Ref, second.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("for a full shift: %v", err)
		}
		after, rows := places(t, d, second)
		if stateOf(t, d, first, bea) != models.PlaceHeld || after.Taken != 1 || len(rows) != 1 {
			t.Errorf("a refused change left %d taken of %d in line, and %s", after.Taken, len(rows), stateOf(t, d, first, bea))
		}
	})
}

func TestChangesInOppositeDirectionsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		shifts := []models.Shift{makeShift(d, role, testkit.Now.Add(10*24*time.Hour), 20), makeShift(d, role, testkit.Now.Add(11*24*time.Hour), 20)}
		links := make([]string, 16)
		for i := range links {
			links[i] = apply(t, d, role, address(i))
			if err := d.Volunteers.Claim(ctx, links[i], shifts[i%2].Ref); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for i, tok := range links {
			all.Go(func() {
				if err := d.Volunteers.Swap(ctx, tok, shifts[i%2].Ref, shifts[1-i%2].Ref); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		all.Wait()
		for _, s := range shifts {
			if after, _ := places(t, d, s); after.Taken != 8 {
				t.Errorf("%d places are taken", after.Taken)
			}
		}
	})
}

func TestShiftsAtRiskAreListed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		soon := testkit.Now.Add(12 * time.Hour)
		empty := makeShift(d, role, testkit.Now.Add(2*24*time.Hour), 4)
		thin := makeShift(d, role, testkit.Now.Add(3*24*time.Hour), 4)
		silent := makeShift(d, role, soon, 2)
		makeShift(d, role, testkit.Now.Add(8*24*time.Hour), 4) // too far off
		ada, bea := apply(t, d, role, "ada@example.org"), apply(t, d, role, "bea@example.org")
		for _, c := range []struct {
			tok   string
			shift models.Shift
		}{{ada, thin}, {ada, silent}, {bea, silent}} {
			if err := d.Volunteers.Claim(ctx, c.tok, c.shift.Ref); err != nil {
				t.Fatal(err)
			}
		}
		if got := risks(t, d, "az"); len(got) != 3 || got[empty.Ref] != models.RiskEmpty || got[thin.Ref] != models.RiskThin || got[silent.Ref] != models.RiskSilent {
			t.Errorf("at risk: %v", got)
		}
		if got := risks(t, d, "fl"); len(got) != 0 {
			t.Errorf("another state's: %v", got)
		}
		if err := d.Volunteers.Come(ctx, ada, silent.Ref); err != nil {
			t.Fatal(err)
		}
		if err := d.Volunteers.Claim(ctx, bea, thin.Ref); err != nil {
			t.Fatal(err)
		}
		if got := risks(t, d, ""); len(got) != 1 || got[empty.Ref] != models.RiskEmpty {
			t.Errorf("after one came and one said so: %v", got)
		}
	})
}

func risks(t *testing.T, d *desk.Desk, state string) map[string]models.ShiftRisk {
	t.Helper()
	rows, err := models.ShiftsAtRisk(context.Background(), d.DB.Read(), state, "en", d.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]models.ShiftRisk{}
	for _, s := range rows {
		found[s.Ref] = s.Risk(d.Clock.Now())
	}
	return found
}
