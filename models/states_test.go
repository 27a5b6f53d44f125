package models_test

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func signatureIn(t *testing.T, db *models.DB, c models.Campaign, state models.SignatureState) models.Signature {
	t.Helper()
	return testkit.MakeSignature(t, db, testkit.Keys(), c, testkit.As(state))
}

func TestEveryCellOfTheSignatureTable(t *testing.T) {
	t.Parallel()
	const pending, counted, held, invalidated, withdrawn = models.SignaturePending, models.SignatureCounted, models.SignatureHeld, models.SignatureInvalidated, models.SignatureWithdrawn
	allowed := map[models.SignatureState]map[models.SignatureState]bool{
		pending:     {counted: true, held: true, withdrawn: true},
		held:        {counted: true, invalidated: true, withdrawn: true},
		counted:     {invalidated: true, withdrawn: true},
		invalidated: {counted: true, held: true, withdrawn: true},
		withdrawn:   {pending: true},
	}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, c := context.Background(), testkit.MakeCampaign(t, db)
		for _, from := range models.SignatureStates {
			for _, to := range models.SignatureStates {
				sig := signatureIn(t, db, c, from)
				before := sig
				now := testkit.Now.Add(time.Hour)
				err := db.Write(ctx, func(tx *models.Tx) error { return models.MoveSignature(ctx, tx, &sig, to, "", now) })
				stored, err2 := models.SignatureByID(ctx, db.Read(), sig.ID)
				if err2 != nil {
					t.Fatal(err2)
				}
				want := from
				if allowed[from][to] {
					want = to
				}
				if (err == nil) != allowed[from][to] || err != nil && !fault.Is(err, fault.Conflict) || stored.State != want || sig.State != want {
					t.Errorf("%s → %s: %v, stored %s, in hand %s", from, to, err, stored.State, sig.State)
				}
				at := now
				if from == invalidated { // what is put back counts from when it did
					at = *before.CountedAt
				}
				if to == counted && allowed[from][to] != (stored.CountedAt != nil && stored.CountedAt.Equal(at)) {
					t.Errorf("%s → %s: counted at %v", from, to, stored.CountedAt)
				}
				if !allowed[from][to] {
					continue
				}
				// Whoever read the state before the move comes too late.
				err = db.Write(ctx, func(tx *models.Tx) error { return models.MoveSignature(ctx, tx, &before, to, "", now) })
				if !fault.Is(err, fault.Conflict) {
					t.Errorf("%s → %s a second time: %v", from, to, err)
				}
			}
		}
		if broken := brokenRules(t, db); len(broken) > 0 {
			t.Error(broken)
		}
	})
}

// brokenRules recounts the counts and journals from the rows.
func brokenRules(t *testing.T, db *models.DB) (broken []string) {
	t.Helper()
	for _, rules := range [][]models.Rule{models.CountRules, models.DayRules, models.DistrictRules} {
		for _, rule := range rules {
			rows, err := models.BrokenBy(context.Background(), db.Read(), rule, 5)
			if err != nil {
				t.Fatal(err)
			}
			broken = append(broken, rows...)
		}
	}
	return broken
}

func TestACampaignMovesOnlyFromWhereItWasRead(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		for _, from := range models.CampaignStatuses {
			c := testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.Status = from })
			stale := c
			stale.Status = models.CampaignLive
			if from == models.CampaignLive {
				stale.Status = models.CampaignDraft
			}
			if err := db.Write(ctx, func(tx *models.Tx) error {
				return models.MoveCampaign(ctx, tx, &stale, models.CampaignHidden, testkit.Now)
			}); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s, read as %s: %v", from, stale.Status, err)
			}
			if err := db.Write(ctx, func(tx *models.Tx) error {
				return models.MoveCampaign(ctx, tx, &c, models.CampaignClosed, testkit.Now)
			}); err != nil {
				t.Errorf("%s: %v", from, err)
			}
			got, err := models.CampaignByID(ctx, db.Read(), c.ID)
			if err != nil || got.Status != models.CampaignClosed || got.ClosedAt == nil || !got.ClosedAt.Equal(testkit.Now) {
				t.Errorf("%s: %+v, %v", from, got, err)
			}
		}
	})
}

func TestWhichCampaignsCanBeSignedAndConfirmed(t *testing.T) {
	t.Parallel()
	version := int64(1)
	closed := testkit.Now
	for _, status := range models.CampaignStatuses {
		c := models.Campaign{Status: status, PetitionID: &version, ClosedAt: &closed}
		if got := c.CanBeSigned() == nil; got != (status == models.CampaignLive) {
			t.Errorf("%s can be signed: %v", status, got)
		}
		inGrace := status == models.CampaignLive || status == models.CampaignPaused || status == models.CampaignClosed
		if got := c.CanBeConfirmed(closed.Add(models.GraceAfterClose-time.Second)) == nil; got != inGrace {
			t.Errorf("%s can be confirmed in the last second: %v", status, got)
		}
		if got := c.CanBeConfirmed(closed.Add(models.GraceAfterClose)) == nil; got != (inGrace && status != models.CampaignClosed) {
			t.Errorf("%s can be confirmed a day later: %v", status, got)
		}
	}
	if (models.Campaign{Status: models.CampaignLive}).CanBeSigned() == nil {
		t.Error("a campaign without a text can be signed")
	}
	if (models.Campaign{Status: models.CampaignClosed}).CanBeConfirmed(testkit.Now) == nil {
		t.Error("a campaign closed at no time can be confirmed")
	}
}
