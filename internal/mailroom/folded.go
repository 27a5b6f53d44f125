package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
	"statehouse/models"
	"statehouse/views/emails"
)

// KindFolded is a mail that carries the letters of several constituents.
const KindFolded = "folded"

// Folded are near-identical letters to one office: the text of the first, and
// everybody who sent it.
type Folded struct {
	Letter
	Writers []Writer
}

// Writer is one constituent of a folded mail; Email is empty if they keep it.
type Writer = emails.FoldedWriter

// Folded goes out from the platform's own address for letters, in its own name.
func (r Room) Folded(ctx context.Context, f Folded, now time.Time) (*Draft, error) {
	page := emails.Folded{Site: r.Site, SubjectLine: f.Subject, Body: f.Body, Writers: f.Writers, District: f.District,
		CampaignTitle: f.CampaignTitle, CampaignURL: r.url(f.CampaignAt)}
	from := mail.Address{Name: r.Site, Email: r.LetterFrom.Email}
	return r.toOffice(ctx, page, mail.Message{Kind: KindFolded, From: from, To: f.To}, now)
}

// About ties the draft to a campaign, and to nobody's signature alone.
func (d *Draft) About(campaignID int64) *Draft {
	d.mail.CampaignID = &campaignID
	return d
}

// At puts off the draft's sending to a time.
func (d *Draft) At(at time.Time) *Draft {
	d.mail.NotBefore = models.Moment(at)
	return d
}
