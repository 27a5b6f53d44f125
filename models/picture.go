package models

import (
	"context"
	"time"
)

// Picture is a picture that staff brought. Its name is the SHA-256 of its bytes
// in hex, so that what a text shows cannot be exchanged below it.
type Picture struct {
	ID            int64
	Name          string
	UserID        int64
	Width, Height int    // in pixels
	Data          []byte // JPEG; nil once it was removed
	CreatedAt     time.Time
	RemovedAt     *time.Time
}

// AddPicture stores a picture. One of the same bytes stays as it is, or comes
// back if it was removed.
func AddPicture(ctx context.Context, tx *Tx, p Picture) error {
	_, err := tx.exec(ctx, `INSERT INTO pictures (name, user_id, width, height, data, created_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET data = excluded.data, removed_at = NULL`, p.Name, p.UserID, p.Width, p.Height, blob(p.Data), p.CreatedAt)
	return err
}

// PictureByName finds a picture that is there.
func PictureByName(ctx context.Context, tx *Tx, name string) (Picture, error) {
	return take[Picture](ctx, tx, "name = ? AND removed_at IS NULL", name)
}

// PicturesOf lists the last pictures that somebody brought, or with 0 anybody,
// without their bytes.
func PicturesOf(ctx context.Context, tx *Tx, userID int64, limit int) ([]Picture, error) {
	return rowsOf[Picture](ctx, tx, "SELECT id, name, user_id, width, height, created_at FROM pictures WHERE (? = 0 OR user_id = ?) AND removed_at IS NULL ORDER BY id DESC LIMIT ?", userID, userID, limit)
}

// RemovePicture forgets the bytes of a picture; a Conflict fault if they are gone.
func RemovePicture(ctx context.Context, tx *Tx, name string, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE pictures SET data = NULL, removed_at = ? WHERE name = ? AND removed_at IS NULL", now, name))
}
