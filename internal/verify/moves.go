package verify

import (
	"context"

	"statehouse/models"
)

// moves holds the moves of every campaign together, and the campaign to the last.
func moves(ctx context.Context, v *view) error {
	if err := holds(models.MoveRules)(ctx, v); err != nil {
		return err
	}
	for last := int64(0); v.left() > 0; {
		page, err := models.MovedCampaigns(ctx, v.tx, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, c := range page {
			list, err := models.MovesOf(ctx, v.tx, c.ID)
			if err != nil {
				return err
			}
			if last = c.ID; !models.MovesAreChained(c, list) {
				v.note("campaign %d: its moves are not what was written", c.ID)
			}
		}
		v.read(len(page))
	}
	return nil
}
