// Package districts knows which districts a ZIP lies in, and takes in the lists
// that say so.
package districts

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Matched is what a ZIP says about the districts of a state, one entry for each
// chamber.
type Matched []ChamberMatch

// ChamberMatch is what a ZIP says about one chamber. A resident may have
// several certain districts by law: a ward beside at-large seats, or two seats
// on the same ground. With neither certain districts nor candidates the ZIP is
// unknown here.
type ChamberMatch struct {
	Chamber    string
	Certain    []models.District // apply to everybody in the ZIP
	Candidates []models.District // the ZIP lies in several: the resident must choose
}

// Match finds the districts that a ZIP of a state lies in. A ZIP that is not of
// the state has none. An unknown state is a NotFound fault.
func Match(ctx context.Context, tx *models.Tx, state, zip string) (_ Matched, err error) {
	defer fault.Wrap(&err, "districts.Match(%s)", state)
	known, ok := models.StateByCode(state)
	if !ok {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	around, err := models.DistrictsAround(ctx, tx, zip, known.Code)
	if err != nil {
		return nil, err
	}
	touched, offMap := sorted(around, known.Code, zip)
	matched := make(Matched, len(known.Chambers))
	for i, chamber := range known.Chambers {
		matched[i] = matchChamber(chamber.Chamber, touched, offMap)
	}
	return matched, nil
}

// sorted parts what lies around a ZIP into the districts of a state that it
// touches and those that no map shows, each by code; nothing if the ZIP is of
// another state.
func sorted(around []models.DistrictAround, state, zip string) (touched, offMap []models.District) {
	slices.SortFunc(around, func(a, b models.DistrictAround) int {
		return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code))
	})
	var states []string
	for _, d := range around {
		switch {
		case !d.Touched:
			offMap = append(offMap, d.District)
			continue
		case d.State == state:
			touched = append(touched, d.District)
		}
		states = append(states, d.State)
	}
	if !isIn(states, state, zip) {
		return nil, nil
	}
	return touched, offMap
}

func matchChamber(chamber string, touched, offMap []models.District) ChamberMatch {
	m := ChamberMatch{Chamber: chamber}
	oneGround := true
	for _, d := range touched {
		if d.Chamber != chamber || IsAtLarge(d) {
			continue
		}
		m.Candidates = append(m.Candidates, d)
		oneGround = oneGround && sameGround(d, m.Candidates[0])
	}
	if oneGround {
		m.Certain, m.Candidates = m.Candidates, nil
	}
	for _, d := range offMap {
		if d.Chamber == chamber && IsAtLarge(d) {
			m.Certain = append(m.Certain, d)
		}
	}
	return m
}

// Choose gives the districts that a resident has who picks one candidate: that
// one and those on the same ground. Nil for a district that is no candidate.
func (m ChamberMatch) Choose(districtID int64) []models.District {
	i := slices.IndexFunc(m.Candidates, func(d models.District) bool { return d.ID == districtID })
	if i < 0 {
		return nil
	}
	var chosen []models.District
	for _, d := range m.Candidates {
		if sameGround(d, m.Candidates[i]) {
			chosen = append(chosen, d)
		}
	}
	return chosen
}

// sameGround is true of a district and itself, and of districts that the Census
// draws as one, such as seats A and B of Idaho's House: a resident votes for both.
func sameGround(a, b models.District) bool {
	return a.ID == b.ID || a.CensusGEOID != "" && a.CensusGEOID == b.CensusGEOID && a.CensusLayer == b.CensusLayer
}

// IsAtLarge is true of the districts that are the whole state: the at-large
// seats of DC and Puerto Rico and the chair of DC's council.
func IsAtLarge(d models.District) bool {
	return d.CensusGEOID == "" && (strings.EqualFold(d.Code, "At-Large") || strings.EqualFold(d.Code, "Chairman"))
}

// InState says whether a ZIP lies in a state, wholly or in part: by the
// imported list if that knows the ZIP, else by its first three digits.
func InState(ctx context.Context, tx *models.Tx, state, zip string) (bool, error) {
	state = strings.ToLower(state)
	known, err := models.StatesOfKnownZIP(ctx, tx, zip)
	return err == nil && isIn(known, state, zip), err
}

// isIn goes by the states that the list gives a ZIP, else by its first digits.
func isIn(known []string, state, zip string) bool {
	if len(known) == 0 {
		known = models.StatesOfZIP(zip)
	}
	return slices.Contains(known, state)
}
