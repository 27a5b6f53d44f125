package work

import (
	"context"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
)

type rerouteLetter struct {
	river.WorkerDefaults[jobs.RerouteLetter]
	*Bench
}

// Work brings a letter to who holds its seats now.
func (w *rerouteLetter) Work(ctx context.Context, job *river.Job[jobs.RerouteLetter]) error {
	err := w.Delivery.Reroute(ctx, job.Args.LetterID)
	if fault.Is(err, fault.NotFound) {
		return river.JobCancel(err)
	}
	return err
}
