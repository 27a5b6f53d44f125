package models

import (
	"context"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// ParkOffice stops writing to an office; the first reason stays.
func ParkOffice(ctx context.Context, tx *Tx, index []byte, reason ParkedReason, now time.Time) error {
	if _, err := LockOffice(ctx, tx, index); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE offices SET parked_at = ?, parked_reason = ? WHERE address_index = ? AND parked_at IS NULL", now, reason, index)
	return err
}

// UnparkOffice writes to an office again; a Conflict fault if it is not parked.
func UnparkOffice(ctx context.Context, tx *Tx, index []byte) error {
	return moved(tx.exec(ctx, "UPDATE offices SET parked_at = NULL, parked_reason = '' WHERE address_index = ? AND parked_at IS NOT NULL", index))
}

// AllowAgain takes an address off the list that bounced or complained.
func AllowAgain(ctx context.Context, tx *Tx, contactIndex []byte) error {
	_, err := tx.exec(ctx, "DELETE FROM suppressions WHERE contact_index = ? AND reason IN ('bounced','complained')", contactIndex)
	return err
}

// Parked are the parked offices by the index of their address.
func Parked(ctx context.Context, tx *Tx) (map[string]Office, error) {
	rows, err := rowsOf[Office](ctx, tx, "SELECT * FROM offices WHERE parked_at IS NOT NULL")
	parked := map[string]Office{}
	for _, o := range rows {
		parked[string(o.AddressIndex)] = o
	}
	return parked, err
}

// ParkedHolder is who holds a seat and cannot be written to, with why.
type ParkedHolder struct {
	Holder
	Office
	Waiting int // deliveries to this seat without a mail
}

// ParkedHolders lists them by state, chamber and district.
func ParkedHolders(ctx context.Context, tx *Tx, k *privacy.Keys) (list []ParkedHolder, err error) {
	parked, err := Parked(ctx, tx)
	if err != nil || len(parked) == 0 {
		return nil, err
	}
	all, err := rowsOf[Holder](ctx, tx, holders+"WHERE l.email <> '' ORDER BY d.state, d.chamber DESC, length(d.code), d.code, s.position")
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		office, ok := parked[string(OfficeIndex(k, h.Email))]
		if !ok {
			continue
		}
		n, err := valueOf(ctx, tx, "SELECT count(*) FROM deliveries WHERE seat_id = ? AND outbox_id IS NULL AND stopped_at IS NULL", h.SeatID)
		if err != nil {
			return nil, err
		}
		list = append(list, ParkedHolder{Holder: h, Office: office, Waiting: n})
	}
	return list, nil
}

// HolderBySeat is a seat with who holds it now.
func HolderBySeat(ctx context.Context, tx *Tx, seatID int64) (Holder, error) {
	rows, err := rowsOf[Holder](ctx, tx, holders+"WHERE s.id = ?", seatID)
	if err != nil || len(rows) == 1 {
		return append(rows, Holder{})[0], err
	}
	_, err = take[Seat](ctx, tx, "id = ?", seatID)
	return Holder{}, err
}

// ParkedAmong are those of some addresses, in lower case, that are parked.
func ParkedAmong(ctx context.Context, tx *Tx, k *privacy.Keys, list []Holder) (map[string]bool, error) {
	parked, err := Parked(ctx, tx)
	found := map[string]bool{}
	if err != nil || len(parked) == 0 {
		return found, err
	}
	for _, h := range list {
		if _, ok := parked[string(OfficeIndex(k, h.Email))]; ok && h.Email != "" {
			found[strings.ToLower(h.Email)] = true
		}
	}
	return found, nil
}
