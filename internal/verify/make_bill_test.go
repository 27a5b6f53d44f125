package verify

import (
	"context"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// makeBill leaves a bill with a step, a hearing of a committee, and the hearing once
// more where it was corrected.
func makeBill(t *testing.T, db *models.DB, c models.Campaign) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		user, err := models.UserByEmail(ctx, tx, "organizer@example.org")
		if err != nil {
			return err
		}
		committees, err := models.CommitteesOfState(ctx, tx, c.State)
		if err != nil {
			return err
		}
		if err := models.SaveBill(ctx, tx, models.Bill{CampaignID: c.ID, Chamber: "upper", SavedBy: user.ID, SavedAt: testkit.Now}, "SB 1 (2027)"); err != nil {
			return err
		}
		at := testkit.Now
		hearing := models.BillEvent{Kind: models.BillHearing, Day: models.Day(at), StartsAt: &at, CommitteeID: &committees[0].ID, Body: "Judiciary", Place: "Room 1"}
		again := hearing
		again.Corrects, again.Place = 2, "Room 2"
		for _, e := range []models.BillEvent{{Kind: models.BillStep, Stage: models.BillIntroduced, Day: models.Day(at)}, hearing, again} {
			e.CampaignID, e.Bill, e.Source, e.UserID, e.At = c.ID, "SB 1 (2027)", "The journal", user.ID, at
			if err := models.AddBillEvent(ctx, tx, &e); err != nil {
				return err
			}
		}
		return nil
	})
}
