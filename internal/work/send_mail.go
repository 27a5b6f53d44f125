package work

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// The send protocol: what is sent was frozen before; a batch is claimed in one
// transaction, handed to the provider under its own key, and settled in
// another. While the outcome is in doubt only the same call is repeated, and
// when the provider has forgotten the key a person decides.
const (
	claimFor    = time.Minute    // longer than the provider's timeout: after it the process has died
	doubtLimit  = 23 * time.Hour // the provider keeps a key for 24 hours
	longestWait = 10 * time.Second
	turns       = 10 * time.Second // how long one job goes on sending before it lets others in
	pauseLook   = time.Minute      // how often a paused line is looked at
)

type sendMail struct {
	river.WorkerDefaults[jobs.SendMail]
	*Bench
}

// Work sends the most urgent mails that are due until the job's own is among
// them: another job may have sent it, and this one's turn may have gone to others.
func (w *sendMail) Work(ctx context.Context, job *river.Job[jobs.SendMail]) error {
	for end := time.Now().Add(turns); time.Now().Before(end); {
		m, err := models.MailByID(ctx, w.DB.Read(), job.Args.MailID)
		if fault.Is(err, fault.NotFound) {
			return river.JobCancel(err)
		}
		if err != nil {
			return err
		}
		switch {
		case m.State == models.MailSending:
			return w.resume(ctx, m)
		case m.State != models.MailQueued:
			return nil
		case m.NotBefore.After(w.moment()):
			return river.JobSnooze(m.NotBefore.Sub(w.moment()))
		}
		if err := w.sendDue(ctx); err != nil {
			return err
		}
	}
	return river.JobSnooze(time.Second)
}

