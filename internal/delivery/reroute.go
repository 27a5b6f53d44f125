package delivery

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

// The notes of a rerouting, in a delivery's events.
const (
	noteNewHolder = "the seat has a new holder"
	noteVacant    = "the seat is vacant"
	noteNoAddress = "the seat's holder has no e-mail address"
)

// recalled is why a queued mail was dropped.
const recalled = "rerouted"

// Reroute brings the deliveries of a letter that have not left to who holds
// their seats now; doing it again does nothing. Those of vacant seats wait. What
// has left stays with whom it went to. Fault: NotFound.
func (d *Delivery) Reroute(ctx context.Context, letterID int64) (err error) {
	defer fault.Wrap(&err, "delivery.Reroute(%d)", letterID)
	return d.db.Write(ctx, func(tx *models.Tx) error { return d.reroute(ctx, tx, letterID) })
}

// RerouteMail is Reroute for what a queued mail carries, a letter or a digest, in
// the transaction that was about to send it.
func (d *Delivery) RerouteMail(ctx context.Context, tx *models.Tx, mailID int64) (err error) {
	defer fault.Wrap(&err, "delivery.RerouteMail(%d)", mailID)
	deliveries, err := models.DeliveriesIn(ctx, tx, mailID)
	if err != nil || len(deliveries) == 0 {
		return err
	}
	if deliveries[0].Kind == models.DeliveryDigest {
		return d.rerouteDigest(ctx, tx, deliveries[0])
	}
	return d.reroute(ctx, tx, *deliveries[0].LetterID)
}

func (d *Delivery) reroute(ctx context.Context, tx *models.Tx, letterID int64) error {
	letter, err := models.LetterByID(ctx, tx, letterID)
	if err != nil {
		return err
	}
	sig, campaign, err := locked(ctx, tx, letter.SignatureID)
	if err != nil {
		return err
	}
	if letter.ReleasedAt == nil || letter.IsErased() || sig.State != models.SignatureCounted {
		return nil
	}
	if err := d.recall(ctx, tx, letterID); err != nil {
		return err
	}
	if d.paced {
		return d.follow(ctx, tx, letterID)
	}
	return d.post(ctx, tx, sig, campaign, letter)
}

// follow names who holds the seats of the waiting deliveries now, and leaves
// their mails to the planner.
func (d *Delivery) follow(ctx context.Context, tx *models.Tx, letterID int64) error {
	deliveries, err := models.DeliveriesOf(ctx, tx, letterID)
	if err != nil {
		return err
	}
	for _, delivery := range deliveries {
		if delivery.OutboxID != nil || delivery.StoppedAt != nil {
			continue
		}
		if _, err := d.address(ctx, tx, &delivery); err != nil {
			return err
		}
	}
	return d.room.Queue.Add(ctx, tx, jobs.PlanDeliveries{})
}

// recall drops the queued mails that go to somebody who has left the seat.
func (d *Delivery) recall(ctx context.Context, tx *models.Tx, letterID int64) error {
	deliveries, err := models.DeliveriesOf(ctx, tx, letterID)
	if err != nil {
		return err
	}
	for _, delivery := range deliveries {
		if delivery.OutboxID == nil {
			continue
		}
		mail, err := models.MailByID(ctx, tx, *delivery.OutboxID)
		if err != nil {
			return err
		}
		if mail.State != models.MailQueued {
			continue
		}
		stray, err := models.IsStray(ctx, tx, mail.ID)
		if err != nil {
			return err
		}
		if stray {
			if _, err := models.RecallMail(ctx, tx, mail.ID, recalled, d.moment()); err != nil {
				return err
			}
		}
	}
	return nil
}

// address is who holds the seat of a delivery now. If that is somebody else than
// before, or nobody to write to, it becomes an event.
func (d *Delivery) address(ctx context.Context, tx *models.Tx, delivery *models.Delivery) (models.Holder, error) {
	holder, err := models.HolderOfSeat(ctx, tx, delivery.SeatID)
	if err != nil {
		return holder, err
	}
	note := noteNewHolder
	switch {
	case holder.IsVacant():
		note = noteVacant
	case holder.Email == "":
		note = noteNoAddress
	case holder.LegislatorID == delivery.LegislatorID:
		return holder, nil
	default:
		if err := models.SetDeliveryHolder(ctx, tx, delivery, holder.LegislatorID); err != nil {
			return holder, err
		}
	}
	events, err := models.EventsOf(ctx, tx, []int64{delivery.ID})
	if err != nil {
		return holder, err
	}
	if n := len(events); n > 0 && events[n-1].Kind == models.EventRerouted && events[n-1].Note == note {
		return holder, nil
	}
	return holder, models.AddDeliveryEvent(ctx, tx, delivery.ID, models.EventRerouted, models.SourceStatehouse, note, d.moment())
}
