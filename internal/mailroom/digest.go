package mailroom

import (
	"context"
	"time"

	"statehouse/internal/i18n"
	"statehouse/internal/mail"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/emails"
)

// Kinds of mail that tell an office, or an organizer who tries it, of a milestone.
const (
	KindDigest     = "digest"
	KindDigestTest = "digest_test"
)

// Digest is what one office is told of a milestone.
type Digest struct {
	To               mail.Address
	Title, Ask, Bill string // of the petition, and its bill if there is one
	State            string // its name
	District         string // the office's own, in words; empty for one of the whole state
	OfState          bool   // the milestone is of the whole state, and not of the district
	Threshold        int
	ReachedAt        time.Time
	Told             int // people of the district, rounded down
	Cells            []DigestCell
	Hides            bool     // some ZIP codes are left out
	Quotes           []string // what people of the district said, as they allowed
	Version          int
	Hash             string // SHA-256 of the text, in hex

	CampaignAt, CertificateAt string // paths
}

// DigestCell is how many people of a ZIP code are told of.
type DigestCell = emails.DigestCell

// Digest goes out from the platform's own address for letters; answers reach its
// staff.
func (r Room) Digest(ctx context.Context, g Digest, now time.Time) (*Draft, error) {
	return r.toOffice(ctx, r.digestPage(g), r.digestFrom(KindDigest, g.To), now)
}

// DigestTest is the same mail to an organizer, marked as a test; its links are
// the office's own and are left open.
func (r Room) DigestTest(ctx context.Context, g Digest, to string, now time.Time) (*Draft, error) {
	page := r.digestPage(g)
	page.IsTest, page.StopURL, page.Desk = true, r.url("/unsubscribe/…"), r.desk(openDesk)
	return r.freeze(ctx, "en", page, r.digestFrom(KindDigestTest, mail.Address{Email: to}), models.PriorityPerson, now)
}

// LookDigest shows the mail that Digest would freeze.
func (r Room) LookDigest(ctx context.Context, g Digest) Look {
	ctx = i18n.With(ctx, "en")
	page, m := r.digestPage(g), r.digestFrom(KindDigest, g.To)
	page.StopURL, page.Desk = r.url("/unsubscribe/…"), r.desk(openDesk)
	return Look{From: m.From, To: m.To, ReplyTo: m.ReplyTo, Subject: page.Subject(ctx), Text: page.Text(ctx)}
}

func (r Room) digestFrom(kind string, to mail.Address) mail.Message {
	return mail.Message{Kind: kind, From: mail.Address{Name: r.Site, Email: r.LetterFrom.Email}, ReplyTo: r.From.Email, To: to}
}

func (r Room) digestPage(g Digest) emails.Digest {
	return emails.Digest{Site: r.Site, Title: g.Title, Ask: g.Ask, Bill: g.Bill, State: g.State, District: g.District, OfState: g.OfState,
		Threshold: g.Threshold, ReachedAt: g.ReachedAt, Told: g.Told, Least: smallcells.Fewest, Cells: g.Cells, Quotes: g.Quotes, Hides: g.Hides, Version: g.Version, Hash: g.Hash,
		CampaignURL: r.url(g.CampaignAt), CertificateURL: r.url(g.CertificateAt)}
}
