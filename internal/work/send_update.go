package work

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

type sendUpdate struct {
	river.WorkerDefaults[jobs.SendUpdate]
	*Bench
}

// Work writes copies of an update until there are none left, and lets others in
// from time to time.
func (w *sendUpdate) Work(ctx context.Context, job *river.Job[jobs.SendUpdate]) error {
	for end := time.Now().Add(turns); time.Now().Before(end); {
		wait, done, err := w.Updates.SendSome(ctx, job.Args.UpdateID)
		switch {
		case fault.Is(err, fault.NotFound):
			return river.JobCancel(err)
		case err != nil || done:
			return err
		case wait > 0:
			return river.JobSnooze(min(wait, pauseLook))
		}
	}
	return river.JobSnooze(time.Second)
}

// updateSilence is how long an update that is being sent may give no sign of life.
const updateSilence = 3 * time.Minute

// wakeUpdates puts a job behind every update that nobody is sending.
func (b *Bench) wakeUpdates(ctx context.Context, tx *models.Tx) error {
	ids, err := models.QuietUpdates(ctx, tx, b.moment().Add(-updateSilence), sweepLimit)
	if err != nil {
		return err
	}
	var wakes []river.JobArgs
	for _, id := range ids {
		wakes = append(wakes, jobs.SendUpdate{UpdateID: id})
	}
	return b.Queue.AddOnce(ctx, tx, wakes...)
}
