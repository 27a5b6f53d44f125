package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// oneWriterIn so many of the signers who have somebody to write to.
const oneWriterIn = 30

// fresh is how long the fate of a letter may still be open.
const fresh = 36 * time.Hour

// addLetters lets some signers write to the holders of their own seats. It knows
// no holders from before the legislators were first taken in.
func (l *loader) addLetters(ctx context.Context, c campaign, g ground, signers []signer) error {
	if c.row.OpenedAt.Before(l.now.Add(-seated)) {
		return nil
	}
	carried := 0
	for _, s := range writers(g, signers) {
		to := holdersOf(g, s.Matches)
		letter := models.Letter{Ref: token.Ref(), CampaignID: s.CampaignID, SignatureID: s.ID, ShareEmail: l.oneIn(2)}
		letter.CreatedAt = earliest(s.CountedAt.Add(time.Minute+l.within(20*time.Minute)), l.now)
		letter.ReleasedAt = &letter.CreatedAt
		letter.SealText(l.keys, c.letterOf(s, to))
		if err := models.AddLetter(ctx, l.tx, &letter); err != nil {
			return err
		}
		mails := make([]*models.Mail, len(to))
		for i := range to {
			mails[i] = l.carry(s.Signature, letter.CreatedAt, carried)
			carried++
		}
		if err := models.AddMails(ctx, l.tx, mails); err != nil {
			return err
		}
		deliveries := make([]models.Delivery, len(to))
		for i, h := range to {
			deliveries[i] = models.Delivery{CampaignID: s.CampaignID, Kind: models.DeliveryLetter, LetterID: &letter.ID, SeatID: h.SeatID, LegislatorID: h.LegislatorID,
				OutboxID: &mails[i].ID, CreatedAt: letter.CreatedAt}
		}
		if err := models.AddDeliveries(ctx, l.tx, deliveries); err != nil {
			return err
		}
		if err := l.follow(ctx, deliveries, mails); err != nil {
			return err
		}
		if err := l.askWriter(ctx, letter, deliveries, mails, carried); err != nil {
			return err
		}
		if err := l.answer(ctx, s, deliveries, mails, int(letter.ID)); err != nil {
			return err
		}
	}
	return nil
}

// follow tells the events of deliveries up to where their mails are.
func (l *loader) follow(ctx context.Context, deliveries []models.Delivery, mails []*models.Mail) error {
	var queued, sending, accepted, last []models.DeliveryEvent
	for i, d := range deliveries {
		m := mails[i]
		event := func(state models.MailState, source models.EventSource, at time.Time) models.DeliveryEvent {
			return models.DeliveryEvent{DeliveryID: d.ID, Kind: models.EventKind(state), Source: source, At: at}
		}
		queued = append(queued, event(models.MailQueued, models.SourceStatehouse, m.CreatedAt))
		sending = append(sending, event(models.MailSending, models.SourceStatehouse, *m.AcceptedAt))
		accepted = append(accepted, event(models.MailAccepted, models.SourceProvider, *m.AcceptedAt))
		if m.State != models.MailAccepted {
			last = append(last, event(m.State, models.SourceProvider, m.MovedAt))
		}
	}
	for _, events := range [][]models.DeliveryEvent{queued, sending, accepted, last} {
		if err := models.AddDeliveryEvents(ctx, l.tx, events); err != nil {
			return err
		}
	}
	return nil
}

// writers are signers with a seat to write to, spread evenly over the
// campaign's time, and the newest of them: their letters are still on the way.
func writers(g ground, signers []signer) []signer {
	able := slices.DeleteFunc(slices.Clone(signers), func(s signer) bool {
		return s.State != models.SignatureCounted || len(holdersOf(g, s.Matches)) == 0
	})
	newest := min(3, len(able))
	var chosen []signer
	for i := 0; i < len(able)-newest; i += oneWriterIn {
		chosen = append(chosen, able[i])
	}
	return append(chosen, able[len(able)-newest:]...)
}

func holdersOf(g ground, matches []models.Match) []models.Holder {
	var to []models.Holder
	for _, m := range matches {
		to = append(to, g.holders[m.DistrictID]...)
	}
	return to
}

// letterOf fills the campaign's draft in, in the writer's language.
func (c campaign) letterOf(s signer, to []models.Holder) models.LetterText {
	and := map[string]string{"en": " and ", "es": " y "}[s.Lang]
	names := make([]string, len(to))
	for i, h := range to {
		names[i] = h.Name
	}
	all := names[len(names)-1]
	if rest := names[:len(names)-1]; len(rest) > 0 {
		all = strings.Join(rest, ", ") + and + all
	}
	draft := c.Letter[s.Lang]
	body := strings.NewReplacer("{{legislator}}", all, "{{name}}", s.Name, "{{zip}}", s.ZIP).Replace(draft.Body)
	return models.LetterText{Subject: draft.Subject, Body: strings.TrimSpace(body), Name: s.Name}
}

// carry is the nth mail with a letter. While it is fresh it may still be on its
// way; later it has arrived, but for one in fifteen.
func (l *loader) carry(s models.Signature, at time.Time, n int) *models.Mail {
	m := l.sent(s, mailroom.KindLetter, models.PriorityLetter, at)
	fates := []models.MailState{models.MailDelivered}
	switch {
	case l.now.Sub(at) < fresh:
		fates = []models.MailState{models.MailAccepted, models.MailDelivered, models.MailDelayed}
	case n%15 == 4:
		fates = []models.MailState{models.MailBounced}
	}
	if m.State = fates[n%len(fates)]; m.State != models.MailAccepted {
		m.MovedAt = earliest(m.MovedAt.Add(time.Minute), l.now)
	}
	return m
}
