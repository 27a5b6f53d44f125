package models

import (
	"context"
	"time"
)

// NoticeKind is what a volunteer is told of a shift.
type NoticeKind string

// The kinds.
const (
	NoticeHeld      NoticeKind = "held"
	NoticeWaiting   NoticeKind = "waiting"
	NoticeOffered   NoticeKind = "offered"
	NoticeChanged   NoticeKind = "changed"
	NoticeCancelled NoticeKind = "cancelled"
	NoticeDayBefore NoticeKind = "day_before"
	NoticeDayOf     NoticeKind = "day_of"
	NoticeAfter     NoticeKind = "after"
	NoticeMessage   NoticeKind = "message" // what staff wrote to the shift
)

// NoticeKinds lists them all.
var NoticeKinds = []NoticeKind{NoticeHeld, NoticeWaiting, NoticeOffered, NoticeChanged, NoticeCancelled, NoticeDayBefore, NoticeDayOf, NoticeAfter, NoticeMessage}

// ShiftNotice is something that a volunteer was told, once.
type ShiftNotice struct {
	PlaceID   int64      `gorm:"primaryKey"`
	Kind      NoticeKind `gorm:"primaryKey"`
	Number    int        `gorm:"primaryKey"` // of the change, of the offer, or of the message
	CreatedAt time.Time
}

// AddNotice notes that a volunteer is told something; false if they already were.
func AddNotice(ctx context.Context, tx *Tx, n ShiftNotice) (bool, error) {
	rows, err := tx.exec(ctx, "INSERT INTO shift_notices (place_id, kind, number, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", n.PlaceID, n.Kind, n.Number, n.CreatedAt)
	return rows == 1, err
}

// NoticeCount is how often a volunteer was told one kind of thing about a place.
func NoticeCount(ctx context.Context, tx *Tx, placeID int64, kind NoticeKind) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM shift_notices WHERE place_id = ? AND kind = ?", placeID, kind)
}

// NoticesBetween lists what was told of the shifts that start within a time.
func NoticesBetween(ctx context.Context, tx *Tx, from, to time.Time) ([]ShiftNotice, error) {
	return rowsOf[ShiftNotice](ctx, tx, `SELECT n.* FROM shift_notices n JOIN shift_places p ON p.id = n.place_id JOIN shifts s ON s.id = p.shift_id
WHERE s.starts_at >= ? AND s.starts_at < ?`, from, to)
}
