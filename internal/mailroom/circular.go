package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/models"
	"statehouse/views/emails"
)

// Circular is what staff write to an organizer of some campaigns.
type Circular struct {
	By, Subject, Body string
	Titles            []string // of the campaigns
}

// Circular makes the mail of a circular to one person.
func (r Room) Circular(ctx context.Context, lang, to string, v Circular, now time.Time) (*Draft, error) {
	page := emails.Circular{Site: r.Site, By: v.By, Title: v.Subject, Body: v.Body, Titles: v.Titles, Link: r.url("/organize")}
	return r.freeze(ctx, lang, page, mail.Message{Kind: KindCircular, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}
