package models

import (
	"context"
	"time"

	"statehouse/internal/privacy"
)

// LinkKind says what a link opens.
type LinkKind string

// The kinds.
const (
	LinkConfirm      LinkKind = "confirm"      // one button that counts a signature
	LinkMyData       LinkKind = "my_data"      // everything held about an address
	LinkLetters      LinkKind = "letters"      // what became of one letter
	LinkUnsubscribe  LinkKind = "unsubscribe"  // stops updates, or letters to an office
	LinkSignIn       LinkKind = "sign_in"      // staff
	LinkVolunteering LinkKind = "volunteering" // one application, and its shifts
)

// How long links of each kind live.
const (
	ConfirmLife      = 7 * 24 * time.Hour
	MyDataLife       = 10 * time.Minute
	LettersLife      = 90 * 24 * time.Hour
	UnsubscribeLife  = 2 * 365 * 24 * time.Hour
	SignInLife       = 15 * time.Minute
	VolunteeringLife = 365 * 24 * time.Hour
)

// Link is a secret that was put into a mail or shown once; only its hash is kept.
type Link struct {
	Hash          []byte `gorm:"primaryKey"`
	Kind          LinkKind
	SignatureID   *int64
	UserID        *int64
	LetterID      *int64
	ApplicationID *int64
	Contact       []byte // sealed address, for links about an address alone
	Ref           string // names the row to the seal
	CreatedAt     time.Time
	ExpiresAt     time.Time
	SpentAt       *time.Time
}

// IsLive says whether the link may still be used.
func (l Link) IsLive(now time.Time) bool { return l.SpentAt == nil && now.Before(l.ExpiresAt) }

// SealContact fills Contact; Ref must be set.
func (l *Link) SealContact(k *privacy.Keys, email string) {
	l.Contact = k.SealText("links.contact", l.Ref, email)
}

// OpenContact opens the address that a link is about.
func (l Link) OpenContact(k *privacy.Keys) (string, error) {
	return k.OpenText("links.contact", l.Ref, l.Contact)
}

// AddLinks stores links.
func AddLinks(ctx context.Context, tx *Tx, links []Link) error { return add(ctx, tx, links) }

// LinkByHash finds a link of a kind.
func LinkByHash(ctx context.Context, tx *Tx, kind LinkKind, hash []byte) (Link, error) {
	return take[Link](ctx, tx, "hash = ? AND kind = ?", hash, kind)
}

// SpendLink marks a link as used; a Conflict fault if it already was.
func SpendLink(ctx context.Context, tx *Tx, l Link, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE links SET spent_at = ? WHERE hash = ? AND spent_at IS NULL", now, l.Hash))
}

// SpendLinksOf marks every open link of a kind of a signature as used.
func SpendLinksOf(ctx context.Context, tx *Tx, signatureID int64, kind LinkKind, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE links SET spent_at = ? WHERE signature_id = ? AND kind = ? AND spent_at IS NULL", now, signatureID, kind)
	return err
}

// LinksWithContact lists a signature's links that hold an address.
func LinksWithContact(ctx context.Context, tx *Tx, signatureID int64) ([]Link, error) {
	return rowsOf[Link](ctx, tx, "SELECT * FROM links WHERE signature_id = ? AND contact IS NOT NULL", signatureID)
}

// DropLink deletes a link, if it is still there.
func DropLink(ctx context.Context, tx *Tx, l Link) error {
	_, err := tx.exec(ctx, "DELETE FROM links WHERE hash = ?", l.Hash)
	return err
}

// ForgetLinks deletes links that ran out before a time.
func ForgetLinks(ctx context.Context, tx *Tx, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM links WHERE expires_at < ?", before)
	return err
}

// MaySignInMail says whether a user may be mailed another sign-in link: at most
// three that were asked for within SignInLife and still work. It locks the user,
// so that those who ask at once count one another.
func MaySignInMail(ctx context.Context, tx *Tx, userID int64, now time.Time) (bool, error) {
	if tx.Dialect == Postgres {
		if _, err := valueOf(ctx, tx, "SELECT id FROM users WHERE id = ? FOR UPDATE", userID); err != nil {
			return false, err
		}
	}
	n, err := valueOf(ctx, tx, `SELECT count(*) FROM links WHERE kind = 'sign_in' AND user_id = ? AND spent_at IS NULL
  AND created_at > ? AND expires_at > ? AND expires_at <= ?`, userID, now.Add(-SignInLife), now, now.Add(SignInLife))
	return n < 3, err
}
