package work

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/token"
	"statehouse/models"
)

// settle books what the provider said of each mail.
func (b *Bench) settle(ctx context.Context, t *try, receipts []mail.Receipt) error {
	return b.DB.Write(ctx, func(tx *models.Tx) error {
		for i, m := range t.mails {
			to := models.MailAccepted
			if receipts[i].Refused != "" {
				to = models.MailFailed
			}
			if err := b.settleOne(ctx, tx, m, to, receipts[i].ProviderID, receipts[i].Refused); err != nil {
				return err
			}
		}
		return b.closeBatch(ctx, tx, t)
	})
}

func (b *Bench) settleOne(ctx context.Context, tx *models.Tx, m models.Mail, to models.MailState, providerID, detail string) error {
	b.Meter.MailSettled(m.Kind, to)
	return models.SettleMail(ctx, tx, m.ID, to, providerID, detail, b.moment())
}

func (b *Bench) closeBatch(ctx context.Context, tx *models.Tx, t *try) error {
	t.batch.State, t.batch.DoubtfulSince = models.BatchSettled, nil
	return models.SaveBatch(ctx, tx, t.batch)
}

// giveUp leaves a batch to a person: it is never sent again by itself.
func (b *Bench) giveUp(ctx context.Context, tx *models.Tx, t *try, why string) error {
	b.Log.Error("mail in doubt, a person must decide", "batch", t.batch.ID, "mails", len(t.mails), "why", why)
	for _, m := range t.mails {
		if err := b.settleOne(ctx, tx, m, models.MailUnknown, "", why); err != nil {
			return err
		}
	}
	t.batch.State = models.BatchSettled
	return models.SaveBatch(ctx, tx, t.batch)
}

// Waits after refusals that end by themselves.
const (
	unreachableWait = 15 * time.Second
	forbiddenWait   = 5 * time.Minute
	busyWait        = 5 * time.Second
	longestBackoff  = 10 * time.Minute
)

// handle books an answer that accepted nothing, and says when to come again.
func (b *Bench) handle(ctx context.Context, t *try, e *mail.Error) error {
	wait := b.waitAfter(t, e)
	again := true
	err := b.DB.Write(ctx, func(tx *models.Tx) error {
		if err := b.pause(ctx, tx, e, wait); err != nil {
			return err
		}
		switch {
		case e.Class == mail.KeyReused:
			again = false
			return b.giveUp(ctx, tx, t, "the provider has this key with other bytes")
		case (e.Class == mail.Refused || e.Class == mail.Misuse) && !t.inDoubt:
			again = false
			return b.refuse(ctx, tx, t, e)
		case !e.Doubt && !t.inDoubt:
			return b.dissolve(ctx, tx, t, wait)
		}
		t.batch.RetryAt = b.moment().Add(wait)
		return models.SaveBatch(ctx, tx, t.batch)
	})
	if err != nil || !again {
		return err
	}
	return river.JobSnooze(wait)
}

func (b *Bench) waitAfter(t *try, e *mail.Error) time.Duration {
	switch {
	case e.RetryAfter > 0:
		return e.RetryAfter
	case e.Class == mail.Forbidden:
		return forbiddenWait
	case e.Class == mail.Busy:
		return busyWait
	case e.Class == mail.Unreachable:
		return unreachableWait
	}
	return min(5*time.Second<<min(t.batch.Tries, 8), longestBackoff)
}

// pause closes the gate for all processes where the provider asked for it.
func (b *Bench) pause(ctx context.Context, tx *models.Tx, e *mail.Error, wait time.Duration) error {
	switch e.Class {
	case mail.RateLimited, mail.QuotaSpent, mail.Forbidden:
		return models.PauseGate(ctx, tx, b.Transport.Name(), string(e.Class), b.moment().Add(wait))
	}
	return nil
}

// dissolve puts the mails of a batch that was surely not taken back into the line.
func (b *Bench) dissolve(ctx context.Context, tx *models.Tx, t *try, wait time.Duration) error {
	now := b.moment()
	if err := models.QueueAgain(ctx, tx, t.batch.ID, now.Add(wait), now); err != nil {
		return err
	}
	return b.closeBatch(ctx, tx, t)
}

// refuse fails a single mail for good; a batch is split, so that one bad mail
// cannot refuse its neighbours.
func (b *Bench) refuse(ctx context.Context, tx *models.Tx, t *try, e *mail.Error) error {
	if err := b.closeBatch(ctx, tx, t); err != nil {
		return err
	}
	if len(t.mails) == 1 {
		return b.settleOne(ctx, tx, t.mails[0], models.MailFailed, "", e.Detail)
	}
	now := b.moment()
	if err := models.QueueAgain(ctx, tx, t.batch.ID, now, now); err != nil {
		return err
	}
	for _, m := range t.mails {
		single := models.MailBatch{Ref: token.Ref(), State: models.BatchSending, RetryAt: now, CreatedAt: now}
		if _, err := models.AddBatch(ctx, tx, &single, []int64{m.ID}, now); err != nil {
			return err
		}
		if err := b.Queue.Add(ctx, tx, jobs.SendMail{MailID: m.ID}); err != nil {
			return err
		}
	}
	return nil
}
