package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"statehouse/internal/districts"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// signer is a stored signature with what the letters need to know of it.
type signer struct {
	models.Settled
	models.Person
}

// plan is a signature to be made: how it stands, and since when.
type plan struct {
	state   models.SignatureState
	at      time.Time // counted, held, or left for a pending one
	inState bool
}

// addSignatures stores a campaign's signatures, each with its confirmation mail.
func (l *loader) addSignatures(ctx context.Context, c campaign, g ground) ([]signer, error) {
	plans, err := l.plans(c)
	if err != nil {
		return nil, err
	}
	via, err := l.addChannels(ctx, c)
	if err != nil {
		return nil, err
	}
	signers := make([]signer, len(plans))
	rows := make([]models.Settled, len(plans))
	for i, p := range plans {
		if signers[i], err = l.sign(c, g, p, i+1); err != nil {
			return nil, err
		}
		signers[i].Channel = via(i)
		rows[i] = signers[i].Settled
	}
	if err := models.AddSettled(ctx, l.tx, rows); err != nil {
		return nil, err
	}
	mails := make([]*models.Mail, len(rows))
	var links []models.Link
	for i := range rows {
		signers[i].Settled = rows[i]
		mails[i] = l.confirmation(rows[i].Signature)
		if rows[i].State == models.SignaturePending {
			links = append(links, models.Link{Hash: token.Hash(token.New()), Kind: models.LinkConfirm, SignatureID: &rows[i].ID,
				CreatedAt: rows[i].CreatedAt, ExpiresAt: rows[i].CreatedAt.Add(models.ConfirmLife)})
		}
	}
	if err := models.AddMails(ctx, l.tx, mails); err != nil {
		return nil, err
	}
	return signers, models.AddLinks(ctx, l.tx, links)
}

// asides are what a campaign has beside its counted signatures, in one of so
// many; while it is open some still wait.
var asides = []struct {
	state models.SignatureState
	oneOf int
	open  bool // only on a campaign that can be signed
}{
	{models.SignaturePending, 90, true},
	{models.SignatureHeld, 400, true},
	{models.SignatureWithdrawn, 150, false},
	{models.SignatureInvalidated, 250, false},
}

// plans spreads the counted signatures over the campaign's days, and adds those
// that stand otherwise.
func (l *loader) plans(c campaign) ([]plan, error) {
	perDay, err := c.PerDay(l.now)
	if err != nil {
		return nil, err
	}
	var plans []plan
	for day, n := range perDay {
		opens := c.row.OpenedAt.AddDate(0, 0, day)
		for range n {
			plans = append(plans, plan{models.SignatureCounted, opens.Add(l.within(24 * time.Hour)), true})
		}
	}
	for _, i := range l.rng.Perm(len(plans))[:c.Signatures*c.OutOfStatePercent/100] {
		plans[i].inState = false
	}
	for _, aside := range asides {
		if aside.open && !c.isOpen() {
			continue
		}
		for range c.Signatures/aside.oneOf + 1 {
			p := plan{aside.state, pick(l, plans[:c.Signatures]).at, !l.oneIn(6)}
			if aside.open {
				p.at = l.now.Add(-l.within(recently))
			}
			plans = append(plans, p)
		}
	}
	slices.SortStableFunc(plans, func(a, b plan) int { return a.at.Compare(b.at) })
	return plans, nil
}

// recently is how far back signatures still wait, with links that still count.
const recently = 6 * 24 * time.Hour

// within draws a time of less than d.
func (l *loader) within(d time.Duration) time.Duration {
	return time.Duration(l.rng.Int64N(int64(d))).Truncate(time.Microsecond)
}

