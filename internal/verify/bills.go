package verify

import (
	"context"

	"statehouse/models"
)

// bills holds the events of every bill together, from the first to the last.
func bills(ctx context.Context, v *view) error {
	if err := holds(models.BillRules)(ctx, v); err != nil {
		return err
	}
	next := func(b models.Bill) int64 { return b.CampaignID }
	return pages(ctx, v, 0, models.BillsAfter, next, func(list []models.Bill) error {
		for _, b := range list {
			events, err := models.BillEvents(ctx, v.tx, b.CampaignID)
			if err != nil {
				return err
			}
			if !models.BillEventsAreChained(b, events) {
				v.note("campaign %d: the events of its bill are not what was written", b.CampaignID)
			}
		}
		return nil
	})
}
