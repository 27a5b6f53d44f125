// Package delivery is what happens to a letter: its writer's districts, the
// offices it goes to, the mails that carry it, what became of them.
package delivery

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// Delivery does the acts.
type Delivery struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time

	locator *districts.Locator
	paced   bool // letters wait for the working hours of their offices
}

// New makes the acts; the locator finds the districts of street addresses.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, locator *districts.Locator, now func() time.Time) *Delivery {
	return &Delivery{db: db, keys: keys, room: room, locator: locator, now: now}
}

func (d *Delivery) moment() time.Time { return models.Moment(d.now()) }

// Chamber is one chamber of a place: the districts that are certain, those that
// are possible, and who holds the seats of the certain ones.
type Chamber struct {
	Chamber    string
	Certain    []models.District
	Candidates []models.District // the supporter is asked which is theirs
	Holders    []models.Holder   // of Certain, and of Candidates while they are open
	ByAddress  bool              // a street address told, and not the ZIP alone
}

// ByZIP finds the districts and legislators of a ZIP in a state.
func (d *Delivery) ByZIP(ctx context.Context, state, zip string) (chambers []Chamber, err error) {
	defer fault.Wrap(&err, "delivery.ByZIP(%s)", state)
	tx := d.db.Read()
	found, err := districts.Match(ctx, tx, state, zip)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		chambers = append(chambers, Chamber{Chamber: f.Chamber, Certain: f.Certain, Candidates: f.Candidates})
	}
	return d.withHolders(ctx, tx, chambers)
}

// BySignature is ByZIP for a signature: what its supporter chose, or their street
// address told, comes before what the ZIP says.
func (d *Delivery) BySignature(ctx context.Context, signatureID int64) (chambers []Chamber, err error) {
	defer fault.Wrap(&err, "delivery.BySignature(%d)", signatureID)
	tx := d.db.Read()
	sig, campaign, err := signatureAndCampaign(ctx, tx, signatureID)
	if err != nil {
		return nil, err
	}
	return d.chambersOf(ctx, tx, sig, campaign.State)
}

// chambersOf are the chambers of a signature; one from elsewhere has none.
func (d *Delivery) chambersOf(ctx context.Context, tx *models.Tx, sig models.Signature, state string) ([]Chamber, error) {
	if !sig.InState {
		return nil, nil
	}
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return nil, err
	}
	found, err := districts.Match(ctx, tx, state, person.ZIP)
	if err != nil {
		return nil, err
	}
	own, err := ownOf(ctx, tx, sig, state)
	if err != nil {
		return nil, err
	}
	var chambers []Chamber
	for _, f := range found {
		chambers = append(chambers, own.over(Chamber{Chamber: f.Chamber, Certain: f.Certain, Candidates: f.Candidates}))
	}
	return d.withHolders(ctx, tx, chambers)
}

// own is what a supporter chose, or their street address told, by chamber.
type own struct{ certain, candidates map[string][]models.District }

// over lays it over what the ZIP says of a chamber.
func (o own) over(c Chamber) Chamber {
	switch {
	case len(o.certain[c.Chamber]) > 0:
		c.Certain, c.Candidates = o.certain[c.Chamber], nil
	case len(o.candidates[c.Chamber]) > 0:
		c.Certain = slices.DeleteFunc(slices.Clone(c.Certain), func(x models.District) bool { return !districts.IsAtLarge(x) })
		c.Candidates, c.ByAddress = o.candidates[c.Chamber], true
	}
	return c
}

func ownOf(ctx context.Context, tx *models.Tx, sig models.Signature, state string) (o own, err error) {
	matches, err := models.MatchesOf(ctx, tx, sig.ID)
	if err != nil {
		return o, err
	}
	candidates, err := models.CandidatesOf(ctx, tx, sig.ID)
	if err != nil {
		return o, err
	}
	all, err := models.DistrictsOfState(ctx, tx, state)
	if err != nil {
		return o, err
	}
	o = own{certain: map[string][]models.District{}, candidates: map[string][]models.District{}}
	for _, x := range all {
		if slices.ContainsFunc(matches, func(m models.Match) bool { return m.DistrictID == x.ID && m.Method != models.MethodZIP }) {
			o.certain[x.Chamber] = append(o.certain[x.Chamber], x)
		}
		if slices.ContainsFunc(candidates, func(c models.Candidate) bool { return c.DistrictID == x.ID && c.Method != models.MethodAmbiguous }) {
			o.candidates[x.Chamber] = append(o.candidates[x.Chamber], x)
		}
	}
	return o, nil
}

func (d *Delivery) withHolders(ctx context.Context, tx *models.Tx, chambers []Chamber) ([]Chamber, error) {
	for i, c := range chambers {
		var ids []int64
		for _, district := range append(append([]models.District{}, c.Certain...), c.Candidates...) {
			ids = append(ids, district.ID)
		}
		holders, err := models.HoldersOf(ctx, tx, ids)
		if err != nil {
			return nil, err
		}
		chambers[i].Holders = holders
	}
	return chambers, nil
}

// locked is signatureAndCampaign for acts that depend on the state: nobody
// withdraws the signature, or writes for it, until the transaction ends.
func locked(ctx context.Context, tx *models.Tx, id int64) (models.Signature, models.Campaign, error) {
	sig, c, err := signatureAndCampaign(ctx, tx, id)
	if err == nil {
		err = models.LockSignature(ctx, tx, sig)
	}
	return sig, c, err
}

func signatureAndCampaign(ctx context.Context, tx *models.Tx, id int64) (sig models.Signature, c models.Campaign, err error) {
	if sig, err = models.SignatureByID(ctx, tx, id); err != nil {
		return
	}
	c, err = models.CampaignByID(ctx, tx, sig.CampaignID)
	return
}
