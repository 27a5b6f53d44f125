package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// toOffice freezes a mail to an office, in English, with the link to its desk and
// the one that stops letters.
func (r Room) toOffice(ctx context.Context, page emails.ForOffice, m mail.Message, now time.Time) (*Draft, error) {
	tok := token.New()
	d, err := r.withStop(ctx, "en", page.WithDesk(r.desk(tok)), m, models.PriorityLetter, now)
	if err != nil {
		return nil, err
	}
	d.office = &models.OfficeLink{Hash: token.Hash(tok), CreatedAt: now, ExpiresAt: now.Add(models.OfficeLinkLife)}
	return d, nil
}

// openDesk stands for the secret where a mail is only looked at.
const openDesk = "…"

// desk is where the link in a mail leads.
func (r Room) desk(tok string) emails.Desk {
	return emails.Desk{URL: r.url("/office/" + tok), AnswerURL: r.url("/office/reply/" + tok)}
}

// Relay tells a writer that an office has answered; tok is the secret of the link
// to the letter, where the answer stands.
func (r Room) Relay(ctx context.Context, lang, to, tok string, now time.Time) (*Draft, error) {
	page := emails.Relay{Site: r.Site, Link: r.url("/letters/" + tok)}
	return r.withStop(ctx, lang, page, mail.Message{Kind: KindRelay, To: mail.Address{Email: to}}, models.PriorityUpdate, now)
}
