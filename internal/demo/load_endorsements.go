package demo

import (
	"context"
	"fmt"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
)

// addEndorsements lets invented organizations endorse a petition: some stand
// there, one waits with an address of another domain, one was declined.
func (l *loader) addEndorsements(ctx context.Context, slug string) error {
	c, err := models.CampaignBySlug(ctx, l.tx, slug)
	if err != nil {
		return err
	}
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	for i, o := range []struct {
		name, host, place, statement, signer, title, mail, reason, classes string
		kind                                                               models.OrganizationKind
		state                                                              models.EndorsementState
	}{
		{"Example Street Congregation", "congregation.example.org", "Phoenix", "A child who was sold for sex needs a bed and a caseworker. Our congregation asks for both.", "Noor Sample", "Pastor", "noor@congregation.example.org", "", "", models.OrganizationFaith, models.EndorsementAccepted},
		{"Saguaro Legal Aid (sample)", "legalaid.example.org", "Tucson", "", "Ira Sample", "Director", "ira@legalaid.example.org", "", "", models.OrganizationNonprofit, models.EndorsementAccepted},
		{"Invented Teachers’ Union, Local 0", "teachers.example.org", "Mesa", "Teachers notice first. They need a law that sends help.", "Dana Sample", "President", "dana@teachers.example.org", "", "", models.OrganizationUnion, models.EndorsementAccepted},
		{"Made-up Desert Bakery", "bakery.example.com", "Yuma", "We would like to be on this list.", "Sol Sample", "Owner", "sol@mail.example.net", "", "", models.OrganizationBusiness, models.EndorsementWaiting},
		{"Sample Towing", "towing.example.com", "", "Call our office for prices: 602-555-0147.", "Kit Sample", "Manager", "kit@towing.example.com", "Please send it again without the telephone number.", "contact", models.OrganizationBusiness, models.EndorsementDeclined},
	} {
		email, err := models.ParseEmail(o.mail)
		if err != nil {
			return err
		}
		at := models.Moment(l.now.Add(-time.Duration(20-3*i) * 24 * time.Hour))
		e := models.Endorsement{Ref: token.Ref(), CampaignID: c.ID, State: models.EndorsementWaiting, Lang: "en", Organization: o.name, Website: "https://" + o.host, Kind: o.kind, Place: o.place, USState: c.State,
			Statement: o.statement, EmailIndex: models.EndorsementIndex(l.keys, c.Code, email), Classes: o.classes, Reader: models.ReaderModerators, CreatedAt: at, ConfirmedAt: &at, MovedAt: at}
		if o.state != models.EndorsementWaiting {
			decided := at.Add(26 * time.Hour)
			e.State, e.Reason, e.DecidedBy, e.DecidedAt, e.MovedAt = o.state, o.reason, &organizer.ID, &decided, decided
		}
		e.Seal(l.keys, models.EndorsementSigner{Name: o.signer, Title: o.title, Email: email.Typed})
		if err := models.AddEndorsement(ctx, l.tx, &e); err != nil {
			return fmt.Errorf("the endorsement of %s: %w", o.name, err)
		}
	}
	return nil
}
