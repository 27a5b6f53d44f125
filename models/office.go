package models

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// Office is what is kept of an address where legislators' mail arrives: how
// much it has been given lately, and whether it is parked.
type Office struct {
	AddressIndex []byte    `gorm:"primaryKey"`
	Hour         time.Time // the last in which it was given mail
	Slots        int       // of that hour's that are used
	Day          string    // the last on which it was given mail, in its own zone
	DayMails     int
	ParkedAt     *time.Time
	ParkedReason ParkedReason
}

// ParkedReason is why an office is not written to for the time being.
type ParkedReason string

// The reasons; none while it is written to.
const (
	NotParked        ParkedReason = ""
	ParkedBounced    ParkedReason = "bounced"    // its address does not exist
	ParkedComplained ParkedReason = "complained" // it called our mail spam
)

// ParkedReasons lists them all.
var ParkedReasons = []ParkedReason{NotParked, ParkedBounced, ParkedComplained}

// OfficeIndex is the blind index of an office's address.
func OfficeIndex(k *privacy.Keys, email string) []byte {
	return k.Blind("office address", strings.ToLower(email))
}

// LockOffice reads an office, and keeps others from giving it mail until the
// transaction ends.
func LockOffice(ctx context.Context, tx *Tx, index []byte) (Office, error) {
	if _, err := tx.exec(ctx, "INSERT INTO offices (address_index, hour, slots, day, day_mails) VALUES (?, ?, 0, '', 0) ON CONFLICT (address_index) DO NOTHING",
		index, time.Unix(0, 0).UTC()); err != nil {
		return Office{}, err
	}
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE"
	}
	rows, err := rowsOf[Office](ctx, tx, "SELECT * FROM offices WHERE address_index = ?"+lock, index)
	return append(rows, Office{})[0], err
}

// Offices are those of some addresses, by their index.
func Offices(ctx context.Context, tx *Tx, indexes [][]byte) (map[string]Office, error) {
	found := map[string]Office{}
	for len(indexes) > 0 {
		n := min(len(indexes), 500)
		rows, err := rowsOf[Office](ctx, tx, "SELECT * FROM offices WHERE address_index IN ?", indexes[:n])
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			found[string(o.AddressIndex)] = o
		}
		indexes = indexes[n:]
	}
	return found, nil
}

// SavePace writes how much an office has been given.
func SavePace(ctx context.Context, tx *Tx, o Office) error {
	return moved(tx.exec(ctx, "UPDATE offices SET hour = ?, slots = ?, day = ?, day_mails = ? WHERE address_index = ?", o.Hour, o.Slots, o.Day, o.DayMails, o.AddressIndex))
}

// WaitingOffice is an address to which deliveries have no mail yet.
type WaitingOffice struct {
	Email string // in lower case
	State string
}

// waiting is what may be given a mail: not stopped, to who holds the seat now,
// a letter only while it is released and its signature counts, a digest only
// while its campaign is live or over.
const waiting = ` FROM deliveries d JOIN legislators l ON l.id = d.legislator_id
JOIN terms t ON t.seat_id = d.seat_id AND t.legislator_id = d.legislator_id AND t.ends_at IS NULL
LEFT JOIN letters x ON x.id = d.letter_id LEFT JOIN signatures s ON s.id = x.signature_id
WHERE d.outbox_id IS NULL AND d.stopped_at IS NULL AND l.email <> '' AND (x.released_at IS NOT NULL AND s.state = 'counted'
  OR d.kind = 'digest' AND EXISTS (SELECT 1 FROM campaigns c WHERE c.id = d.campaign_id AND c.status IN ('live','closed')))`

// WaitingOffices lists the addresses that something waits for.
func WaitingOffices(ctx context.Context, tx *Tx) ([]WaitingOffice, error) {
	return rowsOf[WaitingOffice](ctx, tx, "SELECT lower(l.email) AS email, min(l.state) AS state"+waiting+" GROUP BY lower(l.email) ORDER BY lower(l.email)")
}

