package work

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
	"statehouse/internal/verify"
)

type recount struct {
	river.WorkerDefaults[jobs.Recount]
	*Bench
}

// Timeout gives a large database its time.
func (*recount) Timeout(*river.Job[jobs.Recount]) time.Duration { return jobs.RecountTimeout }

// Work recounts everything that the database says twice, raises the alarm on
// drift, and heals nothing: a person has to see what broke it.
func (w *recount) Work(ctx context.Context, _ *river.Job[jobs.Recount]) error {
	found, err := verify.Database(ctx, w.DB, w.Keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		w.Log.Error("the database has drifted", "check", f.Check, "detail", f.Detail)
	}
	w.Meter.Recounted(len(found))
	return verify.Save(ctx, w.DB, found, w.Now())
}
