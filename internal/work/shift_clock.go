package work

import (
	"context"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
)

type shiftClock struct {
	river.WorkerDefaults[jobs.ShiftClock]
	*Bench
}

// Work does what time brings to volunteers. What one tick leaves undone the
// next one does.
func (w *shiftClock) Work(ctx context.Context, _ *river.Job[jobs.ShiftClock]) error {
	return w.Volunteers.Tick(ctx)
}
