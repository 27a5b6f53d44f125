package volunteers

import (
	"context"

	"statehouse/models"
)

// EndOffer ends an offer as it was read some time ago.
func (v *Volunteers) EndOffer(ctx context.Context, p models.ShiftPlace) error {
	return v.db.Write(ctx, func(tx *models.Tx) error { return v.endOffer(ctx, tx, p) })
}
