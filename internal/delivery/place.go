package delivery

import (
	"context"
	"slices"

	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/models"
)

// Placed is what became of a street address, and the chambers of that place.
type Placed struct {
	Outcome  districts.Outcome
	Chambers []Chamber
}

// Geocoder names the host that street addresses are looked up at; empty where
// no street should be asked for.
func (d *Delivery) Geocoder() string { return d.locator.Geocoder() }

// ByAddress finds the districts and legislators of a street address in a state
// and keeps nothing of it. Fault: NotFound for an unknown state.
func (d *Delivery) ByAddress(ctx context.Context, state string, a districts.Address) (placed Placed, err error) {
	defer fault.Wrap(&err, "delivery.ByAddress(%s)", state)
	tx := d.db.Read()
	found, err := d.locator.Locate(ctx, tx, state, a)
	if err != nil {
		return placed, err
	}
	placed.Outcome = found.Outcome
	for _, f := range found.Chambers {
		placed.Chambers = append(placed.Chambers, Chamber{Chamber: f.Chamber, Certain: f.Certain, Candidates: f.Candidates, ByAddress: f.IsByAddress()})
	}
	placed.Chambers, err = d.withHolders(ctx, tx, placed.Chambers)
	return placed, err
}

// Place is ByAddress for a signature: the districts that the address tells are
// booked on it, chamber by chamber. What it leaves open is kept as candidates,
// unless a better answer is booked there already. Faults: NotFound, Conflict for
// a signature from out of state.
func (d *Delivery) Place(ctx context.Context, signatureID int64, a districts.Address) (placed Placed, err error) {
	defer fault.Wrap(&err, "delivery.Place(%d)", signatureID)
	_, campaign, err := signatureAndCampaign(ctx, d.db.Read(), signatureID)
	if err != nil {
		return placed, err
	}
	// The geocoder may take seconds: nothing is locked meanwhile.
	found, err := d.locator.Locate(ctx, d.db.Read(), campaign.State, a)
	if err != nil {
		return placed, err
	}
	if err := d.book(ctx, signatureID, campaign.State, found); err != nil {
		return placed, err
	}
	placed.Outcome = found.Outcome
	placed.Chambers, err = d.BySignature(ctx, signatureID)
	return placed, err
}

// book keeps what an address told, and leaves to the ZIP what it did not.
func (d *Delivery) book(ctx context.Context, signatureID int64, state string, found districts.Located) error {
	return d.db.Write(ctx, func(tx *models.Tx) error {
		sig, err := models.SignatureByID(ctx, tx, signatureID)
		if err != nil {
			return err
		}
		own, err := ownOf(ctx, tx, sig, state)
		if err != nil {
			return err
		}
		for _, f := range found.Chambers {
			if !f.IsByAddress() || len(f.Candidates) > 0 && len(own.certain[f.Chamber]) > 0 {
				continue
			}
			if err := districts.Book(ctx, tx, sig, f, d.moment()); err != nil {
				return err
			}
		}
		return nil
	})
}

// choose books the district that a supporter picked in one chamber, if it is
// not the one that is booked already.
func (d *Delivery) choose(ctx context.Context, tx *models.Tx, sig models.Signature, campaign models.Campaign, chamber, code string) error {
	state, _ := models.StateByCode(campaign.State)
	if state.ChamberNamed(chamber).Chamber == "" {
		return fault.Fields(map[string]string{"to": "error.district.choice"})
	}
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
	found := districts.Found{ChamberMatch: districts.ChamberMatch{Chamber: chamber, Certain: chosen}, Method: models.MethodChosen, Confidence: confidence}
	return districts.Book(ctx, tx, sig, found, d.moment())
}

// resolve is what a picked district stands for: with it come those that every
// resident has too (at-large seats, a second seat on the same ground). The
// confidence is medium for a pick that address or ZIP allow, low for one that
// they do not know: a substitute address may stand behind it.
func (d *Delivery) resolve(ctx context.Context, tx *models.Tx, sig models.Signature, state string, picked models.District) ([]models.District, string, error) {
	all, err := models.DistrictsOfState(ctx, tx, state)
	if err != nil {
		return nil, "", err
	}
	known, err := d.chambersOf(ctx, tx, sig, state)
	if err != nil {
		return nil, "", err
	}
	chosen, confidence := districts.Shared(all, picked), districts.Low
	for _, c := range known {
		if slices.ContainsFunc(append(slices.Clone(c.Candidates), c.Certain...), func(x models.District) bool { return x.ID == picked.ID }) {
			confidence = districts.Medium
		}
	}
	return chosen, confidence, nil
}