// sign makes the signature of the nth invented person of a campaign.
func (l *loader) sign(c campaign, g ground, p plan, n int) (signer, error) {
	zip := pick(l, g.outside)
	if p.inState {
		zip = l.inState(g)
	}
	lang := "en"
	if l.oneIn(5) {
		lang = "es"
	}
	first, last := pick(l, l.people.First), pick(l, l.people.Last)
	s := signer{Person: models.Person{Name: first + " " + last, Email: fmt.Sprintf("%s.%s.%d@example.org", ascii(first), ascii(last), n), ZIP: zip}}
	if l.oneIn(12) {
		s.Comment = pick(l, l.people.Comments[lang])
	}
	email, err := models.ParseEmail(s.Email)
	if err != nil {
		return s, err
	}
	s.Signature = models.Signature{
		Ref: token.Ref(), CampaignID: c.row.ID, EmailIndex: models.SignatureIndex(l.keys, c.Code, email), Household: 1,
		Lang: lang, Display: l.display(), Updates: l.rng.IntN(5) < 2, Help: l.oneIn(15), Quotable: s.Comment != "" && l.oneIn(2), InState: p.inState, State: p.state, Mails: 1,
	}
	s.SealPerson(l.keys, s.Person)
	l.date(&s.Signature, c, p)
	s.PetitionID = c.versionAt(s.CreatedAt)
	if p.inState && s.CountedAt != nil {
		s.Matches = l.matches(g.matched[zip], *s.CountedAt)
	}
	return s, nil
}

// date says when a signature was left, confirmed, and moved last.
func (l *loader) date(s *models.Signature, c campaign, p plan) {
	s.CreatedAt, s.MovedAt = p.at, p.at
	if p.state != models.SignaturePending {
		s.CreatedAt = latest(p.at.Add(-time.Minute-l.within(90*time.Minute)), *c.row.OpenedAt)
	}
	s.MailedAt = s.CreatedAt
	switch p.state {
	case models.SignatureHeld:
		s.Reason = "in_check"
		return
	case models.SignaturePending:
		return
	case models.SignatureInvalidated:
		s.Reason = string(models.InvalidAutomated)
	}
	s.CountedAt = &p.at
	if p.state != models.SignatureCounted {
		s.MovedAt = p.at.Add(l.within(l.now.Sub(p.at)/8 + time.Minute))
		s.MovedAt = earliest(s.MovedAt, l.now)
	}
}

func (l *loader) display() models.Display {
	switch n := l.rng.IntN(20); {
	case n == 0:
		return models.DisplayFull
	case n < 4:
		return models.DisplayFirst
	}
	return models.DisplayHidden
}

// matches are the districts that the ZIP settles, and in every third case those
// that the supporter chose where it does not.
func (l *loader) matches(matched []districts.ChamberMatch, at time.Time) []models.Match {
	var all []models.Match
	chose := l.oneIn(3)
	for _, chamber := range matched {
		found, method := chamber.Certain, models.MethodZIP
		if len(chamber.Candidates) > 0 && chose {
			found, method = append(slices.Clone(found), chamber.Choose(pick(l, chamber.Candidates).ID)...), models.MethodChosen
		}
		for _, d := range found {
			all = append(all, models.Match{DistrictID: d.ID, Chamber: chamber.Chamber, Method: method, Confidence: "medium", MatchedAt: at})
		}
	}
	return all
}

// confirmation is the mail that a signature was confirmed with, long sent.
func (l *loader) confirmation(s models.Signature) *models.Mail {
	until := s.CreatedAt.Add(models.ConfirmLife)
	m := l.sent(s, mailroom.KindConfirmation, models.PriorityPerson, s.CreatedAt)
	m.State, m.ExpiresAt = models.MailDelivered, &until
	return m
}

// sent is a mail because of a signature, accepted soon after a time; its bytes
// are forgotten.
func (l *loader) sent(s models.Signature, kind string, priority models.MailPriority, at time.Time) *models.Mail {
	accepted := earliest(at.Add(time.Second+l.within(20*time.Second)), l.now)
	ref := token.Ref()
	return &models.Mail{
		Ref: ref, Kind: kind, Priority: priority, State: models.MailAccepted, CampaignID: &s.CampaignID, SignatureID: &s.ID,
		ProviderID: ref, NotBefore: at, CreatedAt: at, AcceptedAt: &accepted, MovedAt: accepted,
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// ascii spells a name as the part of an address.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(norm.NFKD.String(name)))
}
