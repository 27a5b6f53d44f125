// Package scrutiny lets staff find signatures, and take those out of the count
// that do not belong there, in a way that can be undone.
package scrutiny

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Queue puts jobs into the caller's transaction.
type Queue interface {
	Add(ctx context.Context, tx *models.Tx, args ...jobs.Job) error
}

// Scrutiny does the acts.
type Scrutiny struct {
	db    *models.DB
	keys  *privacy.Keys
	queue Queue
	now   func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, queue Queue, now func() time.Time) *Scrutiny {
	return &Scrutiny{db: db, keys: keys, queue: queue, now: now}
}

func (s *Scrutiny) moment() time.Time { return models.Moment(s.now()) }

// Form is a search as it was typed.
type Form struct {
	models.Criteria
	State string // of the country
}

// Search keeps what somebody looks for and says under which ref. Who moderates one
// state looks in that one. Faults: Invalid with the fields email, zip, campaign,
// state, standing, since and til.
func (s *Scrutiny) Search(ctx context.Context, actor models.Actor, f Form) (ref string, err error) {
	defer fault.Wrap(&err, "scrutiny.Search")
	if f.State == "" {
		f.State = actor.Watches()
	}
	if err := s.check(ctx, actor, &f); err != nil {
		return "", err
	}
	search := models.SignatureSearch{Ref: token.Ref(), UserID: actor.User.ID, State: f.State, CreatedAt: s.moment()}
	if err := search.Seal(s.keys, f.Criteria); err != nil {
		return "", err
	}
	return search.Ref, s.db.Write(ctx, func(tx *models.Tx) error {
		search.ID = 0
		return models.AddSearch(ctx, tx, &search)
	})
}

func (s *Scrutiny) check(ctx context.Context, actor models.Actor, f *Form) error {
	wrong := map[string]string{}
	if f.IsEmpty() {
		wrong["email"] = "error.search.empty"
	}
	if f.Email != "" {
		if _, err := models.ParseEmail(f.Email); err != nil {
			wrong["email"] = fault.Of(err).Message
		}
	}
	if _, ok := models.StateByCode(f.State); f.State != "" && !ok || !actor.MayScrutinize(f.State) {
		wrong["state"] = "error.search.state"
	}
	if f.Campaign != "" {
		campaign, err := models.CampaignBySlug(ctx, s.db.Read(), f.Campaign)
		switch {
		case err != nil && !fault.Is(err, fault.NotFound):
			return err
		case err != nil || !actor.MayScrutinize(campaign.State) || f.State != "" && campaign.State != f.State:
			wrong["campaign"] = "error.search.campaign"
		}
	}
	if f.Standing != "" && len(f.Standings(models.SignatureStates)) == 0 {
		wrong["standing"] = "error.form"
	}
	for field, typed := range map[string]string{"since": f.Since, "til": f.Til} {
		if _, err := time.Parse(time.DateOnly, typed); typed != "" && err != nil {
			wrong[field] = "error.search.day"
		}
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

// Open finds a search of one's own, or one that signatures are to be taken out by,
// with what it looks for. Faults: NotFound.
func (s *Scrutiny) Open(ctx context.Context, actor models.Actor, ref string) (search models.SignatureSearch, c models.Criteria, err error) {
	defer fault.Wrap(&err, "scrutiny.Open")
	tx := s.db.Read()
	if search, err = models.SearchByRef(ctx, tx, ref); err != nil {
		return search, c, err
	}
	if search.UserID != actor.User.ID {
		if _, err := models.InvalidationOfSearch(ctx, tx, search.ID); err != nil {
			return search, c, err
		}
	}
	if !actor.MayScrutinize(search.State) {
		return search, c, fault.New(fault.NotFound, "error.not_found")
	}
	c, err = search.Open(s.keys)
	return search, c, err
}
