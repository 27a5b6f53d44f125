package mailroom

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/i18n"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/markdown"
	"statehouse/models"
	"statehouse/views/emails"
)

// UpdateMail is an update as one supporter gets it.
type UpdateMail struct {
	Headline, Body string // the body is Markdown
	Title, Path    string // of the petition
}

func (r Room) updatePage(m UpdateMail, test bool) (emails.Update, error) {
	html, err := markdown.HTML(m.Body)
	return emails.Update{Site: r.Site, Headline: m.Headline, Body: m.Body, BodyHTML: html, Title: m.Title, URL: r.url(m.Path), Test: test}, err
}

// Update writes to a supporter who asked for updates.
func (r Room) Update(ctx context.Context, lang, to string, m UpdateMail, now time.Time) (*Draft, error) {
	page, err := r.updatePage(m, false)
	if err != nil {
		return nil, err
	}
	return r.withStop(ctx, lang, page, mail.Message{Kind: KindUpdate, To: mail.Address{Email: to}}, models.PriorityUpdate, now)
}

// UpdateTest writes the same to a member of staff, marked as a test.
func (r Room) UpdateTest(ctx context.Context, lang, to string, m UpdateMail, now time.Time) (*Draft, error) {
	page, err := r.updatePage(m, true)
	if err != nil {
		return nil, err
	}
	return r.freeze(ctx, lang, page, mail.Message{Kind: KindUpdateTest, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}

// LookUpdate shows the mail that Update would freeze; its link to unsubscribe is
// the supporter's own and is left open.
func (r Room) LookUpdate(ctx context.Context, lang string, m UpdateMail) Look {
	ctx = i18n.With(ctx, lang)
	page := emails.Update{Site: r.Site, Headline: m.Headline, Body: m.Body, Title: m.Title, URL: r.url(m.Path), StopURL: r.url("/unsubscribe/…")}
	return Look{From: r.From, Subject: page.Subject(ctx), Text: page.Text(ctx)}
}

// StopHash is the hash of the link by which the addressee unsubscribes; nil
// where there is none.
func (d *Draft) StopHash() []byte {
	for _, l := range d.links {
		if l.Kind == models.LinkUnsubscribe {
			return l.Hash
		}
	}
	return nil
}

// PostLine is Post for many mails of one kind: only the last one's job is asked
// for, as a sender takes what is due in order until that one has left.
func (r Room) PostLine(ctx context.Context, tx *models.Tx, drafts []*Draft) ([]int64, error) {
	ids, err := r.store(ctx, tx, drafts)
	if err != nil || len(ids) == 0 {
		return ids, err
	}
	return ids, r.Queue.Add(ctx, tx, river.JobArgs(jobs.SendMail{MailID: ids[len(ids)-1]}))
}
