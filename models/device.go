package models

import (
	"context"
	"time"
)

// KeepDevice is how long a browser that nobody signs in with is remembered.
const KeepDevice = 400 * 24 * time.Hour

// Device is a browser in which a user has signed in before, known by a random
// secret that the browser keeps; here is only its hash.
type Device struct {
	UserID int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash   []byte `gorm:"primaryKey"`
	SeenAt time.Time
}

// MeetDevice notes that a user signed in with a browser, and says whether it is
// new to them while they have others: then they are told.
func MeetDevice(ctx context.Context, tx *Tx, d Device) (isNew bool, err error) {
	others, err := valueOf(ctx, tx, "SELECT count(*) FROM devices WHERE user_id = ? AND hash <> ?", d.UserID, d.Hash)
	if err != nil {
		return false, err
	}
	added, err := tx.exec(ctx, "INSERT INTO devices (user_id, hash, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", d.UserID, d.Hash, d.SeenAt)
	if err != nil || added > 0 {
		return added > 0 && others > 0, err
	}
	_, err = tx.exec(ctx, "UPDATE devices SET seen_at = ? WHERE user_id = ? AND hash = ?", d.SeenAt, d.UserID, d.Hash)
	return false, err
}

// ForgetDevices deletes browsers that nobody has signed in with since a time.
func ForgetDevices(ctx context.Context, tx *Tx, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM devices WHERE seen_at < ?", before)
	return err
}
