package work

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

type sweep struct {
	river.WorkerDefaults[jobs.Sweep]
	*Bench
}

const (
	leftBehind = time.Minute         // a row this old should have been worked
	sweepLimit = 50                  // jobs of each kind woken by one sweep
	keepLinks  = 30 * 24 * time.Hour // how long a dead link still says kindly that it is dead

	keepFoldedDays = 3 * 24 * time.Hour // longer than a day lasts anywhere
)

// Work wakes what was left behind and deletes what has outlived its purpose.
func (w *sweep) Work(ctx context.Context, _ *river.Job[jobs.Sweep]) error {
	expired, err := w.Signing.Expire(ctx)
	if expired > 0 {
		w.Log.Info("unconfirmed signatures deleted", "count", expired)
	}
	return errors.Join(err, w.Stories.Sweep(ctx), w.Reports.Sweep(ctx), w.Requests.Sweep(ctx), w.Endorsements.Sweep(ctx), w.Delivery.AskWriters(ctx), w.Volunteers.Forget(ctx), w.Campaigns.CloseDue(ctx), w.DB.Write(ctx, func(tx *models.Tx) error { return w.wake(ctx, tx) }),
		w.DB.Write(ctx, func(tx *models.Tx) error { return w.forget(ctx, tx) }))
}

// wake puts jobs behind rows that have none: mails still queued, batches whose
// try is over, reports not applied, letters of counted signatures, letters to
// somebody who has left the seat, packets.
func (b *Bench) wake(ctx context.Context, tx *models.Tx) error {
	now := b.moment()
	mails, err := models.OverdueMails(ctx, tx, now.Add(-leftBehind), sweepLimit)
	if err != nil {
		return err
	}
	batches, err := models.DueBatches(ctx, tx, now, sweepLimit)
	if err != nil {
		return err
	}
	for _, batch := range batches {
		members, err := models.BatchMails(ctx, tx, batch.ID)
		if err != nil {
			return err
		}
		if len(members) == 0 { // their signatures were deleted
			batch.State = models.BatchSettled
			if err := models.SaveBatch(ctx, tx, batch); err != nil {
				return err
			}
			continue
		}
		mails = append(mails, members[0].ID)
	}
	var wakes []river.JobArgs
	for _, id := range mails {
		wakes = append(wakes, jobs.SendMail{MailID: id})
	}
	events, err := models.WaitingEvents(ctx, tx, now.Add(-leftBehind), sweepLimit)
	if err != nil {
		return err
	}
	for _, e := range events {
		wakes = append(wakes, jobs.ApplyReport{EventID: e.ID})
	}
	waiting, err := models.UnreleasedLetters(ctx, tx, now.Add(-leftBehind), sweepLimit)
	if err != nil {
		return err
	}
	for _, signatureID := range waiting {
		wakes = append(wakes, jobs.ReleaseLetters{SignatureID: signatureID})
	}
	if err := b.wakePackets(ctx, tx); err != nil {
		return err
	}
	if err := b.wakeUpdates(ctx, tx); err != nil {
		return err
	}
	if err := b.wakeInvalidations(ctx, tx); err != nil {
		return err
	}
	strays, err := models.StrayLetters(ctx, tx, sweepLimit)
	if err != nil {
		return err
	}
	for _, letterID := range strays {
		wakes = append(wakes, jobs.RerouteLetter{LetterID: letterID})
	}
	return b.Queue.AddOnce(ctx, tx, wakes...)
}

func (b *Bench) forget(ctx context.Context, tx *models.Tx) error {
	now := b.moment()
	return errors.Join(
		models.ForgetCaps(ctx, tx, now),
		models.ForgetUpdateCaps(ctx, tx, now),
		models.ForgetLinks(ctx, tx, now.Add(-keepLinks)),
		models.ForgetOfficeLinks(ctx, tx, now.Add(-keepLinks)),
		models.ForgetSessions(ctx, tx, now),
		models.ForgetSearches(ctx, tx, now.Add(-models.KeepSearch), now.Add(-models.UndoFor)),
		models.ForgetAlerts(ctx, tx, now.Add(-models.KeepAlert)),
		models.ForgetCeremonies(ctx, tx, now),
		models.ForgetOldTries(ctx, tx, now),
		models.ForgetDevices(ctx, tx, now.Add(-models.KeepDevice)),
		models.EmptyPaper(ctx, tx, now.Add(-models.KeepPaper), now),
		models.ForgetPayloads(ctx, tx, now.Add(-models.KeepMail)),
		models.ForgetPackets(ctx, tx, now),
		models.ForgetFoldedDays(ctx, tx, models.Day(now.Add(-keepFoldedDays))),
	)
}

type releaseLetters struct {
	river.WorkerDefaults[jobs.ReleaseLetters]
	*Bench
}

// Work queues the letters that waited for their signature to be counted.
func (w *releaseLetters) Work(ctx context.Context, job *river.Job[jobs.ReleaseLetters]) error {
	err := w.Delivery.Release(ctx, job.Args.SignatureID)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return river.JobCancel(err)
	}
	return err
}
