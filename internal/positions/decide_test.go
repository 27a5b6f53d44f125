package positions_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/positions"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestWhatAnOfficeSaysStandsOnceAnOrganizerConfirmed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, acts, campaign := context.Background(), positions.New(db, func() time.Time { return now }), testkit.MakeCampaign(t, db)
		user := models.User{Email: "o@example.org", Name: "O", Role: models.RoleOrganizer, CreatedAt: now}
		seat := testkit.MakeSeat(t, db, campaign.State, "upper", "71")
		letter := testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign), seat)
		propose := func(stance models.Stance) models.Proposal {
			t.Helper()
			var open []models.Proposal
			if err := db.Write(ctx, func(tx *models.Tx) error {
				deliveries, err := models.DeliveriesOf(ctx, tx, letter.ID)
				if err != nil {
					return err
				}
				if err := models.AddProposal(ctx, tx, models.Proposal{CampaignID: campaign.ID, SeatID: seat.SeatID, LegislatorID: seat.LegislatorID,
					OutboxID: *deliveries[0].OutboxID, Stance: stance, Source: "https://example.org/said", CreatedAt: now}); err != nil {
					return err
				}
				open, err = models.OpenProposals(ctx, tx, campaign.ID)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return open[len(open)-1]
		}
		if err := db.Write(ctx, func(tx *models.Tx) error { return models.AddUser(ctx, tx, &user) }); err != nil {
			t.Fatal(err)
		}
		supports := propose(models.StanceSupports)
		if err := acts.Decide(ctx, user, testkit.MakeCampaign(t, db), supports.ID, true); !fault.Is(err, fault.NotFound) {
			t.Errorf("on another campaign: %v", err)
		}
		if got, err := models.PositionsOf(ctx, db.Read(), campaign.ID); err != nil || len(got) != 0 {
			t.Fatalf("stands unseen: %+v, %v", got, err)
		}
		var both sync.WaitGroup
		var late atomic.Int32
		for range 4 {
			both.Go(func() {
				if err := acts.Decide(ctx, user, campaign, supports.ID, true); fault.Is(err, fault.Conflict) {
					late.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		got, err := models.PositionsOf(ctx, db.Read(), campaign.ID)
		if err != nil || late.Load() != 3 || len(got) != 1 || got[0].Stance != models.StanceSupports || got[0].Source != "https://example.org/said" || got[0].Evidence != models.EvidenceLetter {
			t.Errorf("%d were late, %+v, %v", late.Load(), got, err)
		}
		if err := acts.Decide(ctx, user, campaign, propose(models.StanceOpposes).ID, false); err != nil {
			t.Error(err)
		}
		if got, err := models.PositionsOf(ctx, db.Read(), campaign.ID); err != nil || len(got) != 1 {
			t.Errorf("a declined one stands: %+v, %v", got, err)
		}
		if open, err := models.OpenProposals(ctx, db.Read(), campaign.ID); err != nil || len(open) != 0 {
			t.Errorf("%+v wait, %v", open, err)
		}
	})
}
