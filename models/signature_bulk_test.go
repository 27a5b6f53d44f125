package models_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

func settled(c models.Campaign, state models.SignatureState, countedAt *time.Time, inState bool, districts ...models.Holder) models.Settled {
	s := models.Settled{Signature: models.Signature{
		Ref: token.Ref(), CampaignID: c.ID, PetitionID: *c.PetitionID, EmailIndex: []byte(token.Ref()), Household: 1, Lang: "en",
		Display: models.DisplayHidden, InState: inState, State: state, Mails: 1, MailedAt: testkit.Now, CreatedAt: testkit.Now, MovedAt: testkit.Now, CountedAt: countedAt,
	}}
	s.SealPerson(testkit.Keys(), models.Person{Name: "Ada Example", Email: "ada@example.org", ZIP: "85003"})
	for _, d := range districts {
		s.Matches = append(s.Matches, models.Match{DistrictID: d.DistrictID, Chamber: d.Chamber, Method: models.MethodZIP, Confidence: "medium", MatchedAt: testkit.Now})
	}
	return s
}

func TestAddSettledBooksWhatItStores(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := testkit.MakeCampaign(t, db)
		seat := testkit.MakeSeat(t, db, "az", "upper", "5")
		late := time.Date(2026, 11, 22, 23, 59, 59, 0, time.FixedZone("west", -7*3600)) // the 23rd in UTC
		early := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		rows := []models.Settled{
			settled(c, models.SignatureCounted, &late, true, seat), settled(c, models.SignatureCounted, &early, true, seat),
			settled(c, models.SignatureCounted, &testkit.Now, false), settled(c, models.SignaturePending, nil, true),
			settled(c, models.SignatureHeld, nil, false), settled(c, models.SignatureWithdrawn, &early, true, seat),
			settled(c, models.SignatureInvalidated, &early, true, seat),
		}
		for range 2 { // books add up
			if err := db.Write(ctx, func(tx *models.Tx) error { return models.AddSettled(ctx, tx, rows) }); err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				got, err := models.SignatureByID(ctx, db.Read(), row.ID)
				matches, err2 := models.MatchesOf(ctx, db.Read(), row.ID)
				if err != nil || err2 != nil || got.Ref != row.Ref || len(matches) != len(row.Matches) {
					t.Errorf("row %d is stored as %+v with %v, %v, %v", i, got, matches, err, err2)
				}
				rows[i].ID, rows[i].EmailIndex = 0, []byte(token.Ref())
			}
		}
		counts, err := models.CountsOf(ctx, db.Read(), c.ID)
		if want := (models.Counts{CampaignID: c.ID, Pending: 2, Held: 2, InState: 4, OutOfState: 2, Withdrawn: 2, Invalidated: 2}); err != nil || counts != want {
			t.Errorf("counts are %+v, %v; want %+v", counts, err, want)
		}
		days, err := models.DaysOf(ctx, db.Read(), c.ID)
		if want := []models.DayCount{{Day: "2026-11-23", InState: 4}, {Day: "2026-11-24", OutOfState: 2}}; err != nil || !slices.Equal(days, want) {
			t.Errorf("days are %+v, %v; want %+v", days, err, want)
		}
		districts, err := models.DistrictsOf(ctx, db.Read(), c.ID)
		if err != nil || len(districts) != 1 || districts[0].Signatures != 4 {
			t.Errorf("districts are %+v, %v; want 4 signatures", districts, err)
		}
	})
}

func TestAddSettledRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := testkit.MakeCampaign(t, db)
		seat := testkit.MakeSeat(t, db, "az", "upper", "5")
		twice := settled(c, models.SignatureCounted, &testkit.Now, true)
		again := settled(c, models.SignatureCounted, &testkit.Now, true)
		again.EmailIndex = twice.EmailIndex
		for name, c := range map[string]struct {
			rows     []models.Settled
			conflict bool
		}{
			"two in one place":         {[]models.Settled{twice, again}, true},
			"districts from elsewhere": {[]models.Settled{settled(c, models.SignatureCounted, &testkit.Now, false, seat)}, true},
			"counted at no time":       {[]models.Settled{settled(c, models.SignatureCounted, nil, true)}, false},
		} {
			err := db.Write(ctx, func(tx *models.Tx) error { return models.AddSettled(ctx, tx, c.rows) })
			if err == nil || fault.Is(err, fault.Conflict) != c.conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if counts, err := models.CountsOf(ctx, db.Read(), c.ID); err != nil || counts.Counted() != 0 {
			t.Errorf("counts are %+v, %v", counts, err)
		}
	})
}
