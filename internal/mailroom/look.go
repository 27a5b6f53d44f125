package mailroom

import (
	"context"
	"time"

	"statehouse/internal/i18n"
	"statehouse/internal/mail"
	"statehouse/models"
	"statehouse/views/emails"
)

// Look is a mail as its addressee would see it, before there is one.
type Look struct {
	From, To      mail.Address
	ReplyTo       string
	Subject, Text string
}

// Look shows the mail that Letter would freeze; its links are the office's own
// and are left open.
func (r Room) Look(ctx context.Context, l Letter) Look {
	ctx = i18n.With(ctx, "en")
	page := r.letterPage(l)
	page.StopURL, page.Desk = r.url("/unsubscribe/…"), r.desk(openDesk)
	return Look{From: r.letterFrom(l), To: l.To, ReplyTo: l.ReplyTo, Subject: page.Subject(ctx), Text: page.Text(ctx)}
}

// Trial is the mail that Letter would freeze, marked as a test and to an address
// of staff instead of the office's. Its links are left open too.
func (r Room) Trial(ctx context.Context, l Letter, to mail.Address, now time.Time) (*Draft, error) {
	page := r.letterPage(l)
	page.SubjectLine = i18n.T(i18n.With(ctx, "en"), "email.letter.test", "Subject", l.Subject)
	page.StopURL, page.Desk = r.url("/unsubscribe/…"), r.desk(openDesk)
	return r.freeze(ctx, "en", page, mail.Message{Kind: KindTrial, From: r.letterFrom(l), To: to}, models.PriorityPerson, now)
}

func (r Room) letterPage(l Letter) emails.Letter {
	return emails.Letter{Site: r.Site, SubjectLine: l.Subject, Body: l.Body, Name: l.Name, ZIP: l.ZIP, District: l.District, Resident: l.Resident,
		CampaignTitle: l.CampaignTitle, CampaignURL: r.url(l.CampaignAt), ReplyAllowed: l.ReplyTo != ""}
}

func (r Room) letterFrom(l Letter) mail.Address {
	return mail.Address{Name: l.Writer + " via " + r.Site, Email: r.LetterFrom.Email}
}
