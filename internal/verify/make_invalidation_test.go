package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeInvalidation stores that the signatures of a campaign which are invalidated
// were taken out by a search, a search that led to nothing, and an alert.
func makeInvalidation(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	staff := models.User{Name: "Ina Taker", Email: "ina.taker@example.org", Role: models.RoleModerator, CreatedAt: testkit.Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddUser(ctx, tx, &staff); err != nil {
			return err
		}
		search := models.SignatureSearch{UserID: staff.ID, State: c.State, CreatedAt: testkit.Now}
		for range 2 {
			search.ID, search.Ref = 0, token.Ref()
			if err := search.Seal(keys, models.Criteria{Domain: "example.org"}); err != nil {
				return err
			}
			if err := models.AddSearch(ctx, tx, &search); err != nil {
				return err
			}
		}
		now := testkit.Now
		alert := models.Alert{Ref: token.Ref(), CampaignID: c.ID, Kind: models.AlertPending, Found: 1, Among: 1, Since: testkit.Now, Til: testkit.Now, CreatedAt: testkit.Now}
		if _, err := models.AddAlert(ctx, tx, &alert); err != nil {
			return err
		}
		alert.SealNote(keys, "A class signed together.")
		if err := models.AcknowledgeAlert(ctx, tx, alert, staff.ID, testkit.Now); err != nil {
			return err
		}
		v := models.Invalidation{Ref: token.Ref(), SearchID: search.ID, UserID: staff.ID, State: models.InvalidationDone, Reason: models.InvalidInvented, Found: 1, Taken: 1, CreatedAt: now, MovedAt: now, StartedAt: &now, EndedAt: &now}
		v.SealNote(keys, "Nobody of that name.")
		var err error
		if v.UpTo, err = models.LastSignatureID(ctx, tx); err != nil {
			return err
		}
		if err := models.AddInvalidation(ctx, tx, &v); err != nil {
			return err
		}
		if err := models.AddInvalidationParts(ctx, tx, []models.InvalidationPart{{InvalidationID: v.ID, CampaignID: c.ID, Found: 1, Counted: 1, CountedBefore: 4}}); err != nil {
			return err
		}
		out, err := models.SignaturesUp(ctx, tx, models.SignatureFilter{CampaignID: c.ID, Standings: []models.SignatureState{models.SignatureInvalidated}}, 0, v.UpTo, 10)
		if err != nil {
			return err
		}
		return models.AddInvalidated(ctx, tx, []models.InvalidatedSignature{{InvalidationID: v.ID, SignatureID: out[0].ID, Prior: models.SignatureCounted, At: now}})
	})
}
