package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// linked is a mail to one person about something that they left, and the hash of
// the secret in its link to that.
type linked struct {
	draft *Draft
	hash  []byte
	at    time.Time
}

// about writes such a mail. One that asks for a confirmation runs out with what it
// is about.
func (r Room) about(ctx context.Context, lang, to, kind string, page emails.Mail, tok string, asks bool, now time.Time) (linked, error) {
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: kind, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return linked{}, err
	}
	if asks {
		until := now.Add(models.KeepUnconfirmed)
		d.mail.ExpiresAt = &until
	}
	return linked{draft: d, hash: token.Hash(tok), at: now}, nil
}

// daysToConfirm is how many days what somebody left waits for them.
var daysToConfirm = int(models.KeepUnconfirmed.Hours() / 24)

// postLinked stores such a mail with its job, and keeps its link by the mail's id.
func (r Room) postLinked(ctx context.Context, tx *models.Tx, m linked, keep func(outboxID int64) error) error {
	ids, err := r.Post(ctx, tx, []*Draft{m.draft})
	if err != nil {
		return err
	}
	return keep(ids[0])
}

// linkedMyData is the mail with the link to everything held about an address, for
// one that cannot be unsubscribed from: it is told of by what it is about.
func (r Room) linkedMyData(ctx context.Context, lang, to string, now time.Time) (linked, error) {
	tok := token.New()
	until := now.Add(models.MyDataLife)
	page := emails.MyData{Site: r.Site, Link: r.url("/my-data/" + tok), Minutes: int(models.MyDataLife.Minutes())}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindMyData, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return linked{}, err
	}
	d.mail.ExpiresAt = &until
	link := models.Link{Hash: token.Hash(tok), Kind: models.LinkMyData, Ref: token.Ref(), CreatedAt: now, ExpiresAt: until}
	link.SealContact(r.Keys, to)
	d.links = append(d.links, link)
	return linked{draft: d, hash: token.Hash(token.New()), at: now}, nil
}
