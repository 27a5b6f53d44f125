package verify

import (
	"context"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeConsent leaves a partner on a campaign, and one consent that was handed over.
func makeConsent(t *testing.T, db *models.DB, c models.Campaign, s models.Signature) {
	t.Helper()
	p := testkit.MakePartner(t, db, "Partner One", c)
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		k := []models.PartnerConsent{{Ref: token.Ref(), SignatureID: s.ID, PartnerID: p.ID, Words: "Share my name.", Policy: p.Policy, Lang: "en", Version: 1, GivenAt: testkit.Now}}
		if err := models.AddPartnerConsents(ctx, tx, k); err != nil {
			return err
		}
		return models.NoteConsentsExported(ctx, tx, []int64{k[0].ID}, testkit.Now)
	})
}
