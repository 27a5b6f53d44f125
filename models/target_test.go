package models_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// addressed lists the seats that a campaign is addressed to, and why.
func addressed(t *testing.T, db *models.DB, c models.Campaign) []string {
	t.Helper()
	seats, err := models.TargetSeats(context.Background(), db.Read(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range seats {
		list = append(list, fmt.Sprintf("%s %s %s%s", s.Chamber, s.Code, s.Kind, s.Role))
	}
	return list
}

func set(t *testing.T, db *models.DB, c models.Campaign, targets ...models.Target) error {
	t.Helper()
	return db.Write(context.Background(), func(tx *models.Tx) error {
		return models.SetTargets(context.Background(), tx, c, targets, testkit.Now)
	})
}

func TestTargetsNameSeatsAsTheyAreNow(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		one, two := testkit.MakeSeat(t, db, "az", "upper", "1"), testkit.MakeSeat(t, db, "az", "upper", "2")
		testkit.MakeSeat(t, db, "az", "lower", "1")
		testkit.MakeSeat(t, db, "az", models.GovernorChamber, "governor")
		away := testkit.MakeSeat(t, db, "hi", "upper", "1")
		c := testkit.MakeCampaign(t, db)
		k := models.Committee{OCD: "ocd-organization/judiciary", State: "az", Chamber: "upper", Name: "Judiciary", UpdatedAt: testkit.Now}
		must(t, db.Write(t.Context(), func(tx *models.Tx) error {
			if err := models.SaveCommittee(t.Context(), tx, &k); err != nil {
				return err
			}
			return models.SetCommitteeMembers(t.Context(), tx, k.ID, []models.CommitteeMember{{CommitteeID: k.ID, LegislatorID: two.LegislatorID, Role: models.RoleChair}})
		}))

		for _, step := range []struct {
			targets []models.Target
			want    []string
		}{
			{nil, []string{"upper 1 chamber", "upper 2 chamber", "lower 1 chamber"}},
			{[]models.Target{models.ChamberTarget("upper")}, []string{"upper 1 chamber", "upper 2 chamber"}},
			{[]models.Target{models.ChamberTarget(models.GovernorChamber), models.SeatTarget(one.SeatID), models.CommitteeTarget(k.ID)},
				[]string{"upper 1 seat", "upper 2 committeechair", "governor governor chamber"}},
		} {
			must(t, set(t, db, c, step.targets...))
			if got := addressed(t, db, c); !slices.Equal(got, step.want) {
				t.Errorf("got %q, want %q", got, step.want)
			}
		}

		must(t, db.Write(t.Context(), func(tx *models.Tx) error {
			open, err := models.OpenTerms(t.Context(), tx, "az", []int64{two.LegislatorID})
			if err != nil {
				return err
			}
			for _, term := range open {
				if term.LegislatorID == two.LegislatorID {
					return models.EndTerms(t.Context(), tx, []int64{term.ID}, testkit.Now)
				}
			}
			return nil
		}))
		if got := addressed(t, db, c); slices.Contains(got, "upper 2 committeechair") {
			t.Errorf("whoever left still chairs: %q", got)
		}

		for _, bad := range []models.Target{models.SeatTarget(away.SeatID), models.CommitteeTarget(999), models.ChamberTarget("legislature"), {Kind: models.TargetSeat}} {
			if err := set(t, db, c, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
