// Package jobs names every kind of work that is done behind the pages, and puts
// it into the queue in the same transaction as the rows it is about. Arguments
// hold ids only.
package jobs

import (
	"time"

	"github.com/riverqueue/river"
)

// Job is what one job is asked to do.
type Job = river.JobArgs

// The queues. Mail that a person waits for never stands behind a sweep.
const (
	QueueMail    = "mail"
	QueuePackets = "packets"
	QueueDefault = river.QueueDefault
)

// SendMail wakes the sender for a mail in the outbox. The outbox row is the
// truth: the sender may have sent it already with others.
type SendMail struct {
	MailID int64 `json:"mail_id"`
}

// Kind names the job.
func (SendMail) Kind() string { return "send_mail" }

// InsertOpts puts it into the mail queue.
func (SendMail) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueMail, MaxAttempts: 25}
}

// ReleaseLetters queues the letters of a signature that has just been counted.
type ReleaseLetters struct {
	SignatureID int64 `json:"signature_id"`
}

// Kind names the job.
func (ReleaseLetters) Kind() string { return "release_letters" }

// RerouteLetter brings what has not left of a letter to who holds its seats now.
type RerouteLetter struct {
	LetterID int64 `json:"letter_id"`
}

// Kind names the job.
func (RerouteLetter) Kind() string { return "reroute_letter" }

// PlanDeliveries gives waiting letters the mails that are due soon.
type PlanDeliveries struct{}

// Kind names the job.
func (PlanDeliveries) Kind() string { return "plan_deliveries" }

// InsertOpts keeps one that has not ended, however often it is asked for.
func (PlanDeliveries) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: notDone}}
}

// PlanEvery is how often the planner looks.
const PlanEvery = time.Minute

// SendUpdate writes the copies of an update.
type SendUpdate struct {
	UpdateID int64 `json:"update_id"`
}

// Kind names the job.
func (SendUpdate) Kind() string { return "send_update" }

// Invalidate counts, takes out or puts back the signatures of an invalidation.
type Invalidate struct {
	InvalidationID int64 `json:"invalidation_id"`
}

// Kind names the job.
func (Invalidate) Kind() string { return "invalidate" }

// ApplyReport applies a stored webhook event to its mail.
type ApplyReport struct {
	EventID string `json:"event_id"`
}

// Kind names the job.
func (ApplyReport) Kind() string { return "apply_report" }

// MakePacket makes a packet that was asked for.
type MakePacket struct {
	PacketID int64 `json:"packet_id"`
}

// Kind names the job.
func (MakePacket) Kind() string { return "make_packet" }

// InsertOpts puts it into a queue of its own: a packet takes memory, so each
// process makes one at a time.
func (MakePacket) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueuePackets, MaxAttempts: 8}
}

// PacketTimeout is the time that one packet may take.
const PacketTimeout = 10 * time.Minute

// ShiftClock does what time brings to volunteers: offers end, places are filled,
// reminders go out.
type ShiftClock struct{}

// Kind names the job.
func (ShiftClock) Kind() string { return "shift_clock" }

// InsertOpts allows one tick at a time.
func (ShiftClock) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByPeriod: ShiftClockEvery}}
}

// ShiftClockEvery is how often the clock ticks.
const ShiftClockEvery = time.Minute

// Watch looks for what is unusual among new signatures.
type Watch struct{}

// Kind names the job.
func (Watch) Kind() string { return "watch" }

// InsertOpts allows one look at a time.
func (Watch) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByPeriod: WatchEvery}}
}

// WatchEvery is how often somebody looks.
const WatchEvery = 15 * time.Minute

// Recount holds everything that the database says twice against itself.
type Recount struct{}

// Kind names the job.
func (Recount) Kind() string { return "recount" }

// InsertOpts allows one recount a night, with the work that may take long.
func (Recount) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueuePackets, MaxAttempts: 2, UniqueOpts: river.UniqueOpts{ByPeriod: RecountEvery}}
}

// RecountEvery is how often the recount runs, and RecountTimeout how long it may take.
const (
	RecountEvery   = 24 * time.Hour
	RecountTimeout = time.Hour
)

// Sweep finds rows that were left behind: queued mails without a job, batches
// whose process died, events not applied, packets not made, signatures never
// confirmed.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "sweep" }

// InsertOpts allows one sweep at a time.
func (Sweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByPeriod: SweepEvery}}
}

// SweepEvery is how often the sweep runs.
const SweepEvery = 30 * time.Second

// Limits that make a killed process's jobs come back within three minutes:
// a job is cut off at JobTimeout, and one still marked running RescueAfter later
// belongs to a dead process.
const (
	JobTimeout  = 45 * time.Second
	RescueAfter = 2 * time.Minute
)
