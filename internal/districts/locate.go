package districts

import (
	"context"
	"errors"
	"slices"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/geocoder"
	"statehouse/models"
)

// Address is where somebody lives. Only the ZIP is needed. The street is used
// once and kept nowhere: not in a row, a log, a job or an address of ours.
type Address struct{ Street, City, ZIP string }

// The confidences of a match.
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
)

// Found is what is known of one chamber, and how.
type Found struct {
	ChamberMatch
	Method     models.Method
	Confidence string
	Vintage    string // year of the map; empty where no map was asked
}

// IsByAddress says whether a street address led there, and not a ZIP alone.
func (f Found) IsByAddress() bool {
	return f.Method == models.MethodAddress || f.Method == models.MethodPoint
}

// Outcome is what became of a street address.
type Outcome string

// The outcomes.
const (
	NotAsked   Outcome = ""           // there was no street, or there is no geocoder
	Placed     Outcome = "placed"     // it is known
	Unknown    Outcome = "unknown"    // the geocoder does not know it
	Elsewhere  Outcome = "elsewhere"  // it is in another state
	Unanswered Outcome = "unanswered" // the geocoder is down
)

// Located is what is known of every chamber of a place.
type Located struct {
	Outcome  Outcome
	Chambers []Found // in the order of the state's chambers
}

// Locator finds districts by address, boundary and ZIP. Make it with NewLocator.
type Locator struct {
	geocoder *geocoder.Client // nil where it is turned off
	atlas    atlas
}

// NewLocator makes one that asks a geocoder; nil asks none.
func NewLocator(g *geocoder.Client) *Locator { return &Locator{geocoder: g} }

// Geocoder names the host that is asked; empty where none is.
func (l *Locator) Geocoder() string {
	if l.geocoder == nil {
		return ""
	}
	return l.geocoder.Host()
}

// Locate finds the districts of an address in a state, each chamber by the best
// that there is: the geocoder's word, else the boundaries around its
// coordinates, else the ZIP list. Nothing is guessed: what is not certain comes
// as candidates. It may wait seconds for the geocoder, so tx should not hold a
// lock. An unknown state is a NotFound fault; a geocoder that is down is no
// error.
func (l *Locator) Locate(ctx context.Context, tx *models.Tx, state string, a Address) (found Located, err error) {
	defer fault.Wrap(&err, "districts.Locate(%s)", state)
	byZIP, err := ByZIP(ctx, tx, state, a.ZIP)
	if err != nil {
		return found, err
	}
	places, outcome, err := l.places(ctx, state, a)
	if err != nil {
		return found, err
	}
	found = Located{Outcome: outcome, Chambers: byZIP}
	if len(places) == 0 {
		return found, nil
	}
	plan, err := planOf(ctx, tx, state)
	if err != nil {
		return found, err
	}
	for i, zip := range byZIP {
		c, err := l.claim(ctx, tx, plan, zip.Chamber, places)
		if err != nil {
			return found, err
		}
		found.Chambers[i] = plan.better(c, zip)
	}
	return found, nil
}

// places asks the geocoder and keeps what lies in the state.
func (l *Locator) places(ctx context.Context, state string, a Address) ([]geocoder.Match, Outcome, error) {
	if l.geocoder == nil || strings.TrimSpace(a.Street) == "" {
		return nil, NotAsked, nil
	}
	state = strings.ToLower(state)
	matches, err := l.geocoder.Find(ctx, geocoder.Address{Street: a.Street, City: a.City, State: strings.ToUpper(state), ZIP: a.ZIP})
	switch {
	case errors.Is(err, geocoder.ErrUnavailable):
		return nil, Unanswered, nil
	case err != nil:
		return nil, Unanswered, err
	case len(matches) == 0:
		return nil, Unknown, nil
	}
	inState := slices.DeleteFunc(slices.Clone(matches), func(m geocoder.Match) bool { return m.State != state })
	if len(inState) == 0 {
		return nil, Elsewhere, nil
	}
	return inState, Placed, nil
}

// ByZIP is Match with how it was found.
func ByZIP(ctx context.Context, tx *models.Tx, state, zip string) ([]Found, error) {
	matched, err := Match(ctx, tx, state, zip)
	if err != nil {
		return nil, err
	}
	found := make([]Found, len(matched))
	for i, m := range matched {
		switch {
		case len(m.Candidates) > 0:
			found[i] = Found{ChamberMatch: m, Method: models.MethodAmbiguous, Confidence: Low}
		case slices.ContainsFunc(m.Certain, isOnTheMap):
			found[i] = Found{ChamberMatch: m, Method: models.MethodZIP, Confidence: Medium}
		default:
			found[i] = stateAlone(m)
		}
	}
	return found, nil
}

func isOnTheMap(d models.District) bool { return !IsAtLarge(d) }

func stateAlone(m ChamberMatch) Found {
	return Found{ChamberMatch: m, Method: models.MethodStateAlone, Confidence: Low}
}