// sendDue makes one call to the provider with the most urgent mails.
func (b *Bench) sendDue(ctx context.Context) error {
	if err := b.waitTurn(ctx); err != nil {
		return err
	}
	t, err := b.claim(ctx)
	if err != nil {
		return err
	}
	if t == nil { // other processes hold what is due
		return sleep(ctx, 50*time.Millisecond)
	}
	return b.send(ctx, t)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waitTurn books one call to the provider and waits for it.
func (b *Bench) waitTurn(ctx context.Context) error {
	wait, open, err := b.turn(ctx)
	switch {
	case err != nil:
		return err
	case !open:
		return river.JobSnooze(min(wait, pauseLook))
	case wait > longestWait:
		return river.JobSnooze(wait)
	}
	return sleep(ctx, wait)
}

// turn is how long to wait for a call, or false with how long sending is paused.
// Without a rate there is nothing to book, but a pause holds all the same.
func (b *Bench) turn(ctx context.Context) (wait time.Duration, open bool, err error) {
	if b.MailEvery <= 0 {
		wait, err = models.GatePause(ctx, b.DB.Read(), b.Transport.Name(), b.moment())
		return wait, wait == 0, err
	}
	err = b.DB.Write(ctx, func(tx *models.Tx) (err error) {
		wait, open, err = models.PassGate(ctx, tx, b.Transport.Name(), b.MailEvery, b.moment())
		return err
	})
	return wait, open, err
}

// try is one call to the provider.
type try struct {
	batch    models.MailBatch
	inDoubt  bool // an earlier try of the same batch may have gone through
	mails    []models.Mail
	messages []mail.Message
}

// claim puts the most urgent due mails into a batch of their own; nil if there
// is nothing left to send.
func (b *Bench) claim(ctx context.Context) (*try, error) {
	var t *try
	err := b.DB.Write(ctx, func(tx *models.Tx) error {
		t = nil
		due, err := models.DueMails(ctx, tx, b.moment(), b.Transport.BatchSize())
		if err != nil {
			return err
		}
		t, err = b.pack(ctx, tx, due)
		return err
	})
	return t, err
}

// pack drops what must not be sent any more and books the rest as a batch.
func (b *Bench) pack(ctx context.Context, tx *models.Tx, due []models.Mail) (*try, error) {
	now := b.moment()
	t := &try{batch: models.MailBatch{Ref: token.Ref(), State: models.BatchSending, Tries: 1, RetryAt: now.Add(claimFor), DoubtfulSince: &now, CreatedAt: now}}
	out, err := b.outOfCount(ctx, tx, due)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, m := range due {
		if m.SignatureID != nil && isTakenBack(m, out[*m.SignatureID]) {
			if err := models.DropMail(ctx, tx, m.ID, string(out[*m.SignatureID].State), now); err != nil {
				return nil, err
			}
			continue
		}
		message, ok, err := b.admit(ctx, tx, m)
		if err != nil {
			return nil, err
		}
		if !ok || len(t.mails) > 0 && !mail.Batchable(message) {
			continue
		}
		t.mails, t.messages, ids = append(t.mails, m), append(t.messages, message), append(ids, m.ID)
		if !mail.Batchable(message) {
			break
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	n, err := models.AddBatch(ctx, tx, &t.batch, ids, now)
	if err == nil && n != len(ids) {
		err = fault.New(fault.Conflict, "error.conflict") // another process took one: roll back, the sweep comes again
	}
	return t, err
}

func (b *Bench) outOfCount(ctx context.Context, tx *models.Tx, due []models.Mail) (map[int64]models.Signature, error) {
	var ids []int64
	for _, m := range due {
		if m.SignatureID != nil {
			ids = append(ids, *m.SignatureID)
		}
	}
	return models.OutAmong(ctx, tx, ids)
}

// isTakenBack is true of a mail that came back into the line after its
// supporter withdrew, erased or was taken out of the count: it was with the
// provider when that was done.
func isTakenBack(m models.Mail, out models.Signature) bool {
	return out.ErasedAt != nil || out.State != "" && out.MovedAt.After(m.CreatedAt)
}

// admit opens a mail and says whether it may still go out.
func (b *Bench) admit(ctx context.Context, tx *models.Tx, m models.Mail) (mail.Message, bool, error) {
	message, err := b.openMail(m)
	if err != nil { // it must not keep its neighbours waiting
		b.Log.Error("a mail cannot be opened", "mail", m.ID, "kind", m.Kind)
		return message, false, models.FailMail(ctx, tx, m.ID, "unreadable", b.moment())
	}
	if m.ExpiresAt != nil && !b.moment().Before(*m.ExpiresAt) {
		return message, false, b.stop(ctx, tx, m, "expired")
	}
	stray, err := models.IsStray(ctx, tx, m.ID)
	if err != nil {
		return message, false, err
	}
	if stray { // an import came between: it goes to whoever holds the seat now
		if err := b.Delivery.RerouteMail(ctx, tx, m.ID); err != nil {
			return message, false, err
		}
		return message, false, b.stop(ctx, tx, m, "seat changed hands") // if it was not recalled
	}
	if m.Kind == mailroom.KindUpdate {
		wants, err := models.WantsUpdates(ctx, tx, *m.SignatureID)
		if err != nil {
			return message, false, err
		}
		if !wants {
			return message, false, b.stop(ctx, tx, m, "unsubscribed")
		}
	}
	reason, err := b.suppression(ctx, tx, m, message)
	if err != nil || reason == "" {
		return message, err == nil, err
	}
	return message, false, b.stop(ctx, tx, m, reason)
}

// stop takes a mail out of the line. A letter that cannot go is a failed
// delivery, which its writer is told.
func (b *Bench) stop(ctx context.Context, tx *models.Tx, m models.Mail, why string) error {
	if m.Priority == models.PriorityLetter {
		return models.FailMail(ctx, tx, m.ID, why, b.moment())
	}
	return models.DropMail(ctx, tx, m.ID, why, b.moment())
}

// suppression says why an address may not be written to. Whoever unsubscribed
// still gets the mails that they ask for themselves.
func (b *Bench) suppression(ctx context.Context, tx *models.Tx, m models.Mail, message mail.Message) (string, error) {
	email, err := models.ParseEmail(message.To.Email)
	if err != nil {
		return "malformed", nil
	}
	reason, err := models.SuppressionOf(ctx, tx, models.ContactIndex(b.Keys, email))
	if reason == "unsubscribed" && m.Priority == models.PriorityPerson {
		reason = ""
	}
	return reason, err
}

func (b *Bench) openMail(m models.Mail) (mail.Message, error) {
	encoded, err := b.Keys.Open(models.SealPurpose, m.Ref, m.Payload)
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Decode(encoded)
}

// resume repeats the call of a batch whose process died or whose retry is due.
func (b *Bench) resume(ctx context.Context, m models.Mail) error {
	if err := b.waitTurn(ctx); err != nil {
		return err
	}
	t, err := b.reclaim(ctx, *m.BatchID)
	if err != nil || t == nil {
		return err
	}
	return b.send(ctx, t)
}

func (b *Bench) reclaim(ctx context.Context, batchID int64) (*try, error) {
	var t *try
	err := b.DB.Write(ctx, func(tx *models.Tx) error {
		t = nil
		now := b.moment()
		batch, err := models.BatchByID(ctx, tx, batchID)
		if err != nil || batch.State != models.BatchSending || batch.RetryAt.After(now) {
			return err
		}
		next := &try{batch: batch, inDoubt: batch.DoubtfulSince != nil}
		if next.mails, err = models.BatchMails(ctx, tx, batch.ID); err != nil {
			return err
		}
		if next.inDoubt && batch.DoubtfulSince.Before(now.Add(-doubtLimit)) {
			return b.giveUp(ctx, tx, next, "in doubt for over 23 hours")
		}
		if ok, err := models.ClaimBatch(ctx, tx, &next.batch, now.Add(claimFor), now); err != nil || !ok {
			return err
		}
		for _, m := range next.mails {
			message, err := b.openMail(m)
			if err != nil { // the same call cannot be made again
				return b.giveUp(ctx, tx, next, "its content is gone")
			}
			next.messages = append(next.messages, message)
		}
		t = next
		return nil
	})
	return t, err
}

func (b *Bench) send(ctx context.Context, t *try) error {
	receipts, err := b.Transport.Send(ctx, "statehouse/"+t.batch.Ref, t.messages)
	// The answer is booked even if the job's time is up meanwhile.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err == nil {
		return b.settle(ctx, t, receipts)
	}
	var refusal *mail.Error
	if !errors.As(err, &refusal) {
		refusal = &mail.Error{Class: mail.Uncertain, Doubt: true, Detail: "unexpected answer"}
	}
	b.Log.Warn("mail not accepted", "class", refusal.Class, "detail", refusal.Detail, "batch", t.batch.ID, "mails", len(t.mails), "try", t.batch.Tries)
	return b.handle(ctx, t, refusal)
}
