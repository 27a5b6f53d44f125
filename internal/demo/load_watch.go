package demo

import (
	"context"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// keepWatch stores what moderators look at besides: an alert that waits, one that was
// a class, and a mail to the organizers of live petitions.
func keepWatch(ctx context.Context, db *models.DB, keys *privacy.Keys, now time.Time) error {
	moderator, err := models.UserByEmail(ctx, db.Read(), "moderator@example.org")
	if err != nil {
		return err
	}
	campaign, err := models.CampaignBySlug(ctx, db.Read(), "az-safe-harbor")
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *models.Tx) error {
		seen, waits := now.AddDate(0, 0, -6), now.Add(-2*time.Hour)
		class := models.Alert{Ref: token.Ref(), CampaignID: campaign.ID, Kind: models.AlertDomain, Domain: "college.example.org", Found: 54, Among: 120, Usual: 12, Threshold: 174,
			Since: seen.Add(-6 * time.Hour), Til: seen, CreatedAt: seen}
		bounces := models.Alert{Ref: token.Ref(), CampaignID: campaign.ID, Kind: models.AlertBounces, Found: 11, Among: 310, Threshold: 20, Since: waits.AddDate(0, 0, -1), Til: waits, CreatedAt: waits}
		for _, a := range []*models.Alert{&class, &bounces} {
			if _, err := models.AddAlert(ctx, tx, a); err != nil {
				return err
			}
		}
		class.SealNote(keys, "A seminar on the law signed together; their teacher wrote to us before. Nothing to do.")
		if err := models.AcknowledgeAlert(ctx, tx, class, moderator.ID, seen.Add(time.Hour)); err != nil {
			return err
		}
		return writeRound(ctx, tx, moderator, now.AddDate(0, 0, -3))
	})
}

// writeRound has a moderator write to the organizers of live petitions.
func writeRound(ctx context.Context, tx *models.Tx, by models.User, at time.Time) error {
	circular := models.Circular{Ref: token.Ref(), UserID: by.ID, Statuses: string(models.CampaignLive), Subject: "Sources in petitions", SentAt: at,
		Body: "Please give each number in your petition its source and its year. Petitions without them wait longer for review.\n\nThank you."}
	if err := models.AddCircular(ctx, tx, &circular); err != nil {
		return err
	}
	people, err := models.OrganizersOf(ctx, tx, []string{"az"})
	if err != nil {
		return err
	}
	for _, u := range people {
		ref := token.Ref()
		m := &models.Mail{Ref: ref, Kind: mailroom.KindCircular, Priority: models.PriorityPerson, State: models.MailDelivered, ProviderID: ref, NotBefore: at, CreatedAt: at, AcceptedAt: &at, MovedAt: at}
		if err := models.AddMails(ctx, tx, []*models.Mail{m}); err != nil {
			return err
		}
		if err := models.AddCircularMails(ctx, tx, []models.CircularMail{{CircularID: circular.ID, UserID: u.ID, OutboxID: m.ID}}); err != nil {
			return err
		}
	}
	return nil
}
