package web

import (
	"time"

	"statehouse/views/ui"
)

// ClockOf is how near something is to the time by which somebody should look:
// the last quarter of its time is near.
func ClockOf(since, due, now time.Time) ui.Clock {
	return ui.Clock{Due: due, Overdue: now.After(due), Near: now.After(due.Add(-due.Sub(since) / 4))}
}
