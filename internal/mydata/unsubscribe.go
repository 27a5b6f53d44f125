package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// Scope is how much an unsubscribe link stops.
type Scope string

// The scopes.
const (
	ScopePetition Scope = "petition" // updates of the one campaign
	ScopeAll      Scope = "all"      // everything that was not asked for
)

// Stop is what the page behind an unsubscribe link shows.
type Stop struct {
	Office string // the office that the link was sent to; empty for a supporter
	Title  string
	Slug   string
}

// LookStop says what an unsubscribe link is about. Faults: NotFound, Gone.
func (m *MyData) LookStop(ctx context.Context, tok, lang string) (s Stop, err error) {
	defer fault.Wrap(&err, "mydata.LookStop")
	tx := m.db.Read()
	email, link, err := m.stopLink(ctx, tx, tok)
	if err != nil || link.SignatureID == nil {
		return s, err
	}
	sig, err := models.SignatureByID(ctx, tx, *link.SignatureID)
	if err != nil {
		return s, err
	}
	office, err := m.isOffice(link, sig)
	if err != nil {
		return s, err
	}
	if office {
		s.Office = email.Typed
		return s, nil
	}
	campaign, err := models.CampaignByID(ctx, tx, sig.CampaignID)
	if err != nil {
		return s, err
	}
	text, err := models.TextOf(ctx, tx, sig.PetitionID, lang)
	s.Title, s.Slug = text.Title, campaign.Slug
	return s, err
}

// Unsubscribe stops mail; doing it again does nothing more. Faults: NotFound, Gone.
func (m *MyData) Unsubscribe(ctx context.Context, tok string, scope Scope) (err error) {
	defer fault.Wrap(&err, "mydata.Unsubscribe")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		email, link, err := m.stopLink(ctx, tx, tok)
		if err != nil {
			return err
		}
		if err := models.NoteUnsubscribed(ctx, tx, link.Hash, m.moment()); err != nil {
			return err
		}
		if link.SignatureID != nil && scope == ScopePetition {
			sig, err := models.SignatureByID(ctx, tx, *link.SignatureID)
			if err != nil {
				return err
			}
			office, err := m.isOffice(link, sig)
			if err != nil {
				return err
			}
			if !office {
				return m.stopUpdates(ctx, tx, &sig)
			}
		}
		return models.Suppress(ctx, tx, models.ContactIndex(m.keys, email), "unsubscribed", m.moment())
	})
}

func (m *MyData) stopUpdates(ctx context.Context, tx *models.Tx, sig *models.Signature) error {
	if !sig.Updates {
		return nil
	}
	sig.Updates = false
	return models.SaveSignature(ctx, tx, sig)
}

// isOffice says whether a link went to an office rather than to its signer, in
// whichever spelling of their address. Erasing deletes the signer's own links.
func (m *MyData) isOffice(link models.Link, sig models.Signature) (bool, error) {
	if sig.ErasedAt != nil {
		return true, nil
	}
	contact, err := link.OpenContact(m.keys)
	if err != nil {
		return false, err
	}
	person, err := sig.OpenPerson(m.keys)
	if err != nil {
		return false, err
	}
	sent, err := models.ParseEmail(contact)
	if err != nil {
		return false, err
	}
	signed, err := models.ParseEmail(person.Email)
	return sent.Canonical != signed.Canonical, err
}

func (m *MyData) stopLink(ctx context.Context, tx *models.Tx, tok string) (models.Email, models.Link, error) {
	link, err := models.LinkByHash(ctx, tx, models.LinkUnsubscribe, token.Hash(tok))
	if err != nil {
		return models.Email{}, link, err
	}
	if !link.IsLive(m.moment()) {
		return models.Email{}, link, fault.New(fault.Gone, "error.link.expired")
	}
	contact, err := link.OpenContact(m.keys)
	if err != nil {
		return models.Email{}, link, err
	}
	email, err := models.ParseEmail(contact)
	return email, link, err
}