// WaitingDelivery is a delivery without a mail, with what decides on its turn.
type WaitingDelivery struct {
	ID          int64
	Kind        DeliveryKind
	CampaignID  int64
	SeatID      int64
	LetterID    int64 // 0 of a digest
	SignatureID int64 // 0 of a digest
	DigestID    int64 // 0 of a letter
	Fold        string
	ReleasedAt  *time.Time
}

// WaitingAt lists what waits for an address, oldest first.
func WaitingAt(ctx context.Context, tx *Tx, email string, limit int) ([]WaitingDelivery, error) {
	return rowsOf[WaitingDelivery](ctx, tx, `SELECT d.id, d.kind, d.campaign_id, d.seat_id, COALESCE(x.id, 0) AS letter_id, COALESCE(s.id, 0) AS signature_id, COALESCE(d.digest_id, 0) AS digest_id,
  COALESCE(x.fold, '') AS fold, x.released_at`+waiting+" AND lower(l.email) = ? ORDER BY d.id LIMIT ?", email, limit)
}

// StillCounted are those of some signatures that are counted; nobody takes one
// of them back until the transaction ends.
func StillCounted(ctx context.Context, tx *Tx, signatureIDs []int64) (map[int64]bool, error) {
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE"
	}
	rows, err := rowsOf[int64](ctx, tx, "SELECT id FROM signatures WHERE id IN ? AND state = 'counted' ORDER BY id"+lock, signatureIDs)
	counted := map[int64]bool{}
	for _, id := range rows {
		counted[id] = true
	}
	return counted, err
}

// SetDeliveriesMail ties deliveries to the queued mail that carries them all.
func SetDeliveriesMail(ctx context.Context, tx *Tx, deliveryIDs []int64, outboxID int64, now time.Time) error {
	n, err := tx.exec(ctx, "UPDATE deliveries SET outbox_id = ? WHERE id IN ? AND outbox_id IS NULL AND stopped_at IS NULL", outboxID, deliveryIDs)
	if err == nil && int(n) != len(deliveryIDs) {
		err = moved(0, nil)
	}
	if err != nil {
		return err
	}
	events := make([]DeliveryEvent, len(deliveryIDs))
	for i, id := range deliveryIDs {
		events[i] = DeliveryEvent{DeliveryID: id, Kind: EventKind(MailQueued), Source: SourceStatehouse, At: now}
	}
	return AddDeliveryEvents(ctx, tx, events)
}

// stopWaiting takes the deliveries of a signature that have no mail out of the
// line for good, and says so in their events.
func stopWaiting(ctx context.Context, tx *Tx, signatureID int64, why string, now time.Time) error {
	ids, err := rowsOf[int64](ctx, tx, `SELECT d.id FROM deliveries d JOIN letters l ON l.id = d.letter_id
WHERE l.signature_id = ? AND d.outbox_id IS NULL AND d.stopped_at IS NULL ORDER BY d.id`, signatureID)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := tx.exec(ctx, "UPDATE deliveries SET stopped_at = ? WHERE id IN ?", now, ids); err != nil {
		return err
	}
	events := make([]DeliveryEvent, len(ids))
	for i, id := range ids {
		events[i] = DeliveryEvent{DeliveryID: id, Kind: EventKind(MailDropped), Source: SourceStatehouse, Note: why, At: now}
	}
	return AddDeliveryEvents(ctx, tx, events)
}

// unfold drops the queued mails that carry a letter of a signature with those
// of others, whose deliveries wait again.
func unfold(ctx context.Context, tx *Tx, signatureID int64, why string, now time.Time) error {
	ids, err := rowsOf[int64](ctx, tx, `SELECT DISTINCT o.id FROM outbox o JOIN deliveries d ON d.outbox_id = o.id JOIN letters l ON l.id = d.letter_id
WHERE l.signature_id = ? AND o.signature_id IS NULL AND o.state = 'queued' ORDER BY o.id`, signatureID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := DropMail(ctx, tx, id, why, now); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, `UPDATE deliveries SET outbox_id = NULL WHERE outbox_id = ?
AND letter_id IN (SELECT id FROM letters WHERE signature_id <> ?) AND (SELECT state FROM outbox WHERE id = ?) = 'dropped'`, id, signatureID, id); err != nil {
			return err
		}
	}
	return nil
}
