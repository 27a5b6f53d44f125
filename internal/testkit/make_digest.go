package testkit

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// MakeMilestone makes a number a milestone of a campaign in a scope, the only one there.
func MakeMilestone(t testing.TB, db *models.DB, c models.Campaign, scope models.MilestoneScope, threshold int) models.Milestone {
	t.Helper()
	var milestone models.Milestone
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.SetMilestones(ctx, tx, c.ID, scope, []int{threshold}, Now); err != nil {
			return err
		}
		all, err := models.MilestonesOf(ctx, tx, c.ID)
		for _, m := range all {
			if m.Scope == scope && m.Threshold == threshold {
				milestone = m
			}
		}
		return err
	})
	return milestone
}

// MakeDigest stores a milestone of the state as reached and what a seat is told
// of it, with its queued mail. The cells are told as they are given.
func MakeDigest(t testing.TB, db *models.DB, keys *privacy.Keys, m models.Milestone, to models.Holder, told int, cells ...models.DigestCell) models.Digest {
	t.Helper()
	var digest models.Digest
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		reached := models.Reached{MilestoneID: m.ID, Counted: m.Threshold, ReachedAt: Now}
		if _, err := models.AddReached(ctx, tx, &reached); err != nil {
			return err
		}
		digest = models.Digest{CampaignID: m.CampaignID, MilestoneID: m.ID, ReachedID: reached.ID, SeatID: to.SeatID, CreatedAt: Now}
		delivery, err := models.AddDigest(ctx, tx, &digest, to.LegislatorID)
		if err != nil {
			return err
		}
		now := Now
		digest.Told, digest.FrozenAt = told, &now
		for i := range cells {
			cells[i].DigestID = digest.ID
		}
		if err := models.SaveDigest(ctx, tx, digest, cells); err != nil {
			return err
		}
		mail := models.Mail{Ref: token.Ref(), Kind: "digest", Priority: models.PriorityLetter, State: models.MailQueued, CampaignID: &m.CampaignID,
			NotBefore: Now, CreatedAt: Now, MovedAt: Now}
		mail.Payload = keys.Seal(models.SealPurpose, mail.Ref, []byte("{}"))
		if err := models.AddMails(ctx, tx, []*models.Mail{&mail}); err != nil {
			return err
		}
		return models.SetDeliveriesMail(ctx, tx, []int64{delivery}, mail.ID, Now)
	})
	return digest
}
