package moderate

import (
	"time"

	"statehouse/views/moderate"
)

// clockOf is how near something is to the time by which somebody should look:
// the last quarter of its time is near.
func clockOf(since, due, now time.Time) moderate.Clock {
	return moderate.Clock{Due: due, Overdue: now.After(due), Near: now.After(due.Add(-due.Sub(since) / 4))}
}
