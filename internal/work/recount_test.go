package work

import (
	"context"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/verify"
	"statehouse/models"
)

// alarm notes what a recount found.
type alarm struct {
	noMeter
	findings int
}

// Recounted implements Meter.
func (a *alarm) Recounted(n int) { a.findings = n }

func TestTheNightlyRecountAlarmsAndHealsNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		c := testkit.MakeCampaign(t, db)
		testkit.MakeSignature(t, db, testkit.Keys(), c)
		bell := &alarm{findings: -1}
		w := &recount{Bench: &Bench{DB: db, Keys: testkit.Keys(), Now: testkit.NewClock().Now, Log: testkit.Log(), Meter: bell}}
		if err := w.Work(ctx, nil); err != nil || bell.findings != 0 {
			t.Fatalf("%d findings, %v", bell.findings, err)
		}
		if _, err := db.SQL().ExecContext(ctx, "UPDATE signature_counts SET in_state = in_state + 1"); err != nil {
			t.Fatal(err)
		}
		for range 2 { // it is found again: nothing was healed
			if err := w.Work(ctx, nil); err != nil || bell.findings == 0 {
				t.Errorf("%d findings, %v", bell.findings, err)
			}
		}
		if last, err := verify.Last(ctx, db.Read()); err != nil || len(last.Drift) == 0 || !strings.Contains(last.Drift[0], "counts") {
			t.Errorf("kept: %+v, %v", last, err)
		}
	})
}

func TestNightIsNightInEveryState(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{"2026-11-24T07:59:59Z": "2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z": "2026-11-25T08:00:00Z", "2026-12-31T23:00:00Z": "2027-01-01T08:00:00Z"} {
		from, _ := time.Parse(time.RFC3339, at)
		if got := (night{}).Next(from).Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", at, got, want)
		}
	}
	for _, s := range models.States() {
		zone, err := time.LoadLocation(s.TimeZone)
		if err != nil {
			t.Fatal(err)
		}
		if hour := (night{}).Next(testkit.Now).In(zone).Hour(); hour > 6 && hour < 21 {
			t.Errorf("in %s it is %d o'clock", s.Name, hour)
		}
	}
}
