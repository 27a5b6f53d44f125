package web

import (
	"testing"
	"time"
)

func TestTheLastQuarterOfATimeIsNear(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	due := since.Add(72 * time.Hour)
	for after, want := range map[time.Duration][2]bool{
		0: {}, 54 * time.Hour: {}, 54*time.Hour + time.Second: {true, false}, 72 * time.Hour: {true, false}, 73 * time.Hour: {true, true},
	} {
		if got := ClockOf(since, due, since.Add(after)); got.Near != want[0] || got.Overdue != want[1] || !got.Due.Equal(due) {
			t.Errorf("after %v: %+v", after, got)
		}
	}
}
