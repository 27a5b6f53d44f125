package positions_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/positions"
	"statehouse/internal/testkit"
	"statehouse/models"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func form(seat int64) positions.Form {
	return positions.Form{SeatID: seat, Stance: "supports", Evidence: "letter", Source: "Letter on file", SaidOn: "2026-11-20"}
}

func TestTheNewestPositionOfTheHolderStands(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, acts, campaign := context.Background(), positions.New(db, func() time.Time { return now }), testkit.MakeCampaign(t, db)
		user := models.User{Email: "o@example.org", Name: "O", Role: models.RoleOrganizer, CreatedAt: now}
		holder, other := testkit.MakeSeat(t, db, campaign.State, "upper", "71"), testkit.MakeSeat(t, db, campaign.State, "upper", "72")
		testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign), other)
		if err := db.Write(ctx, func(tx *models.Tx) error { return models.AddUser(ctx, tx, &user) }); err != nil {
			t.Fatal(err)
		}
		stance := func() (got string) {
			t.Helper()
			standings, err := models.Standings(ctx, db.Read(), campaign, 5)
			if err != nil || len(standings) != 2 {
				t.Fatalf("%d standings, %v", len(standings), err)
			}
			for _, s := range standings {
				if s.SeatID == holder.SeatID && s.Position != nil {
					got = string(s.Position.Stance)
				}
			}
			return got
		}
		note := func(stance string) {
			t.Helper()
			f := form(holder.SeatID)
			f.Stance = stance
			if err := acts.Note(ctx, user, campaign, f); err != nil {
				t.Fatal(err)
			}
		}
		if stance() != "" {
			t.Error("a legislator of whom nothing is noted is not silent")
		}
		note("supports")
		note("opposes")
		if got := stance(); got != "opposes" {
			t.Errorf("the newest position is %q", got)
		}
		note("withdrawn")
		if got := stance(); got != "" {
			t.Errorf("a position taken back still stands: %q", got)
		}
		note("undecided")
		rows, err := models.PositionsOf(ctx, db.Read(), campaign.ID)
		if err != nil || len(rows) != 4 {
			t.Errorf("%d positions are kept, %v; want all 4", len(rows), err)
		}
	})
}

func TestAPositionNeedsItsEvidence(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, acts, campaign := context.Background(), positions.New(db, func() time.Time { return now }), testkit.MakeCampaign(t, db)
		seat := testkit.MakeSeat(t, db, campaign.State, "upper", "71").SeatID
		foreign := testkit.MakeSeat(t, db, "ok", "upper", "71").SeatID
		for field, change := range map[string]func(*positions.Form){
			"stance":   func(f *positions.Form) { f.Stance = "likes" },
			"evidence": func(f *positions.Form) { f.Evidence = "rumor" },
			"source":   func(f *positions.Form) { f.Source = " " },
			"summary":  func(f *positions.Form) { f.Summary = strings.Repeat("a", positions.MaxSummary+1) },
			"said_on":  func(f *positions.Form) { f.SaidOn = "2026-11-27" },
			"seat":     func(f *positions.Form) { f.SeatID = foreign },
		} {
			f := form(seat)
			change(&f)
			err := acts.Note(ctx, models.User{ID: 1}, campaign, f)
			if got := slices.Collect(maps.Keys(fault.Of(err).Fields)); !fault.Is(err, fault.Invalid) || !slices.Equal(got, []string{field}) {
				t.Errorf("%s: %v with fields %v", field, err, got)
			}
		}
	})
}
