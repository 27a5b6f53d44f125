package work

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

type makePacket struct {
	river.WorkerDefaults[jobs.MakePacket]
	*Bench
}

// Timeout gives a large campaign its time.
func (*makePacket) Timeout(*river.Job[jobs.MakePacket]) time.Duration { return jobs.PacketTimeout }

// Work makes a packet. A Conflict means that it was taken away meanwhile: it is
// queued again, and the job with it.
func (w *makePacket) Work(ctx context.Context, job *river.Job[jobs.MakePacket]) error {
	err := w.Packets.Make(ctx, job.Args.PacketID)
	if fault.Is(err, fault.NotFound) {
		return river.JobCancel(err)
	}
	return err
}

// packetSilence is how long the maker of a packet may give no sign of life.
const packetSilence = 2 * time.Minute

// wakePackets puts a job behind every packet that nobody is making. It waits
// for no older job: that may be a dead process's.
func (b *Bench) wakePackets(ctx context.Context, tx *models.Tx) error {
	now := b.moment()
	ids, err := models.RequeuePackets(ctx, tx, now.Add(-packetSilence), now, sweepLimit)
	if err != nil {
		return err
	}
	var wakes []river.JobArgs
	for _, id := range ids {
		wakes = append(wakes, jobs.MakePacket{PacketID: id})
	}
	return b.Queue.Add(ctx, tx, wakes...)
}
