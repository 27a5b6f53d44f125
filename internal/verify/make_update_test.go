package verify

import (
	"context"
	"testing"

	"statehouse/models"
)

// makeUpdate stores an update that went to one supporter, a draft of another, and
// a pause of the campaign.
func makeUpdate(t *testing.T, db *models.DB, c models.Campaign, reader models.Signature) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		author := models.User{Email: "olga@example.org", Name: "Olga", Role: models.RoleOrganizer, CreatedAt: reader.CreatedAt}
		if err := models.AddUser(ctx, tx, &author); err != nil {
			return err
		}
		moving := c
		for _, to := range []models.CampaignStatus{models.CampaignPaused, models.CampaignLive} {
			move := models.CampaignMove{UserID: author.ID, After: to, Reason: "A pause.", At: reader.CreatedAt}
			if err := models.StepCampaign(ctx, tx, &moving, move); err != nil {
				return err
			}
		}
		mails, err := models.MailsAfter(ctx, tx, 0, 1)
		if err != nil {
			return err
		}
		for _, state := range []models.UpdateState{models.UpdateSent, models.UpdateDraft} {
			u := models.Update{Ref: string(state), CampaignID: c.ID, UserID: author.ID, State: state, Audience: models.AudienceAll, CreatedAt: reader.CreatedAt, MovedAt: reader.CreatedAt}
			if state == models.UpdateSent {
				u.LastSignature, u.Recipients = reader.ID, 1
			}
			if err := models.AddUpdate(ctx, tx, &u, []models.UpdateText{{Lang: "en", Headline: "News", Body: "It passed."}}); err != nil {
				return err
			}
			if state == models.UpdateSent {
				if err := models.AddUpdateMails(ctx, tx, []models.UpdateMail{{UpdateID: u.ID, SignatureID: reader.ID, OutboxID: mails[0].ID, StopHash: []byte("hash")}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
