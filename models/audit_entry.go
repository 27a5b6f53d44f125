package models

import (
	"bytes"
	"context"
	"sync/atomic"
	"time"
)

// Deed is an act of staff that is under way: who does it, and what it is called.
// Whatever it changes is noted in the audit log, in the same transaction.
type Deed struct {
	UserID int64  // 0 for who works at the machine itself
	Act    string // such as "POST /organize/campaigns/az-safe-harbor/status"
	At     func() time.Time
	noted  atomic.Bool
}

type deedKey struct{}

// WithDeed says that what is done from here on is a deed.
func WithDeed(ctx context.Context, d *Deed) context.Context {
	return context.WithValue(ctx, deedKey{}, d)
}

// noteDeed adds the entry of the deed that is under way, if there is one that
// has none yet. It says whether it did.
func noteDeed(ctx context.Context, tx *Tx) (*Deed, error) {
	d, ok := ctx.Value(deedKey{}).(*Deed)
	if !ok || d.noted.Load() {
		return nil, nil
	}
	e := AuditEntry{Act: d.Act, At: Moment(d.At())}
	if d.UserID != 0 {
		e.UserID = &d.UserID
	}
	return d, addAuditEntry(ctx, tx, &e)
}

// AuditEntry is one act of staff. Entries are only ever added; each holds the
// hash of all that came before it.
type AuditEntry struct {
	Number int64  `gorm:"primaryKey;autoIncrement:false"` // from 1, without a gap
	UserID *int64 // nil for who works at the machine itself
	Act    string
	At     time.Time
	Hash   []byte // SHA-256
}

// AuditHead is where the log ends: it shows that its last entries are there.
type AuditHead struct {
	ID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Number int64
	Hash   []byte
}

// AuditHash is the hash of an entry after another, the first after nil.
func AuditHash(before []byte, e AuditEntry) []byte {
	return chainHash(before, chainNumber(e.Number), chainUser(e.UserID), []byte(e.Act), chainTime(e.At))
}

// addAuditEntry adds an entry at the end. The head is locked until the
// transaction ends, so that numbers have no gap: nothing else may follow it there.
func addAuditEntry(ctx context.Context, tx *Tx, e *AuditEntry) error {
	if err := moved(tx.exec(ctx, "UPDATE audit_heads SET number = number + 1 WHERE id = 1")); err != nil {
		return err
	}
	head, err := AuditHeadOf(ctx, tx)
	if err != nil {
		return err
	}
	e.Number = head.Number
	e.Hash = AuditHash(head.Hash, *e)
	if err := addOne(ctx, tx, e); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "UPDATE audit_heads SET hash = ? WHERE id = 1", e.Hash))
}

// AuditHeadOf is where the log ends.
func AuditHeadOf(ctx context.Context, tx *Tx) (AuditHead, error) {
	return take[AuditHead](ctx, tx, "id = ?", 1)
}

// AuditFilter narrows the log; empty fields do not.
type AuditFilter struct {
	UserID     int64
	Text       string    // in the act
	Since, Til time.Time // Til is the first moment that is left out
	Page, Size int       // Page from 1
}

// AuditRow is an entry with who did it.
type AuditRow struct {
	AuditEntry `gorm:"embedded"`
	Name       string // "" for who works at the machine itself
}

// AuditLog lists entries, newest first, and says how many there are in all.
func AuditLog(ctx context.Context, tx *Tx, f AuditFilter) ([]AuditRow, int, error) {
	where, args := "WHERE (? = 0 OR a.user_id = ?)", []any{f.UserID, f.UserID}
	if f.Text != "" {
		where, args = where+` AND a.act LIKE ? ESCAPE '\'`, append(args, "%"+escapeLike(f.Text)+"%")
	}
	if !f.Since.IsZero() {
		where, args = where+" AND a.at >= ?", append(args, f.Since)
	}
	if !f.Til.IsZero() {
		where, args = where+" AND a.at < ?", append(args, f.Til)
	}
	total, err := valueOf(ctx, tx, "SELECT count(*) FROM audit_entries a "+where, args...)
	if err != nil {
		return nil, 0, err
	}
	rows, err := rowsOf[AuditRow](ctx, tx, "SELECT a.*, COALESCE(u.name, '') AS name FROM audit_entries a LEFT JOIN users u ON u.id = a.user_id "+where+
		" ORDER BY a.number DESC LIMIT ? OFFSET ?", append(args, f.Size, (max(f.Page, 1)-1)*f.Size)...)
	return rows, total, err
}

// AuditEntriesAfter pages through the log in order.
func AuditEntriesAfter(ctx context.Context, tx *Tx, number int64, limit int) ([]AuditEntry, error) {
	return rowsOf[AuditEntry](ctx, tx, "SELECT * FROM audit_entries WHERE number > ? ORDER BY number LIMIT ?", number, limit)
}

// AuditIsChained says whether entries, in order, hold together after another one.
func AuditIsChained(number int64, before []byte, list []AuditEntry) bool {
	for _, e := range list {
		if number++; e.Number != number || !bytes.Equal(e.Hash, AuditHash(before, e)) {
			return false
		}
		before = e.Hash
	}
	return true
}
