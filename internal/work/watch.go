package work

import (
	"context"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
)

type watch struct {
	river.WorkerDefaults[jobs.Watch]
	*Bench
}

// Work keeps an alert of what is unusual among new signatures.
func (w *watch) Work(ctx context.Context, _ *river.Job[jobs.Watch]) error {
	raised, err := w.Scrutiny.Watch(ctx)
	if raised > 0 {
		w.Log.Info("unusual signatures", "alerts", raised)
	}
	return err
}
