package verify

import (
	"context"

	"statehouse/models"
)

// events holds the events of every delivery together: numbers without a gap,
// each hash over all before it, the last one where the mail is.
func events(ctx context.Context, v *view) error {
	if err := holds(models.EventRules)(ctx, v); err != nil {
		return err
	}
	for last := int64(0); v.left() > 0; {
		page, err := models.EventsAfter(ctx, v.tx, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for start := 0; start < len(page); {
			end := start
			for end < len(page) && page[end].DeliveryID == page[start].DeliveryID {
				end++
			}
			if last = page[start].DeliveryID; !models.IsChained(page[start:end]) {
				v.note("delivery %d: its events are not what was written", last)
			}
			start = end
		}
		v.read(len(page))
	}
	return nil
}
