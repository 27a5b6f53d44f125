package verify

import (
	"context"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// makeEnd leaves a campaign that was paused, extended and lost, and that another
// follows.
func makeEnd(t *testing.T, db *models.DB) {
	t.Helper()
	ended, next := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		user, err := models.UserByEmail(ctx, tx, "organizer@example.org")
		if err != nil {
			return err
		}
		move := func(m models.CampaignMove) models.CampaignMove {
			m.UserID, m.Reason, m.At = user.ID, "Because.", testkit.Now
			return m
		}
		for _, act := range []func() error{
			func() error {
				return models.StepCampaign(ctx, tx, &ended, move(models.CampaignMove{After: models.CampaignPaused}))
			},
			func() error {
				return models.SetClosing(ctx, tx, &ended, move(models.CampaignMove{ClosesOn: "2026-11-26"}))
			},
			func() error {
				return models.SetClosing(ctx, tx, &ended, move(models.CampaignMove{ClosesOn: "2026-11-28"}))
			},
			func() error {
				return models.StepCampaign(ctx, tx, &ended, move(models.CampaignMove{After: models.CampaignClosed}))
			},
			func() error {
				return models.SetOutcome(ctx, tx, &ended, move(models.CampaignMove{Outcome: models.OutcomeLost}))
			},
			func() error {
				return models.SetSuccessor(ctx, tx, &ended, move(models.CampaignMove{SuccessorID: &next.ID}))
			},
		} {
			if err := act(); err != nil {
				return err
			}
		}
		return nil
	})
}
