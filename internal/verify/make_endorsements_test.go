package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeEndorsements leaves one that waits, one that is shown and one that was taken
// back.
func makeEndorsements(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	staff := models.User{Name: "Ed Endorse", Email: "ed.endorse@example.org", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddUser(ctx, tx, &staff); err != nil {
			return err
		}
		now := testkit.Now
		for who, state := range []models.EndorsementState{models.EndorsementWaiting, models.EndorsementAccepted, models.EndorsementWithdrawn} {
			email, err := models.ParseEmail([]string{"waits@example.org", "shown@example.org", "back@example.org"}[who])
			if err != nil {
				return err
			}
			e := models.Endorsement{Ref: token.Ref(), CampaignID: c.ID, State: models.EndorsementWaiting, Lang: "en", Organization: "Example Church", Website: "https://example.org", Kind: models.OrganizationFaith,
				EmailIndex: models.EndorsementIndex(keys, c.Code, email), Reader: models.ReaderModerators, CreatedAt: now, ConfirmedAt: &now, MovedAt: now}
			e.Seal(keys, models.EndorsementSigner{Name: "Pat Pastor", Title: "Pastor", Email: email.Typed})
			if err := models.AddEndorsement(ctx, tx, &e); err != nil {
				return err
			}
			switch state {
			case models.EndorsementAccepted:
				e.State, e.DecidedBy, e.DecidedAt = state, &staff.ID, &now
				err = models.SaveEndorsement(ctx, tx, e, models.EndorsementWaiting)
			case models.EndorsementWithdrawn:
				err = models.WithdrawEndorsement(ctx, tx, e, token.Hash("nobody"), now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
