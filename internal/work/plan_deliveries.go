package work

import (
	"context"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
)

type planDeliveries struct {
	river.WorkerDefaults[jobs.PlanDeliveries]
	*Bench
}

// Work gives waiting deliveries their mails. What it leaves is seen a minute later.
func (w *planDeliveries) Work(ctx context.Context, _ *river.Job[jobs.PlanDeliveries]) error {
	return w.Delivery.Plan(ctx)
}
