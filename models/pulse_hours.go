package models

import (
	"context"
	"time"
)

// PulseHours is how many hours of a campaign are told, the one that is running included.
const PulseHours = 24

// HourCount is how many signatures were counted within an hour.
type HourCount struct {
	From  time.Time // UTC, a whole hour
	Count int
}

// HourCountsOf counts the last hours of a campaign by the index of what was counted
// last, one after the other: each reads its own hour alone.
func HourCountsOf(ctx context.Context, tx *Tx, campaignID int64, now time.Time) (hours []HourCount, err error) {
	from := now.UTC().Truncate(time.Hour).Add(-(PulseHours - 1) * time.Hour)
	for range PulseHours {
		n, err := valueOf(ctx, tx, "SELECT count(*) FROM signatures WHERE campaign_id = ? AND state = 'counted' AND counted_at >= ? AND counted_at < ?", campaignID, from, from.Add(time.Hour))
		if err != nil {
			return nil, err
		}
		hours = append(hours, HourCount{From: from, Count: n})
		from = from.Add(time.Hour)
	}
	return hours, nil
}
