package models

import (
	"context"
	"time"
)

// OfficeLinkLife is how long the link in a mail to an office works.
const OfficeLinkLife = 180 * 24 * time.Hour

// OfficeLink is the secret of one mail to an office: it opens that office's desk,
// and answers the letters of that mail. Only its hash is kept.
type OfficeLink struct {
	Hash      []byte `gorm:"primaryKey"`
	OutboxID  int64
	CreatedAt time.Time
	ExpiresAt time.Time
}

// IsLive says whether the link may still be used.
func (l OfficeLink) IsLive(now time.Time) bool { return now.Before(l.ExpiresAt) }

// AddOfficeLinks stores links.
func AddOfficeLinks(ctx context.Context, tx *Tx, links []OfficeLink) error {
	return add(ctx, tx, links)
}

// OfficeLinkByHash finds a link.
func OfficeLinkByHash(ctx context.Context, tx *Tx, hash []byte) (OfficeLink, error) {
	return take[OfficeLink](ctx, tx, "hash = ?", hash)
}

// LockOfficeLink finds a link, and keeps others from acting by it until the
// transaction ends.
func LockOfficeLink(ctx context.Context, tx *Tx, hash []byte) (OfficeLink, error) {
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE"
	}
	return first[OfficeLink](ctx, tx, "SELECT * FROM office_links WHERE hash = ?"+lock, hash)
}

// ForgetOfficeLinks deletes links that ran out before a time.
func ForgetOfficeLinks(ctx context.Context, tx *Tx, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM office_links WHERE expires_at < ?", before)
	return err
}
