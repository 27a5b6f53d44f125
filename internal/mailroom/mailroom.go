// Package mailroom writes every mail once and freezes it: acts hand it facts,
// and it puts the sealed bytes, the links inside them and the job that will
// send them into the act's own transaction.
package mailroom

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/i18n"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// Kinds of mail, as tags and in the outbox.
const (
	KindConfirmation = "confirmation"
	KindDuplicate    = "duplicate"
	KindMyData       = "my_data"
	KindSignIn       = "sign_in"
	KindNewDevice    = "new_device"      // somebody of the staff signed in where they never had
	KindSignInChange = "sign_in_changed" // the ways by which somebody of the staff signs in are others now
	KindLetter       = "letter"
	KindTrial        = "letter_test"  // a letter to its own organizer
	KindComment      = "comment"      // about a comment under a story
	KindApplication  = "application"  // an address is asked to confirm that it applied
	KindVolunteering = "volunteering" // what became of an application
	KindShift        = "shift"
	KindUpdate       = "update"
	KindSurvey       = "survey"      // a writer is asked what came back
	KindRelay        = "relay"       // a writer is told that an office has answered
	KindReview       = "review"      // an organizer is told what became of a text
	KindCircular     = "circular"    // staff write to the organizers of some campaigns
	KindUpdateTest   = "update_test" // an update that its author looks at
	KindRequest      = "request"     // about a request for a campaign
	KindEndorsement  = "endorsement" // about an organization's endorsement
)

// Queue is where the job of a mail goes.
type Queue interface {
	Add(ctx context.Context, tx *models.Tx, args ...river.JobArgs) error
}

// Room knows who the mails come from and where their links lead.
type Room struct {
	Keys       *privacy.Keys
	Queue      Queue
	Site       string       // name of the platform
	From       mail.Address // to supporters and staff
	LetterFrom mail.Address // to offices: another subdomain, so that neither sinks the other
	BaseURL    string       // without a slash at the end
}

// Draft is a mail and the links inside it, not yet stored.
type Draft struct {
	mail   models.Mail
	links  []models.Link
	office *models.OfficeLink // of a mail to an office
}

// For ties the draft to the signature it is sent because of.
func (d *Draft) For(s models.Signature) *Draft {
	d.mail.SignatureID, d.mail.CampaignID = &s.ID, &s.CampaignID
	for i := range d.links {
		d.links[i].SignatureID = &s.ID
	}
	return d
}

// Confirmation is the mail with the one button. It holds no text that a
// stranger typed, not even the name.
func (r Room) Confirmation(ctx context.Context, lang, to string, again bool, now time.Time) (*Draft, error) {
	tok := token.New()
	until := now.Add(models.ConfirmLife)
	page := emails.Confirmation{Site: r.Site, Link: r.url("/s/" + tok), Until: until, Again: again}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindConfirmation, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	d.mail.ExpiresAt = &until
	d.links = append(d.links, models.Link{Hash: token.Hash(tok), Kind: models.LinkConfirm, CreatedAt: now, ExpiresAt: until})
	return d, nil
}

