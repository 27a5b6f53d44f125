// Package signing is what happens when somebody signs: the form, the mail, the
// button, the count.
package signing

import (
	"context"
	"log/slog"
	"time"

	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/memo"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// Signing does the acts. Make it with New, end it with Close.
type Signing struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
	line *committer

	campaigns *memo.Memo[string, models.Campaign] // by slug; the transaction looks again
	inState   *memo.Memo[place, bool]
	site      *memo.Memo[struct{}, models.SiteState]
}

// place is a ZIP as seen from a state.
type place struct{ state, zip string }

// New starts the committer that shares transactions between signers.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time, log *slog.Logger) *Signing {
	s := &Signing{db: db, keys: keys, room: room, now: now,
		campaigns: memo.New[string, models.Campaign](time.Second), inState: memo.New[place, bool](time.Minute), site: memo.New[struct{}, models.SiteState](time.Second)}
	s.line = newCommitter(s.commit, log)
	return s
}

// Close lets the signatures in line be committed and takes no more.
func (s *Signing) Close() { s.line.close() }

func (s *Signing) moment() time.Time { return models.Moment(s.now()) }

// MaxComment is the longest comment, in characters.
const MaxComment = 500

// Form is the sign form as it was typed.
type Form struct {
	Name, Email, ZIP, Display, Comment string
	Updates, Help                      bool
	Quotable                           bool   // offices may be shown the comment, without the name
	Trap                               string // a field that people do not see
	Lang                               string
	Via                                string   // code of the channel that led here; one that is not the campaign's is passed over
	Partners                           []string // ticked lines, as PartnerTick has them
	Version                            int      // of the text that the signer saw; 0 if the form does not say
}

// entry is a form that has passed.
type entry struct {
	person   models.Person
	email    models.Email
	display  models.Display
	updates  bool
	help     bool
	quotable bool
	lang     string
	version  int
}

// read checks the form; its error names every field that needs mending.
func (f Form) read() (entry, error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	e := entry{updates: f.Updates, help: f.Help, quotable: f.Quotable, lang: f.Lang, version: f.Version, display: models.Display(f.Display)}
	var err error
	e.person.Name, err = models.ParseName(f.Name)
	note("name", err)
	e.email, err = models.ParseEmail(f.Email)
	note("email", err)
	e.person.Email = e.email.Typed
	e.person.ZIP, err = models.ParseZIP(f.ZIP)
	note("zip", err)
	e.person.Comment, err = models.ParseText(f.Comment, MaxComment)
	note("comment", err)
	e.quotable = e.quotable && e.person.Comment != ""
	if e.display == "" {
		e.display = models.DisplayHidden
	}
	if !models.IsDisplay(e.display) {
		fields["display"] = "error.display.choice"
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return e, fault.Fields(fields)
}

// errPaused is what anybody gets while signing is paused on the whole site.
var errPaused = fault.New(fault.Unavailable, pausedMessage)

const pausedMessage = "error.signing.paused"

// IsPaused says whether an act was refused because signing is paused.
func IsPaused(err error) bool { return fault.Of(err).Message == pausedMessage }

// Sign takes a form for a campaign. Nil means only that the form was good: what
// the address gets, if anything, is told by mail alone, so that nobody can ask
// who has signed. Faults: Invalid with fields, of which version says that another
// text stands there by now; NotFound, Gone, Unavailable.
func (s *Signing) Sign(ctx context.Context, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "signing.Sign(%q)", slug)
	e, formErr := f.read()
	campaign, err := s.campaigns.Of(slug, func() (models.Campaign, error) { return models.CampaignBySlug(ctx, s.db.Read(), slug) })
	if err != nil {
		return err
	}
	if !campaign.IsPublic() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if err := campaign.CanBeSigned(); err != nil {
		return err
	}
	site, err := s.site.Of(struct{}{}, func() (models.SiteState, error) { return models.ReadSite(ctx, s.db.Read()) })
	if err != nil {
		return err
	}
	if site.PausedAt != nil {
		return errPaused
	}
	if formErr != nil {
		return formErr
	}
	a, err := s.attempt(ctx, campaign, e)
	if err != nil {
		return err
	}
	if a.consents, err = s.consents(ctx, campaign, e, f.Partners); err != nil {
		return err
	}
	if a.channel, err = s.channel(ctx, campaign, f.Via); err != nil {
		return err
	}
	return s.line.submit(ctx, a)
}

// channel is the code that a signature is credited to; nil for none.
func (s *Signing) channel(ctx context.Context, c models.Campaign, via string) (*string, error) {
	if via == "" || len(via) > models.ChannelCode {
		return nil, nil
	}
	channel, err := models.ChannelOf(ctx, s.db.Read(), c.ID, via)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &channel.Code, err
}

// attempt does all that needs no transaction, so that signers do it side by side.
func (s *Signing) attempt(ctx context.Context, campaign models.Campaign, e entry) (a *attempt, err error) {
	a = &attempt{
		campaignID: campaign.ID, entry: e,
		contact: models.ContactIndex(s.keys, e.email),
		index:   models.SignatureIndex(s.keys, campaign.Code, e.email),
	}
	where := place{campaign.State, e.person.ZIP}
	a.inState, err = s.inState.Of(where, func() (bool, error) { return districts.InState(ctx, s.db.Read(), where.state, where.zip) })
	if err != nil {
		return nil, err
	}
	a.confirmation, err = s.room.Confirmation(ctx, e.lang, e.person.Email, false, s.moment())
	return a, err
}
