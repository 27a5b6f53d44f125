package work

import (
	"context"

	"github.com/riverqueue/river"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/models"
)

type applyReport struct {
	river.WorkerDefaults[jobs.ApplyReport]
	*Bench
}

// reported is what each event of the provider says of a mail; others say nothing.
var reported = map[string]models.MailState{
	"email.sent":             models.MailAccepted,
	"email.delivery_delayed": models.MailDelayed,
	"email.delivered":        models.MailDelivered,
	"email.failed":           models.MailFailed,
	"email.suppressed":       models.MailFailed,
	"email.bounced":          models.MailBounced,
	"email.complained":       models.MailComplained,
}

// Work applies one stored event: the mail moves up, never down, an address that
// bounced for good or complained is not written to again, and an office is parked.
func (w *applyReport) Work(ctx context.Context, job *river.Job[jobs.ApplyReport]) error {
	return w.DB.Write(ctx, func(tx *models.Tx) error {
		event, err := models.WebhookEventByID(ctx, tx, job.Args.EventID)
		if fault.Is(err, fault.NotFound) {
			return river.JobCancel(err)
		}
		if err != nil || event.AppliedAt != nil {
			return err
		}
		if err := w.apply(ctx, tx, event); err != nil {
			return err
		}
		return models.MarkApplied(ctx, tx, event.ID, w.moment())
	})
}

func (b *Bench) apply(ctx context.Context, tx *models.Tx, event models.WebhookEvent) error {
	state, known := reported[event.Type]
	if !known {
		return nil
	}
	m, err := models.MailByReport(ctx, tx, event.Ref, event.ProviderID)
	if fault.Is(err, fault.NotFound) {
		b.Log.Warn("a report is about no mail of ours", "type", event.Type)
		return nil
	}
	if err != nil {
		return err
	}
	moved, err := models.ReportMail(ctx, tx, m.ID, state, event.ProviderID, event.At)
	if err != nil {
		return err
	}
	if moved {
		b.Meter.MailSettled(m.Kind, state)
	}
	if reason := suppressFor(event); reason != "" {
		return b.suppress(ctx, tx, m, reason)
	}
	return nil
}

// suppressFor is why an event puts its address on the suppression list. A
// transient bounce does not.
func suppressFor(event models.WebhookEvent) string {
	switch {
	case event.Type == "email.complained":
		return "complained"
	case event.Type == "email.suppressed", event.Type == "email.bounced" && event.BounceType == "Permanent":
		return "bounced"
	}
	return ""
}

func (b *Bench) suppress(ctx context.Context, tx *models.Tx, m models.Mail, reason string) error {
	if m.Payload == nil {
		return nil // forgotten long ago
	}
	message, err := b.openMail(m)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(message.To.Email)
	if err != nil {
		return err
	}
	if m.Priority == models.PriorityLetter {
		if err := models.ParkOffice(ctx, tx, models.OfficeIndex(b.Keys, message.To.Email), models.ParkedReason(reason), b.moment()); err != nil {
			return err
		}
	}
	return models.Suppress(ctx, tx, models.ContactIndex(b.Keys, email), reason, b.moment())
}