// Duplicate tells an address that it has already been counted, and where to see that.
func (r Room) Duplicate(ctx context.Context, lang, to string, now time.Time) (*Draft, error) {
	page := emails.Duplicate{Site: r.Site, MyData: r.url("/my-data")}
	return r.withStop(ctx, lang, page, mail.Message{Kind: KindDuplicate, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}

// MyData carries the link to everything held about an address.
func (r Room) MyData(ctx context.Context, lang, to string, now time.Time) (*Draft, error) {
	tok := token.New()
	until := now.Add(models.MyDataLife)
	page := emails.MyData{Site: r.Site, Link: r.url("/my-data/" + tok), Minutes: int(models.MyDataLife.Minutes())}
	d, err := r.withStop(ctx, lang, page, mail.Message{Kind: KindMyData, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	d.mail.ExpiresAt = &until
	link := models.Link{Hash: token.Hash(tok), Kind: models.LinkMyData, Ref: token.Ref(), CreatedAt: now, ExpiresAt: until}
	link.SealContact(r.Keys, to)
	d.links = append(d.links, link)
	return d, nil
}

// SignIn carries a staff member's one-time link.
func (r Room) SignIn(ctx context.Context, lang, to, tok string, now time.Time) (*Draft, error) {
	page := emails.SignIn{Site: r.Site, Link: r.url("/account/sign-in/" + tok), Minutes: int(models.SignInLife.Minutes())}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindSignIn, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	until := now.Add(models.SignInLife)
	d.mail.ExpiresAt = &until
	return d, nil
}

// NewDevice tells a member of staff that they signed in with a browser that is
// new to us.
func (r Room) NewDevice(ctx context.Context, lang, to, browser, system string, now time.Time) (*Draft, error) {
	page := emails.NewDevice{Site: r.Site, Browser: browser, System: system, At: now, Link: r.url("/account")}
	return r.freeze(ctx, lang, page, mail.Message{Kind: KindNewDevice, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}

// SignInChanged tells a member of staff what changed of how they sign in, as a
// message id.
func (r Room) SignInChanged(ctx context.Context, lang, to, what string, now time.Time) (*Draft, error) {
	page := emails.SignInChanged{Site: r.Site, What: what, At: now, Link: r.url("/account")}
	return r.freeze(ctx, lang, page, mail.Message{Kind: KindSignInChange, To: mail.Address{Email: to}}, models.PriorityPerson, now)
}

// Invitation is what somebody who is asked to join the staff is told.
type Invitation struct {
	To, By, Role, Token string
	Life                time.Duration
}

var roleIDs = map[string]string{"admin": "email.invitation.admin", "organizer": "email.invitation.organizer", "moderator": "email.invitation.moderator", "viewer": "email.invitation.viewer"}

// Invitation carries a one-time link to who is asked to join.
func (r Room) Invitation(ctx context.Context, lang string, i Invitation, now time.Time) (*Draft, error) {
	page := emails.Invitation{Site: r.Site, By: i.By, Role: roleIDs[i.Role], Link: r.url("/account/sign-in/" + i.Token), Days: int(i.Life.Hours() / 24)}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindSignIn, To: mail.Address{Email: i.To}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	until := now.Add(i.Life)
	d.mail.ExpiresAt = &until
	return d, nil
}

// Survey asks a writer what came back; tok is the secret of the link to the letter.
func (r Room) Survey(ctx context.Context, lang, to, tok string, now time.Time) (*Draft, error) {
	page := emails.Survey{Site: r.Site, Link: r.url("/letters/" + tok)}
	return r.withStop(ctx, lang, page, mail.Message{Kind: KindSurvey, To: mail.Address{Email: to}}, models.PriorityUpdate, now)
}

// Letter is a constituent's letter to one office.
type Letter struct {
	To                        mail.Address
	ReplyTo                   string // the constituent's own address, or empty if they keep it
	Writer                    string // how the constituent stands before "via Statehouse"
	Subject, Body, Name, ZIP  string
	District                  string // in words: "Arizona Senate, District 11"
	Resident                  string // name of the state, where the office is not of the writer's own district
	CampaignTitle, CampaignAt string // its title and path
}

// Letter goes out from the platform's own address for letters.
func (r Room) Letter(ctx context.Context, l Letter, now time.Time) (*Draft, error) {
	return r.toOffice(ctx, r.letterPage(l), mail.Message{Kind: KindLetter, From: r.letterFrom(l), To: l.To, ReplyTo: l.ReplyTo}, now)
}

// url is an absolute address of a path of ours.
func (r Room) url(path string) string { return r.BaseURL + path }

// withStop freezes a mail that can be unsubscribed from with one click (RFC 8058).
func (r Room) withStop(ctx context.Context, lang string, page emails.Mail, m mail.Message, priority models.MailPriority, now time.Time) (*Draft, error) {
	tok := token.New()
	stop := r.url("/unsubscribe/" + tok)
	m.Headers = map[string]string{
		"List-Unsubscribe":      "<" + stop + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	}
	if p, ok := page.(emails.Stoppable); ok {
		page = p.WithStop(stop)
	}
	d, err := r.freeze(ctx, lang, page, m, priority, now)
	if err != nil {
		return nil, err
	}
	link := models.Link{Hash: token.Hash(tok), Kind: models.LinkUnsubscribe, Ref: token.Ref(), CreatedAt: now, ExpiresAt: now.Add(models.UnsubscribeLife)}
	link.SealContact(r.Keys, m.To.Email)
	d.links = append(d.links, link)
	return d, nil
}

// freeze renders a mail in its language and seals its bytes.
func (r Room) freeze(ctx context.Context, lang string, page emails.Mail, m mail.Message, priority models.MailPriority, now time.Time) (*Draft, error) {
	ctx = i18n.With(ctx, lang)
	html, err := page.HTML(ctx)
	if err != nil {
		return nil, err
	}
	m.Ref, m.Subject, m.Text, m.HTML = token.Ref(), page.Subject(ctx), page.Text(ctx), html
	if m.From.Email == "" {
		m.From = r.From
	}
	encoded, err := m.Encode()
	if err != nil {
		return nil, err
	}
	return &Draft{mail: models.Mail{
		Ref: m.Ref, Kind: m.Kind, Priority: priority, State: models.MailQueued, NotBefore: now, CreatedAt: now, MovedAt: now,
		Payload: r.Keys.Seal(models.SealPurpose, m.Ref, encoded),
	}}, nil
}

// Post stores drafts with their links and the jobs that send them, in the
// caller's transaction, and returns the mails' ids in order.
func (r Room) Post(ctx context.Context, tx *models.Tx, drafts []*Draft) ([]int64, error) {
	ids, err := r.store(ctx, tx, drafts)
	if err != nil || len(ids) == 0 {
		return ids, err
	}
	wakes := make([]river.JobArgs, len(ids))
	for i, id := range ids {
		wakes[i] = jobs.SendMail{MailID: id}
	}
	return ids, r.Queue.Add(ctx, tx, wakes...)
}

func (r Room) store(ctx context.Context, tx *models.Tx, drafts []*Draft) ([]int64, error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	var mails []*models.Mail
	var links []models.Link
	for _, d := range drafts {
		d.mail.ID = 0 // a transaction that failed may have given it one
		mails = append(mails, &d.mail)
		links = append(links, d.links...)
	}
	if err := models.AddMails(ctx, tx, mails); err != nil {
		return nil, err
	}
	if err := models.AddLinks(ctx, tx, links); err != nil {
		return nil, err
	}
	ids := make([]int64, len(mails))
	var offices []models.OfficeLink
	for i, m := range mails {
		ids[i] = m.ID
		if link := drafts[i].office; link != nil {
			link.OutboxID = m.ID
			offices = append(offices, *link)
		}
	}
	return ids, models.AddOfficeLinks(ctx, tx, offices)
}
