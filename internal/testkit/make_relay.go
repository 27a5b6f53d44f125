package testkit

import (
	"context"
	"testing"
	"time"

	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// MakeOfficeLink stores the link in a mail to an office and returns its secret.
func MakeOfficeLink(t testing.TB, db *models.DB, mailID int64, at time.Time) string {
	t.Helper()
	tok := token.New()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		return models.AddOfficeLinks(ctx, tx, []models.OfficeLink{{Hash: token.Hash(tok), OutboxID: mailID, CreatedAt: at, ExpiresAt: at.Add(models.OfficeLinkLife)}})
	})
	return tok
}

// MakeRelay stores what an office answered to a delivery of a letter, with the
// mail that tells its writer.
func MakeRelay(t testing.TB, db *models.DB, keys *privacy.Keys, sig models.Signature, d models.Delivery) models.Relay {
	t.Helper()
	var relay models.Relay
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		m, err := newMail(keys, sig, "relay", "ada@example.org", models.PriorityUpdate, Now)
		if err != nil {
			return err
		}
		if err := models.AddMails(ctx, tx, []*models.Mail{m}); err != nil {
			return err
		}
		relay = models.Relay{Ref: token.Ref(), OutboxID: *d.OutboxID, Position: "supports", At: Now}
		relay.SealText(keys, models.RelayText{Text: "Thank you for writing.", Name: "Rosa Clerk"})
		if _, err := models.AddRelay(ctx, tx, &relay); err != nil {
			return err
		}
		if err := models.AddRelayCopies(ctx, tx, []models.RelayCopy{{RelayID: relay.ID, DeliveryID: d.ID, OutboxID: &m.ID}}); err != nil {
			return err
		}
		return models.AddDeliveryEvent(ctx, tx, d.ID, models.EventAnswered, models.SourceOffice, "", Now)
	})
	return relay
}
