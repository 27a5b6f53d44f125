package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeRequests leaves a request for a campaign that waits, and one that was
// answered and told of a published one.
func makeRequests(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	staff := models.User{Name: "Ann Answer", Email: "ann.answer@example.org", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddUser(ctx, tx, &staff); err != nil {
			return err
		}
		now := testkit.Now
		for _, who := range []string{"asks@example.org", "told@example.org"} {
			email, err := models.ParseEmail(who)
			if err != nil {
				return err
			}
			r := models.CampaignRequest{Ref: token.Ref(), USState: c.State, Topic: c.Topic, State: models.CampaignRequestWaiting, Lang: "en", Reader: models.ReaderModerators,
				EmailIndex: models.CampaignRequestIndex(keys, c.State, c.Topic, email), DueAt: &now, CreatedAt: now, ConfirmedAt: &now, MovedAt: now}
			r.Seal(keys, models.CampaignRequestWords{Email: email.Typed, Words: "Care, not arrest."})
			if err := models.AddCampaignRequest(ctx, tx, &r); err != nil {
				return err
			}
			if who == "asks@example.org" {
				continue
			}
			r.Seal(keys, models.CampaignRequestWords{Answer: "It is there."})
			r.State, r.AnsweredBy, r.AnsweredAt, r.DueAt, r.Card, r.CampaignID = models.CampaignRequestAnswered, &staff.ID, &now, nil, models.CardPetition, &c.ID
			if err := models.SaveCampaignRequest(ctx, tx, r, models.CampaignRequestWaiting); err != nil {
				return err
			}
			if err := models.TellRequest(ctx, tx, r.ID, c.ID, now); err != nil {
				return err
			}
		}
		return nil
	})
}
