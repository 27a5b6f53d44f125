package models

import (
	"context"
	"time"
)

// takenOver says in an event that the step before it was not kept.
const takenOver = "from before events were kept"

// takeOverDeliveries gives deliveries from before events were kept the two that
// are known: that they were written, and where their mail is. It may run again.
func (db *DB) takeOverDeliveries(ctx context.Context) error {
	const key = "deliveries_taken_over"
	if done, err := SettingValue(ctx, db.Read(), key); err != nil || done != "" {
		return err
	}
	for {
		var done int
		err := db.Write(ctx, func(tx *Tx) (err error) {
			done, err = takeOverSome(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		if done == 0 {
			break
		}
	}
	return db.Write(ctx, func(tx *Tx) error { return SaveSetting(ctx, tx, key, "yes", Moment(time.Now())) })
}

func takeOverSome(ctx context.Context, tx *Tx) (int, error) {
	type old struct {
		ID        int64
		CreatedAt time.Time
		State     string // empty without a mail
		MovedAt   *time.Time
	}
	rows, err := rowsOf[old](ctx, tx, `SELECT d.id, d.created_at, COALESCE(o.state, '') AS state, o.moved_at
FROM deliveries d LEFT JOIN outbox o ON o.id = d.outbox_id
WHERE NOT EXISTS (SELECT 1 FROM delivery_events e WHERE e.delivery_id = d.id) ORDER BY d.id LIMIT 500`)
	if err != nil {
		return 0, err
	}
	var written, mailed []DeliveryEvent
	for _, r := range rows {
		written = append(written, DeliveryEvent{DeliveryID: r.ID, Kind: EventWritten, Source: SourceStatehouse, Note: takenOver, At: r.CreatedAt})
		if r.State != "" {
			mailed = append(mailed, DeliveryEvent{DeliveryID: r.ID, Kind: EventKind(r.State), Source: SourceStatehouse, Note: takenOver, At: *r.MovedAt})
		}
	}
	if err := AddDeliveryEvents(ctx, tx, written); err != nil {
		return 0, err
	}
	return len(rows), AddDeliveryEvents(ctx, tx, mailed)
}
