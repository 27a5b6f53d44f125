package models

import (
	"context"
	"time"
)

// Suppression is an address that must not be written to. Unsubscribed ones
// still get the mails they ask for themselves.
type Suppression struct {
	ContactIndex []byte `gorm:"primaryKey"`
	Reason       string // bounced, complained, unsubscribed, refused
	CreatedAt    time.Time
}

// Suppress puts an address on the list; a harder reason replaces unsubscribed.
func Suppress(ctx context.Context, tx *Tx, contactIndex []byte, reason string, now time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO suppressions (contact_index, reason, created_at) VALUES (?, ?, ?)
ON CONFLICT (contact_index) DO UPDATE SET reason = excluded.reason WHERE suppressions.reason = 'unsubscribed'`, contactIndex, reason, now)
	return err
}

// SuppressionOf is why an address is suppressed, empty if it is not.
func SuppressionOf(ctx context.Context, tx *Tx, contactIndex []byte) (string, error) {
	rows, err := rowsOf[string](ctx, tx, "SELECT reason FROM suppressions WHERE contact_index = ?", contactIndex)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0], nil
}

// IsReachable says whether an address may be written to about what its owner just
// did: it is not suppressed, or only for news that it asked for before.
func IsReachable(ctx context.Context, tx *Tx, contactIndex []byte) (bool, error) {
	reason, err := SuppressionOf(ctx, tx, contactIndex)
	return err == nil && (reason == "" || reason == "unsubscribed"), err
}

// Suppressed is why each of some addresses is suppressed; those that are not
// are left out.
func Suppressed(ctx context.Context, tx *Tx, contactIndexes [][]byte) (map[string]string, error) {
	rows, err := rowsOf[Suppression](ctx, tx, "SELECT * FROM suppressions WHERE contact_index IN ?", contactIndexes)
	reasons := map[string]string{}
	for _, r := range rows {
		reasons[string(r.ContactIndex)] = r.Reason
	}
	return reasons, err
}

// Unsuppress takes an address off the list and says whether it was there.
func Unsuppress(ctx context.Context, tx *Tx, contactIndex []byte) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM suppressions WHERE contact_index = ?", contactIndex)
	return n == 1, err
}

// SuppressionTally is how many addresses are on the list for one reason.
type SuppressionTally struct {
	Reason string
	N      int
}

// SuppressionTallies are the reasons with their numbers; the list itself names
// nobody.
func SuppressionTallies(ctx context.Context, tx *Tx) ([]SuppressionTally, error) {
	return rowsOf[SuppressionTally](ctx, tx, "SELECT reason, count(*) AS n FROM suppressions GROUP BY reason ORDER BY n DESC, reason")
}

// SuppressionCount is the length of the list.
func SuppressionCount(ctx context.Context, tx *Tx) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM suppressions")
}

// WebhookEvent is one report of the provider, kept once and without addresses.
type WebhookEvent struct {
	ID         string // the provider's id of the event
	Type       string
	ProviderID string
	Ref        string // our tag
	BounceType string
	At         time.Time
	ReceivedAt time.Time
	AppliedAt  *time.Time
}

// AddWebhookEvent stores an event; false means that it was already here.
func AddWebhookEvent(ctx context.Context, tx *Tx, e WebhookEvent) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO webhook_events (id, type, provider_id, ref, bounce_type, at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING`, e.ID, e.Type, e.ProviderID, e.Ref, e.BounceType, e.At, e.ReceivedAt)
	return n == 1, err
}

// WebhookEventByID finds an event.
func WebhookEventByID(ctx context.Context, tx *Tx, id string) (WebhookEvent, error) {
	return take[WebhookEvent](ctx, tx, "id = ?", id)
}

// WaitingEvents lists events received before a time that are not yet applied.
func WaitingEvents(ctx context.Context, tx *Tx, before time.Time, limit int) ([]WebhookEvent, error) {
	return rowsOf[WebhookEvent](ctx, tx, "SELECT * FROM webhook_events WHERE applied_at IS NULL AND received_at < ? ORDER BY received_at LIMIT ?", before, limit)
}

// MarkApplied notes that an event has had its effect.
func MarkApplied(ctx context.Context, tx *Tx, id string, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE webhook_events SET applied_at = ? WHERE id = ?", now, id)
	return err
}
