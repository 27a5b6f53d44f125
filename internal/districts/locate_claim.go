package districts

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/geocoder"
	"statehouse/models"
)

// plan is what the Census draws of a state, and which districts lie there.
type plan struct {
	state   models.State
	on      map[ground][]models.District
	layers  map[string]string            // chamber → layer
	atLarge map[string][]models.District // chamber → what every resident has
	twins   bool                         // both chambers have the same codes, so the same lines
}

func groundOf(d models.District) ground { return ground{d.State, d.CensusLayer, d.CensusGEOID} }

func planOf(ctx context.Context, tx *models.Tx, code string) (plan, error) {
	state, ok := models.StateByCode(code)
	if !ok {
		return plan{}, fault.New(fault.NotFound, "error.not_found")
	}
	all, err := models.DistrictsOfState(ctx, tx, state.Code)
	if err != nil {
		return plan{}, err
	}
	p := plan{state: state, on: map[ground][]models.District{}, layers: map[string]string{}, atLarge: map[string][]models.District{}}
	codes := map[string]map[string]bool{geocoder.Upper: {}, geocoder.Lower: {}}
	for _, d := range all {
		switch {
		case d.CensusGEOID != "" && codes[d.CensusLayer] != nil:
			p.on[groundOf(d)] = append(p.on[groundOf(d)], d)
			p.layers[d.Chamber] = d.CensusLayer
			codes[d.CensusLayer][d.CensusGEOID] = true
		case IsAtLarge(d):
			p.atLarge[d.Chamber] = append(p.atLarge[d.Chamber], d)
		}
	}
	p.twins = sameCodes(codes[geocoder.Upper], codes[geocoder.Lower])
	return p, nil
}

// sameCodes: where each senator shares a district with the members of the House,
// as in Arizona, the Census gives both layers the same codes.
func sameCodes(a, b map[string]bool) bool {
	if len(a) == 0 || len(a) != len(b) {
		return false
	}
	for code := range a {
		if !b[code] {
			return false
		}
	}
	return true
}

// twin is the other layer where it has the same lines, else empty.
func (p plan) twin(layer string) string {
	switch {
	case !p.twins:
		return ""
	case layer == geocoder.Upper:
		return geocoder.Lower
	}
	return geocoder.Upper
}

func (p plan) knows(layer, geoid string) bool {
	return len(p.on[ground{p.state.Code, layer, geoid}]) > 0
}

// claim is what addresses and boundaries say of one chamber, by Census code.
type claim struct {
	method     models.Method
	confidence string // if it is sure
	vintage    string
	geoids     []string
	sure       bool
}

// claim puts together what is said about every place that the address may be.
func (l *Locator) claim(ctx context.Context, tx *models.Tx, p plan, chamber string, places []geocoder.Match) (claim, error) {
	var all claim
	for i, place := range places {
		one, err := l.claimOf(ctx, tx, p, p.layers[chamber], place)
		switch {
		case err != nil:
			return claim{}, err
		case i == 0:
			all = one
		default:
			all = all.or(one)
		}
	}
	return all, nil
}

// or is the claim of an address that may be here or there: sure only if both
// say the same.
func (c claim) or(other claim) claim {
	c.sure = c.sure && other.sure && slices.Equal(c.geoids, other.geoids)
	c.geoids = union(c.geoids, other.geoids)
	if other.method == models.MethodPoint {
		c.method = other.method
	}
	if other.confidence == Medium {
		c.confidence = Medium
	}
	return c
}

func union(a, b []string) []string {
	both := append(slices.Clone(a), b...)
	slices.Sort(both)
	return slices.Compact(both)
}

// claimOf is what is said about one place. The geocoder's word goes first; the
// boundaries, where there are any, make it less sure near an edge and doubtful
// where they say otherwise: one of the two may show the map of another election.
func (l *Locator) claimOf(ctx context.Context, tx *models.Tx, p plan, layer string, place geocoder.Match) (claim, error) {
	at, err := l.spot(ctx, tx, p, layer, place.Lon, place.Lat)
	if err != nil {
		return claim{}, err
	}
	said, ok := place.Layers[layer]
	if !ok {
		said = place.Layers[p.twin(layer)]
	}
	if !p.knows(layer, said.GEOID) {
		return claim{method: models.MethodPoint, confidence: High, vintage: at.vintage, geoids: at.geoids, sure: at.sure}, nil
	}
	c := claim{method: models.MethodAddress, confidence: High, vintage: said.Vintage, geoids: []string{said.GEOID}, sure: true}
	switch {
	case len(at.geoids) == 0:
	case !slices.Contains(at.geoids, said.GEOID):
		c.geoids, c.sure = union(c.geoids, at.geoids), false
	case !at.sure:
		c.confidence = Medium
	}
	return c, nil
}

// spot is what the boundaries of a layer say about a point; nothing where none
// were imported.
func (l *Locator) spot(ctx context.Context, tx *models.Tx, p plan, layer string, lon, lat float64) (spot, error) {
	s, err := l.atlas.sheet(ctx, tx, p.state.Code, layer)
	if err == nil && len(s) == 0 && p.twin(layer) != "" {
		s, err = l.atlas.sheet(ctx, tx, p.state.Code, p.twin(layer))
	}
	if err != nil || !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		return spot{}, err
	}
	return s.at(pointAt(lon, lat)), nil
}

// better is what a claim says of a chamber, or where it says nothing what else
// is known. A claim of several gives way to a ZIP that lies in one of them alone.
func (p plan) better(c claim, otherwise Found) Found {
	chamber := otherwise.Chamber
	var on []models.District
	for _, geoid := range c.geoids {
		for _, d := range p.on[ground{p.state.Code, p.layers[chamber], geoid}] {
			if d.Chamber == chamber {
				on = append(on, d)
			}
		}
	}
	found := Found{ChamberMatch: ChamberMatch{Chamber: chamber}, Method: c.method, Confidence: c.confidence, Vintage: c.vintage}
	switch {
	case len(on) == 0:
		return otherwise
	case c.sure:
		found.Certain = append(on, p.atLarge[chamber]...)
		return found
	case otherwise.Method == models.MethodZIP && slices.ContainsFunc(on, func(d models.District) bool { return sameGround(d, otherwise.Certain[0]) }):
		return otherwise
	}
	found.Certain, found.Candidates, found.Confidence = p.atLarge[chamber], on, Low
	return found
}
