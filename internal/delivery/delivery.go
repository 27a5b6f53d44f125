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
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Delivery {
	return &Delivery{db: db, keys: keys, room: room, now: now}
}

func (d *Delivery) moment() time.Time { return models.Moment(d.now()) }

// Chamber is one chamber of a place: the districts that are certain, those that
// are possible, and who holds the seats of the certain ones.
type Chamber struct {
	Chamber    string
	Certain    []models.District
	Candidates []models.District // more than one: the supporter is asked
	Holders    []models.Holder   // of Certain, and of Candidates while they are open
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

// BySignature is ByZIP for a signature: what its supporter chose comes before
// what the ZIP says.
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
	matches, err := models.MatchesOf(ctx, tx, sig.ID)
	if err != nil {
		return nil, err
	}
	var chambers []Chamber
	for _, f := range found {
		c := Chamber{Chamber: f.Chamber, Certain: f.Certain, Candidates: f.Candidates}
		chosen, err := chosenIn(ctx, tx, matches, f.Chamber)
		if err != nil {
			return nil, err
		}
		if len(chosen) > 0 {
			c.Certain, c.Candidates = chosen, nil
		}
		chambers = append(chambers, c)
	}
	return d.withHolders(ctx, tx, chambers)
}

func chosenIn(ctx context.Context, tx *models.Tx, matches []models.Match, chamber string) (chosen []models.District, err error) {
	for _, m := range matches {
		if m.Chamber != chamber || m.Method != models.MethodChosen {
			continue
		}
		district, err := models.DistrictByID(ctx, tx, m.DistrictID)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, district)
	}
	return chosen, nil
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

// choose books the district that a supporter picked in one chamber, if it is
// not the one that is booked already.
func (d *Delivery) choose(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign, chamber, code string) error {
	district, err := models.DistrictByCode(ctx, tx, campaign.State, chamber, code)
	if fault.Is(err, fault.NotFound) {
		return fault.Fields(map[string]string{"to": "error.district.choice"})
	}
	if err != nil {
		return err
	}
	booked, err := models.MatchesOf(ctx, tx, sig.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(booked, func(m models.Match) bool { return m.DistrictID == district.ID }) {
		return nil
	}
	chosen, confidence, err := d.resolve(ctx, tx, sig, campaign.State, district)
	if err != nil {
		return err
	}
	var matches []models.Match
	for _, c := range chosen {
		matches = append(matches, models.Match{SignatureID: sig.ID, DistrictID: c.ID, Chamber: chamber,
			Method: models.MethodChosen, Confidence: confidence, MatchedAt: d.moment()})
	}
	return models.SetMatches(ctx, tx, sig, chamber, matches)
}

// resolve is what a picked district stands for: with it come those that every
// resident has too (at-large seats, a second seat on the same ground). The
// confidence is medium for a pick that the ZIP allows, low for one that it does
// not know: a substitute address may stand behind it.
func (d *Delivery) resolve(ctx context.Context, tx *models.Tx, sig models.Signature, state string, picked models.District) ([]models.District, string, error) {
	person, err := sig.OpenPerson(d.keys)
	if err != nil {
		return nil, "", err
	}
	found, err := districts.Match(ctx, tx, state, person.ZIP)
	if err != nil {
		return nil, "", err
	}
	for _, c := range found {
		if c.Chamber != picked.Chamber {
			continue
		}
		if chosen := c.Choose(picked.ID); len(chosen) > 0 {
			return append(chosen, c.Certain...), "medium", nil
		}
	}
	return []models.District{picked}, "low", nil
}
