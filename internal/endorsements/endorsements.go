// Package endorsements is how organizations sign a petition, and how organizers
// let them stand beside it.
package endorsements

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Endorsements does the acts.
type Endorsements struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Endorsements {
	return &Endorsements{db: db, keys: keys, room: room, now: now}
}

func (s *Endorsements) moment() time.Time { return models.Moment(s.now()) }

// Form is an endorsement as it was typed.
type Form struct {
	Organization, Website, Kind, Place, State, Statement string
	Name, Title, Email                                   string
	Authorized                                           bool   // the signer says that they may speak for it
	Trap                                                 string // a field that people do not see
	Lang                                                 string
}

// read fills what is public of an endorsement and who signs it; its error names
// every field that needs mending.
func (f Form) read(e *models.Endorsement) (who models.EndorsementSigner, email models.Email, err error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	line := func(field, typed string, most int, missing string) string {
		text, err := models.ParseLine(typed, most)
		note(field, err)
		if text == "" && err == nil && missing != "" {
			fields[field] = missing
		}
		return text
	}
	e.Lang, e.Kind, e.USState = f.Lang, models.OrganizationKind(f.Kind), strings.ToLower(f.State)
	e.Organization = line("organization", f.Organization, models.MaxOrganization, "error.endorsement.organization")
	e.Website, err = models.ParseWebsite(f.Website)
	note("site", err)
	if !slices.Contains(models.OrganizationKinds, e.Kind) {
		fields["kind"] = "error.endorsement.kind"
	}
	e.Place = line("place", f.Place, models.MaxPlace, "")
	if _, ok := models.StateByCode(e.USState); !ok && e.USState != "" {
		fields["state"] = "error.state.choice"
	}
	e.Statement, err = models.ParseText(f.Statement, models.MaxStatement)
	note("statement", err)
	who.Name, err = models.ParseName(f.Name)
	note("name", err)
	who.Title = line("title", f.Title, models.MaxSignerTitle, "error.endorsement.title")
	email, err = models.ParseEmail(f.Email)
	note("email", err)
	who.Email = email.Typed
	if !f.Authorized {
		fields["authorized"] = "error.endorsement.authorized"
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return who, email, fault.Fields(fields)
}

// endorsable is a campaign that organizations may sign: one that people may.
// Faults: NotFound, Gone.
func endorsable(ctx context.Context, tx *models.Tx, slug string) (models.Campaign, error) {
	c, err := models.CampaignBySlug(ctx, tx, slug)
	if err == nil && !c.IsPublic() {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return c, err
	}
	return c, c.CanBeSigned()
}

// Offer takes an endorsement of a petition. Nil says only that the form was good;
// the rest is told by mail alone. Who endorsed it before gets a link to that, and
// may change what they have not confirmed. Faults: Invalid with fields, NotFound,
// Gone.
func (s *Endorsements) Offer(ctx context.Context, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "endorsements.Offer(%q)", slug)
	campaign, err := endorsable(ctx, s.db.Read(), slug)
	if err != nil {
		return err
	}
	var offered models.Endorsement
	who, email, err := f.read(&offered)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		may, err := s.mayMail(ctx, tx, email)
		if err != nil || !may {
			return err
		}
		index, now := models.EndorsementIndex(s.keys, campaign.Code, email), s.moment()
		known, err := models.EndorsementsByIndex(ctx, tx, [][]byte{index})
		if err != nil {
			return err
		}
		if len(known) > 0 && known[0].State != models.EndorsementPending {
			return s.tell(ctx, tx, known[0], email.Typed, mailroom.EndorsementNews{Kind: mailroom.EndorsementAgain})
		}
		e := offered
		e.Ref, e.CampaignID, e.State, e.EmailIndex, e.Reader, e.CreatedAt, e.MovedAt = token.Ref(), campaign.ID, models.EndorsementPending, index, models.ReaderModerators, now, now
		if len(known) > 0 {
			e.ID, e.Ref, e.CreatedAt = known[0].ID, known[0].Ref, known[0].CreatedAt
			e.Seal(s.keys, who)
			err = models.SaveEndorsement(ctx, tx, e, models.EndorsementPending)
		} else {
			e.Seal(s.keys, who)
			err = models.AddEndorsement(ctx, tx, &e)
		}
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, e, email.Typed, mailroom.EndorsementNews{Kind: mailroom.EndorsementConfirm})
	})
}

// mayMail says whether an address may be asked to confirm: it is not
// suppressed, and was asked less than twice in 24 hours.
func (s *Endorsements) mayMail(ctx context.Context, tx *models.Tx, email models.Email) (bool, error) {
	may, err := models.IsReachable(ctx, tx, models.ContactIndex(s.keys, email))
	if err != nil || !may {
		return false, err
	}
	return models.MayMail(ctx, tx, s.keys.Blind("contact endorsements", email.Canonical), s.moment())
}

// tell writes to who signed, with a fresh link to the endorsement.
func (s *Endorsements) tell(ctx context.Context, tx *models.Tx, e models.Endorsement, to string, news mailroom.EndorsementNews) error {
	mail, err := s.room.Endorsement(ctx, e.Lang, to, news, s.moment())
	if err != nil {
		return err
	}
	return s.room.PostEndorsement(ctx, tx, mail, e.ID)
}
