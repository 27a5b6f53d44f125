package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// petitions holds versions to their campaigns, and each version's hash to its texts.
func petitions(ctx context.Context, v *view) error {
	if err := holds(models.PetitionRules)(ctx, v); err != nil {
		return err
	}
	return pages(ctx, v, 0, models.PetitionsAfter, func(p models.Petition) int64 { return p.ID }, func(rows []models.Petition) error {
		ids := make([]int64, len(rows))
		for i, p := range rows {
			ids[i] = p.ID
		}
		texts, err := models.TextsOfVersions(ctx, v.tx, ids)
		if err != nil {
			return err
		}
		byVersion := map[int64][]models.PetitionText{}
		for _, t := range texts {
			byVersion[t.PetitionID] = append(byVersion[t.PetitionID], t)
		}
		for _, p := range rows {
			if !bytes.Equal(p.Hash, models.HashTexts(byVersion[p.ID])) || len(byVersion[p.ID]) == 0 {
				v.note("petition %d: its hash is not its texts'", p.ID)
			}
		}
		return nil
	})
}
