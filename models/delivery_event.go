package models

import (
	"bytes"
	"context"
	"time"
)

// EventKind is what happened to a delivery.
type EventKind string

// The kinds beside the states of a delivery's mail, which are kinds too.
const (
	EventWritten  EventKind = "written"  // its letter or digest was stored
	EventRerouted EventKind = "rerouted" // the seat has a new holder
	EventOpened   EventKind = "opened"   // the office opened it at its desk
	EventAnswered EventKind = "answered" // the office answered
)

// EventKinds lists them all.
var EventKinds = []EventKind{EventWritten, EventKind(MailQueued), EventKind(MailSending), EventKind(MailAccepted), EventKind(MailDelayed),
	EventKind(MailDelivered), EventKind(MailBounced), EventKind(MailComplained), EventKind(MailFailed), EventKind(MailUnknown), EventKind(MailDropped),
	EventRerouted, EventOpened, EventAnswered}

// EventSource is who says so.
type EventSource string

// The sources.
const (
	SourceStatehouse EventSource = "statehouse" // our own act
	SourceProvider   EventSource = "provider"   // the mail provider's answer or report
	SourceOffice     EventSource = "office"
	SourceStaff      EventSource = "staff"
)

// EventSources lists them all.
var EventSources = []EventSource{SourceStatehouse, SourceProvider, SourceOffice, SourceStaff}

// DeliveryEvent is one step of a delivery. Events are only ever added; each
// holds the hash of all that came before it.
type DeliveryEvent struct {
	ID         int64
	DeliveryID int64
	Number     int // from 1, without a gap
	Kind       EventKind
	Source     EventSource
	Note       string // without personal data
	At         time.Time
	Hash       []byte // SHA-256
}

// EventHash is the hash of an event after another, the first after nil.
func EventHash(before []byte, e DeliveryEvent) []byte {
	return chainHash(before, chainNumber(e.DeliveryID), chainNumber(int64(e.Number)), []byte(e.Kind), []byte(e.Source), []byte(e.Note), chainTime(e.At))
}

// IsChained says whether a delivery's events, in order, hold together.
func IsChained(events []DeliveryEvent) bool {
	var before []byte
	for i, e := range events {
		if e.Number != i+1 || e.DeliveryID != events[0].DeliveryID || !bytes.Equal(e.Hash, EventHash(before, e)) {
			return false
		}
		before = e.Hash
	}
	return true
}

// AddDeliveryEvent adds the next event of a delivery. The note holds no
// personal data.
func AddDeliveryEvent(ctx context.Context, tx *Tx, deliveryID int64, kind EventKind, source EventSource, note string, at time.Time) error {
	return AddDeliveryEvents(ctx, tx, []DeliveryEvent{{DeliveryID: deliveryID, Kind: kind, Source: source, Note: note, At: at}})
}

// AddDeliveryEvents adds the next event of several deliveries, one of each, and
// fills number and hash. It locks the deliveries, so that two steps of one of
// them come one after the other.
func AddDeliveryEvents(ctx context.Context, tx *Tx, events []DeliveryEvent) error {
	if len(events) == 0 {
		return nil
	}
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = e.DeliveryID
	}
	if tx.Dialect == Postgres {
		if _, err := rowsOf[int64](ctx, tx, "SELECT id FROM deliveries WHERE id IN ? ORDER BY id FOR UPDATE", ids); err != nil {
			return err
		}
	}
	last, err := rowsOf[DeliveryEvent](ctx, tx, `SELECT e.* FROM delivery_events e WHERE e.delivery_id IN ?
  AND e.number = (SELECT max(x.number) FROM delivery_events x WHERE x.delivery_id = e.delivery_id)`, ids)
	if err != nil {
		return err
	}
	before := map[int64]DeliveryEvent{}
	for _, e := range last {
		before[e.DeliveryID] = e
	}
	for i := range events {
		e := &events[i]
		e.Number, e.At = before[e.DeliveryID].Number+1, Moment(e.At)
		e.Hash = EventHash(before[e.DeliveryID].Hash, *e)
	}
	return add(ctx, tx, events)
}

// noteMails adds a state that mails have come to, to the deliveries they carry.
func noteMails(ctx context.Context, tx *Tx, mailIDs []int64, state MailState, source EventSource, note string, at time.Time) error {
	if len(mailIDs) == 0 {
		return nil
	}
	ids, err := rowsOf[int64](ctx, tx, "SELECT id FROM deliveries WHERE outbox_id IN ? ORDER BY id", mailIDs)
	if err != nil {
		return err
	}
	events := make([]DeliveryEvent, len(ids))
	for i, id := range ids {
		events[i] = DeliveryEvent{DeliveryID: id, Kind: EventKind(state), Source: source, Note: note, At: at}
	}
	return AddDeliveryEvents(ctx, tx, events)
}

// EventsOf lists the events of deliveries, by delivery and number.
func EventsOf(ctx context.Context, tx *Tx, deliveryIDs []int64) ([]DeliveryEvent, error) {
	if len(deliveryIDs) == 0 {
		return nil, nil
	}
	return rowsOf[DeliveryEvent](ctx, tx, "SELECT * FROM delivery_events WHERE delivery_id IN ? ORDER BY delivery_id, number", deliveryIDs)
}
