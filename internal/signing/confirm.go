package signing

import (
	"context"
	"errors"

	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// LinkStatus says what a confirmation link can still do.
type LinkStatus string

// The statuses.
const (
	LinkOpen    LinkStatus = "open"    // its button counts the signature
	LinkSpent   LinkStatus = "spent"   // it already did, or another did
	LinkExpired LinkStatus = "expired" // over 7 days old
	LinkPaused  LinkStatus = "paused"  // signing is paused on the whole site
	LinkClosed  LinkStatus = "closed"  // the campaign closed over 24 hours ago, or ended otherwise
)

// Peek is what the page behind a link shows before its button is pressed.
type Peek struct {
	Status   LinkStatus
	Campaign models.Campaign
	Text     models.PetitionText
	State    models.SignatureState
	Lang     string   // of the signature
	Shares   []string // what its form allows partners, in the words that were ticked
}

// Look says what a confirmation link would do, and changes nothing. Fault: NotFound.
func (s *Signing) Look(ctx context.Context, tok string) (p Peek, err error) {
	defer fault.Wrap(&err, "signing.Look")
	tx := s.db.Read()
	link, sig, campaign, err := s.open(ctx, tx, tok)
	if err != nil {
		return p, err
	}
	site, err := models.ReadSite(ctx, tx)
	if err != nil {
		return p, err
	}
	p = Peek{Status: s.status(link, campaign, site), Campaign: campaign, State: sig.State, Lang: sig.Lang}
	if p.Text, err = models.TextOf(ctx, tx, sig.PetitionID, sig.Lang); err != nil {
		return p, err
	}
	consents, err := models.ConsentsOf(ctx, tx, sig.ID)
	for _, k := range consents {
		if k.WithdrawnAt == nil {
			p.Shares = append(p.Shares, k.Words)
		}
	}
	return p, err
}

func (s *Signing) open(ctx context.Context, tx *models.Tx, tok string) (link models.Link, sig models.Signature, c models.Campaign, err error) {
	if link, err = models.LinkByHash(ctx, tx, models.LinkConfirm, token.Hash(tok)); err != nil {
		return
	}
	if sig, err = models.SignatureByID(ctx, tx, *link.SignatureID); err != nil {
		return
	}
	c, err = models.CampaignByID(ctx, tx, sig.CampaignID)
	return
}

// status is where a link stands; while signing is paused its time stands still.
func (s *Signing) status(link models.Link, c models.Campaign, site models.SiteState) LinkStatus {
	now := s.moment()
	if site.PausedAt != nil {
		now = *site.PausedAt
	}
	switch {
	case link.SpentAt != nil:
		return LinkSpent
	case c.CanBeConfirmed(now) != nil:
		return LinkClosed
	case !link.IsLive(now):
		return LinkExpired
	case site.PausedAt != nil:
		return LinkPaused
	}
	return LinkOpen
}

// Confirmed is a signature whose button was pressed.
type Confirmed struct {
	SignatureID int64
	Slug        string
	State       models.SignatureState // counted or held
	Lang        string
}

// Confirm counts the signature of a link. A link that has already done so is a
// Conflict; an expired one, or one of a campaign long closed, is Gone; an
// unknown one is NotFound.
func (s *Signing) Confirm(ctx context.Context, tok string) (done Confirmed, err error) {
	defer fault.Wrap(&err, "signing.Confirm")
	err = s.db.Write(ctx, func(tx *models.Tx) error {
		link, sig, campaign, err := s.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		site, err := models.ReadSite(ctx, tx)
		if err != nil {
			return err
		}
		switch s.status(link, campaign, site) {
		case LinkPaused:
			return errPaused
		case LinkSpent:
			return fault.New(fault.Conflict, "error.link.spent")
		case LinkExpired:
			return fault.New(fault.Gone, "error.link.expired")
		case LinkClosed:
			return fault.New(fault.Gone, "error.campaign.closed")
		}
		done = Confirmed{SignatureID: sig.ID, Slug: campaign.Slug, Lang: sig.Lang}
		if err := s.count(ctx, tx, &sig, campaign); err != nil {
			return err
		}
		done.State = sig.State
		return nil
	})
	return done, err
}

// count finds a signature's districts, moves it and spends its links. The move
// comes before the links: it locks the row, so that nobody adds another.
func (s *Signing) count(ctx context.Context, tx *models.Tx, sig *models.Signature, campaign models.Campaign) error {
	now := s.moment()
	if err := s.match(ctx, tx, *sig, campaign); err != nil {
		return err
	}
	if err := models.MoveSignature(ctx, tx, sig, models.SignatureCounted, "", now); err != nil {
		return err
	}
	return models.SpendLinksOf(ctx, tx, sig.ID, models.LinkConfirm, now)
}

// match books the districts that the ZIP settles, chamber by chamber. Where it
// spans several they are kept as candidates and the supporter is asked later;
// nothing is guessed.
func (s *Signing) match(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign) error {
	if !sig.InState {
		return nil
	}
	person, err := sig.OpenPerson(s.keys)
	if err != nil {
		return err
	}
	chambers, err := districts.ByZIP(ctx, tx, campaign.State, person.ZIP)
	if err != nil {
		return err
	}
	for _, found := range chambers {
		if err := districts.Book(ctx, tx, sig, found, s.moment()); err != nil {
			return err
		}
	}
	return nil
}

// Refuse is for the person at the address who did not sign: the signature goes,
// and the address is not written to again. Faults as Confirm.
func (s *Signing) Refuse(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "signing.Refuse")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		link, sig, _, err := s.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		if link.SpentAt != nil || sig.State != models.SignaturePending {
			return fault.New(fault.Conflict, "error.link.spent")
		}
		person, err := sig.OpenPerson(s.keys)
		if err != nil {
			return err
		}
		email, err := models.ParseEmail(person.Email)
		if err != nil {
			return err
		}
		if err := models.Suppress(ctx, tx, models.ContactIndex(s.keys, email), "refused", s.moment()); err != nil {
			return err
		}
		return models.DropPending(ctx, tx, &sig, s.moment())
	})
}

// Expire deletes signatures that were never confirmed, and their data with
// them, after models.KeepPending. It returns how many; one that cannot go keeps
// no other.
func (s *Signing) Expire(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "signing.Expire")
	rows, err := models.PendingBefore(ctx, s.db.Read(), s.moment().Add(-models.KeepPending), 500)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, sig := range rows {
		err := s.db.Write(ctx, func(tx *models.Tx) error { return models.DropPending(ctx, tx, &sig, s.moment()) })
		switch {
		case err == nil:
			n++
		case !fault.Is(err, fault.Conflict): // else it moved meanwhile
			failed = append(failed, err)
		}
	}
	return n, errors.Join(failed...)
}
