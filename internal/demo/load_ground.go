package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"

	"statehouse/internal/districts"
	"statehouse/models"
)

// ground is where the signers of one state's campaigns live, and whose voters
// they are.
type ground struct {
	inside  []string // ZIPs in the demo's districts
	beyond  []string // ZIPs of the state outside them
	outside []string // ZIPs of other states
	matched map[string]districts.Matched
	holders map[int64][]models.Holder // by district
}

// survey asks the imported lists about every ZIP once.
func (l *loader) survey(ctx context.Context, state string) (ground, error) {
	g := ground{beyond: l.people.ZIPs[state], outside: l.people.ZIPs["elsewhere"], matched: map[string]districts.Matched{}, holders: map[int64][]models.Holder{}}
	var err error
	if g.inside, err = zipsOf(state); err != nil {
		return g, err
	}
	for _, zip := range slices.Concat(g.inside, g.beyond) {
		if g.matched[zip], err = districts.Match(ctx, l.tx, state, zip); err != nil {
			return g, err
		}
	}
	for _, zip := range slices.Concat(g.inside, g.beyond, g.outside) {
		inState, err := districts.InState(ctx, l.tx, state, zip)
		if err != nil {
			return g, err
		}
		if _, want := g.matched[zip]; inState != want {
			return g, fmt.Errorf("demo: the ZIP %s is on the wrong side of the border of %s", zip, state)
		}
	}
	holders, err := models.HoldersOfState(ctx, l.tx, state)
	for _, h := range holders {
		if !h.IsVacant() && h.Email != "" {
			g.holders[h.DistrictID] = append(g.holders[h.DistrictID], h)
		}
	}
	return g, err
}

// zipsOf lists the ZIPs in a state's demo districts.
func zipsOf(state string) ([]string, error) {
	file, err := ZIPsCSV()
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		return nil, err
	}
	zips := map[string]bool{}
	for _, row := range rows[1:] {
		if strings.EqualFold(row[1], state) {
			zips[row[0]] = true
		}
	}
	return slices.Sorted(maps.Keys(zips)), nil
}

// inState draws a ZIP of the state: three of four lie in the demo's districts.
func (l *loader) inState(g ground) string {
	if l.oneIn(4) {
		return pick(l, g.beyond)
	}
	return pick(l, g.inside)
}

func (l *loader) oneIn(n int) bool { return l.rng.IntN(n) == 0 }

func pick[T any](l *loader, from []T) T { return from[l.rng.IntN(len(from))] }
