package delivery

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

// Unpark writes to the office of a seat's holder again: its address is allowed,
// and what waited for it goes out at its pace. Faults: NotFound, Conflict if it
// is not parked.
func (d *Delivery) Unpark(ctx context.Context, seatID int64) (err error) {
	defer fault.Wrap(&err, "delivery.Unpark(%d)", seatID)
	return d.db.Write(ctx, func(tx *models.Tx) error {
		holder, err := models.HolderBySeat(ctx, tx, seatID)
		if err != nil {
			return err
		}
		if err := models.UnparkOffice(ctx, tx, models.OfficeIndex(d.keys, holder.Email)); err != nil {
			return err
		}
		email, err := models.ParseEmail(holder.Email)
		if err != nil {
			return err
		}
		if err := models.AllowAgain(ctx, tx, models.ContactIndex(d.keys, email)); err != nil {
			return err
		}
		return d.room.Queue.Add(ctx, tx, jobs.PlanDeliveries{})
	})
}
