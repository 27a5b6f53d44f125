package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/models"
	"statehouse/views/emails"
)

// Review is what who sent a text in is told of its review.
type Review struct {
	Slug           string // of the campaign
	Published      bool
	Reason, Advice string // in the reader's language; empty for what was published
	Note           string // by the reviewer
}

// Review tells an organizer what a reviewer decided.
func (r Room) Review(ctx context.Context, lang, to string, v Review, now time.Time) (*Draft, error) {
	page := emails.Review{Site: r.Site, Published: v.Published, Reason: v.Reason, Advice: v.Advice, Note: v.Note, Link: r.url("/organize/campaigns/" + v.Slug)}
	return r.freeze(ctx, lang, page, mail.Message{Kind: KindReview, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}
