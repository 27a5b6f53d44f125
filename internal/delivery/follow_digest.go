package delivery

import (
	"context"
	"errors"

	"statehouse/models"
)

// mostFollowed is how many digests one plan brings to who holds their seats now.
const mostFollowed = 100

// followDigests brings the digests that have not left to who holds their seats now.
func (d *Delivery) followDigests(ctx context.Context) error {
	strays, err := models.StrayDigests(ctx, d.db.Read(), mostFollowed)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range strays {
		failed = append(failed, d.db.Write(ctx, func(tx *models.Tx) error {
			delivery, err := models.DeliveryByID(ctx, tx, id)
			if err != nil {
				return err
			}
			return d.rerouteDigest(ctx, tx, delivery)
		}))
	}
	return errors.Join(failed...)
}

// rerouteDigest takes back a digest's queued mail, if there is one, and names who
// holds the seat now. The planner writes it anew.
func (d *Delivery) rerouteDigest(ctx context.Context, tx *models.Tx, delivery models.Delivery) error {
	if delivery.OutboxID != nil {
		recalledNow, err := models.RecallMail(ctx, tx, *delivery.OutboxID, recalled, d.moment())
		if err != nil || !recalledNow {
			return err
		}
		delivery.OutboxID = nil
	}
	_, err := d.address(ctx, tx, &delivery)
	return err
}
