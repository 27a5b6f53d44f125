package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeOffice has the office of a letter answer it, say where it stands, once
// confirmed and once not yet, and ask for another hour.
func makeOffice(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign, writer models.Signature, letter models.Letter) {
	t.Helper()
	deliveries, err := models.DeliveriesOf(context.Background(), db.Read(), letter.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := deliveries[0]
	testkit.MakeOfficeLink(t, db, *d.OutboxID, testkit.Now)
	testkit.MakeRelay(t, db, keys, writer, d)
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		user := models.User{Email: "otto@example.org", Name: "Otto Organizer", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
		if err := models.AddUser(ctx, tx, &user); err != nil {
			return err
		}
		for _, stance := range []models.Stance{models.StanceSupports, models.StanceOpposes} {
			if err := models.AddProposal(ctx, tx, models.Proposal{CampaignID: c.ID, SeatID: d.SeatID, LegislatorID: d.LegislatorID, OutboxID: *d.OutboxID,
				Stance: stance, Source: "https://example.org/said", CreatedAt: testkit.Now}); err != nil {
				return err
			}
		}
		open, err := models.OpenProposals(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		position := models.Position{CampaignID: c.ID, SeatID: d.SeatID, LegislatorID: d.LegislatorID, Stance: models.StanceSupports, Evidence: models.EvidenceLetter,
			Source: "https://example.org/said", SaidOn: "2026-11-24", UserID: &user.ID, CreatedAt: testkit.Now}
		if err := models.AddPosition(ctx, tx, &position); err != nil {
			return err
		}
		if err := models.ConfirmProposal(ctx, tx, &open[0], position.ID, user.ID, testkit.Now); err != nil {
			return err
		}
		request := models.OfficeRequest{Ref: token.Ref(), SeatID: d.SeatID, LegislatorID: d.LegislatorID, OutboxID: *d.OutboxID, Kind: models.RequestHours, CreatedAt: testkit.Now}
		request.SealDetail(keys, "After the session, please.")
		return models.AddOfficeRequest(ctx, tx, &request)
	})
}
