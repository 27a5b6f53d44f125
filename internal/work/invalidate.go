package work

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

type invalidate struct {
	river.WorkerDefaults[jobs.Invalidate]
	*Bench
}

// Work counts, takes out or puts back signatures until there are none left, and
// lets others in from time to time.
func (w *invalidate) Work(ctx context.Context, job *river.Job[jobs.Invalidate]) error {
	for end := time.Now().Add(turns); time.Now().Before(end); {
		done, err := w.Scrutiny.Proceed(ctx, job.Args.InvalidationID)
		switch {
		case fault.Is(err, fault.NotFound):
			return river.JobCancel(err)
		case err != nil || done:
			return err
		}
	}
	return river.JobSnooze(time.Second)
}

// wakeInvalidations puts a job behind every invalidation that nobody works on.
func (b *Bench) wakeInvalidations(ctx context.Context, tx *models.Tx) error {
	ids, err := models.QuietInvalidations(ctx, tx, b.moment().Add(-updateSilence), sweepLimit)
	var wakes []river.JobArgs
	for _, id := range ids {
		wakes = append(wakes, jobs.Invalidate{InvalidationID: id})
	}
	if err != nil {
		return err
	}
	return b.Queue.AddOnce(ctx, tx, wakes...)
}
