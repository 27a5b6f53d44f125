package models

import (
	"context"
	"time"
)

// MaxPasskeys is how many passkeys a member of staff may have.
const MaxPasskeys = 10

// MaxPasskeyName is the length of a passkey's name in characters.
const MaxPasskeyName = 40

// CeremonyLife is how long a browser has for showing or making a passkey.
const CeremonyLife = 5 * time.Minute

// Passkey is a key pair of a member of staff; here is its public half.
type Passkey struct {
	ID           int64
	UserID       int64
	CredentialID []byte
	Name         string
	Record       []byte // JSON of the passkey library, with the counter and flags
	CreatedAt    time.Time
	UsedAt       *time.Time
}

// PasskeysOf lists a user's passkeys, the oldest first.
func PasskeysOf(ctx context.Context, tx *Tx, userID int64) ([]Passkey, error) {
	return rowsOf[Passkey](ctx, tx, "SELECT * FROM passkeys WHERE user_id = ? ORDER BY id", userID)
}

// PasskeyByCredential finds a passkey by the id that its device gave it.
func PasskeyByCredential(ctx context.Context, tx *Tx, credentialID []byte) (Passkey, error) {
	return take[Passkey](ctx, tx, "credential_id = ?", credentialID)
}

// PasskeysAfter pages through all passkeys.
func PasskeysAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Passkey, error) {
	return rowsOf[Passkey](ctx, tx, "SELECT * FROM passkeys WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// AddPasskey stores a passkey; a Conflict fault if it is known already.
func AddPasskey(ctx context.Context, tx *Tx, p *Passkey) error { return addOne(ctx, tx, p) }

// UsePasskey keeps a passkey's new record, unless another use came between: that
// is a Conflict fault.
func UsePasskey(ctx context.Context, tx *Tx, p Passkey, record []byte, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE passkeys SET record = ?, used_at = ? WHERE id = ? AND record = ?", record, now, p.ID, p.Record))
}

// NamePasskey renames a passkey of a user; none is a Conflict fault.
func NamePasskey(ctx context.Context, tx *Tx, userID, id int64, name string) error {
	return moved(tx.exec(ctx, "UPDATE passkeys SET name = ? WHERE id = ? AND user_id = ?", name, id, userID))
}

// DropPasskey deletes a passkey of a user; none is a Conflict fault.
func DropPasskey(ctx context.Context, tx *Tx, userID, id int64) error {
	return moved(tx.exec(ctx, "DELETE FROM passkeys WHERE id = ? AND user_id = ?", id, userID))
}

// Ceremony is what a browser was asked that is to show or to make a passkey. It is
// used once.
type Ceremony struct {
	Hash      []byte `gorm:"primaryKey"` // of the secret that the browser keeps meanwhile
	UserID    *int64 // whose passkey is made; nil for signing in
	Data      []byte // of the passkey library
	ExpiresAt time.Time
}

// AddCeremony stores a ceremony.
func AddCeremony(ctx context.Context, tx *Tx, c Ceremony) error { return addOne(ctx, tx, &c) }

// TakeCeremony reads a ceremony and deletes it; one that is over or was taken
// before is a NotFound or a Conflict fault.
func TakeCeremony(ctx context.Context, tx *Tx, hash []byte, now time.Time) (Ceremony, error) {
	c, err := take[Ceremony](ctx, tx, "hash = ? AND expires_at > ?", hash, now)
	if err != nil {
		return c, err
	}
	return c, moved(tx.exec(ctx, "DELETE FROM ceremonies WHERE hash = ?", hash))
}

// ForgetCeremonies deletes ceremonies that ran out.
func ForgetCeremonies(ctx context.Context, tx *Tx, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM ceremonies WHERE expires_at <= ?", now)
	return err
}
