// Package work does what the jobs name: it sends mail, applies reports, makes
// packets, and sweeps up what was left behind.
package work

import (
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/campaigns"
	"statehouse/internal/delivery"
	"statehouse/internal/endorsements"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/packets"
	"statehouse/internal/privacy"
	"statehouse/internal/reports"
	"statehouse/internal/requests"
	"statehouse/internal/scrutiny"
	"statehouse/internal/signing"
	"statehouse/internal/stories"
	"statehouse/internal/updates"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

// Bench is what the workers work with.
type Bench struct {
	DB           *models.DB
	Keys         *privacy.Keys
	Queue        *jobs.Queue
	Transport    mail.Transport
	MailEvery    time.Duration // least time between two calls to the provider, over all processes
	Signing      *signing.Signing
	Delivery     *delivery.Delivery
	Packets      *packets.Packets
	Stories      *stories.Stories
	Reports      *reports.Reports
	Requests     *requests.Requests
	Endorsements *endorsements.Endorsements
	Scrutiny     *scrutiny.Scrutiny
	Volunteers   *volunteers.Volunteers
	Updates      *updates.Updates
	Campaigns    *campaigns.Campaigns
	Now          func() time.Time
	Log          *slog.Logger
	Meter        Meter
}

// Meter counts what the workers do.
type Meter interface {
	MailSettled(kind string, state models.MailState)
	Recounted(findings int)
}

func (b *Bench) moment() time.Time { return models.Moment(b.Now()) }

// Workers registers a worker for every kind of job.
func Workers(b *Bench) *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, &sendMail{Bench: b})
	river.AddWorker(workers, &applyReport{Bench: b})
	river.AddWorker(workers, &releaseLetters{Bench: b})
	river.AddWorker(workers, &makePacket{Bench: b})
	river.AddWorker(workers, &rerouteLetter{Bench: b})
	river.AddWorker(workers, &planDeliveries{Bench: b})
	river.AddWorker(workers, &shiftClock{Bench: b})
	river.AddWorker(workers, &sendUpdate{Bench: b})
	river.AddWorker(workers, &invalidate{Bench: b})
	river.AddWorker(workers, &sweep{Bench: b})
	river.AddWorker(workers, &watch{Bench: b})
	river.AddWorker(workers, &recount{Bench: b})
	return workers
}

// Periodic lists the jobs that a clock starts.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{every(jobs.SweepEvery, jobs.Sweep{}), every(jobs.ShiftClockEvery, jobs.ShiftClock{}), every(jobs.PlanEvery, jobs.PlanDeliveries{}), every(jobs.WatchEvery, jobs.Watch{}),
		nightly(jobs.Recount{})}
}

// nightly starts a job at 08:00 UTC, when it is night in every state.
func nightly(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(night{}, func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{ID: args.Kind()})
}

// night is the schedule of nightly jobs.
type night struct{}

// Next is the next 08:00 UTC after a time.
func (night) Next(t time.Time) time.Time {
	t = t.UTC()
	at := time.Date(t.Year(), t.Month(), t.Day(), 8, 0, 0, 0, time.UTC)
	if !at.After(t) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

func every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil },
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true},
	)
}
