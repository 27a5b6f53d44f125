package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makePaper leaves a batch of sheets that counts, with one row of two, and one
// that is being keyed.
func makePaper(t *testing.T, db *models.DB, keys *privacy.Keys, c models.Campaign) {
	t.Helper()
	person := models.PaperPerson{Name: "Pat Paper", ZIP: "85003"}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		counted := models.PaperBatch{State: models.PaperCounted, WitnessedOn: "2026-11-20", Seed: token.Ref(), SampleSize: 1, Counted: 1}
		keyed := models.PaperBatch{State: models.PaperIssued}
		for i, b := range []*models.PaperBatch{&counted, &keyed} {
			b.Ref, b.CampaignID, b.PetitionID, b.Sheets, b.IssuedBy, b.IssuedAt, b.MovedAt = token.Ref(), c.ID, *c.PetitionID, 1, 1, testkit.Now, testkit.Now
			b.SealPeople(keys, models.PaperPeople{Label: "Sunday market", Witness: "Wanda Witness"})
			if err := models.AddPaperBatch(ctx, tx, b); err != nil {
				return err
			}
			for pass := 1; pass <= 2-i; pass++ {
				if err := models.AddPaperKeying(ctx, tx, &models.PaperKeying{BatchID: b.ID, Pass: pass, UserID: int64(pass), DoneAt: &b.MovedAt}); err != nil {
					return err
				}
			}
		}
		entry := models.PaperEntry{Ref: token.Ref(), CampaignID: c.ID, BatchID: keyed.ID, Pass: 1, Sheet: keyed.FirstSheet, Line: 1, SignedOn: "2026-11-20"}
		entry.Seal(keys, c.Code, person)
		if err := models.AddPaperEntry(ctx, tx, &entry); err != nil {
			return err
		}
		rows := []models.PaperRow{{Line: 1, Sample: models.SampleRight}, {Line: 2, PerhapsOnline: true}}
		for i := range rows {
			r := &rows[i]
			r.Ref, r.CampaignID, r.BatchID, r.Sheet, r.State = token.Ref(), c.ID, counted.ID, counted.FirstSheet, models.PaperRowSettled
			r.Seal(keys, c.Code, person)
		}
		return models.AddPaperRows(ctx, tx, rows)
	})
}
