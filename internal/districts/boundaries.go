package districts

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"statehouse/internal/imports"
	"statehouse/models"
)

// ImportBoundaries takes in the outlines of districts: GeoJSON, or a shapefile
// zipped as the Census Bureau publishes it. For each state and layer in the file
// it replaces what was known. The districts must be there: outlines of unknown
// ones are refused, and with more than a fifth of them the whole file. After any
// error nothing has changed.
func ImportBoundaries(ctx context.Context, db *models.DB, source imports.Source, o imports.Options) (imports.Report, error) {
	areas, err := parseBoundaries(source.Data)
	if err != nil {
		return imports.Report{}, err
	}
	states := statesOf(areas, func(a area) string { return a.state })
	return imports.Run(ctx, db, source, boundariesKind, scopeOf(states), o, func(tx *models.Tx) (imports.Report, error) {
		report := imports.Report{Rows: len(areas)}
		districts, err := models.DistrictsOfStates(ctx, tx, states)
		if err != nil {
			return report, err
		}
		known := knownAreas(areas, districts, &report)
		if report.Refused*5 > report.Rows {
			return report, imports.Refuse(0, "%d of %d outlines are of no known district: import the districts first", report.Refused, report.Rows)
		}
		sheets := map[sheetName][]area{}
		for _, a := range known {
			name := sheetName{a.state, a.layer}
			sheets[name] = append(sheets[name], a)
		}
		done := 0
		for _, name := range slices.SortedFunc(maps.Keys(sheets), sheetName.compare) {
			if err := replaceSheet(ctx, tx, name, sheets[name], &report); err != nil {
				return report, err
			}
			done += len(sheets[name])
			o.Step(done, len(known))
		}
		return report, nil
	})
}

// boundariesKind is what runs of this import are noted under.
const boundariesKind = "boundaries"

// sheetName names the map of one layer of a state.
type sheetName struct{ state, layer string }

func (n sheetName) compare(other sheetName) int {
	return strings.Compare(n.state+n.layer, other.state+other.layer)
}

func knownAreas(areas []area, districts []models.District, report *imports.Report) []area {
	on := map[ground]bool{}
	for _, d := range districts {
		on[groundOf(d)] = true
	}
	var known []area
	for _, a := range areas {
		if on[ground{a.state, a.layer, a.geoid}] {
			known = append(known, a)
			continue
		}
		report.Refused++
		if report.Refused <= mostNotes {
			report.Note(0, "feature %d: no known district of %s is %s %s", a.number, strings.ToUpper(a.state), a.layer, a.geoid)
		}
	}
	if more := report.Refused - mostNotes; more > 0 {
		report.Note(0, "%d more outlines were refused", more)
	}
	return known
}

// replaceSheet writes the differences only.
func replaceSheet(ctx context.Context, tx *models.Tx, name sheetName, areas []area, report *imports.Report) error {
	old, err := models.BoundariesOf(ctx, tx, name.state, name.layer)
	if err != nil {
		return err
	}
	stale := make(map[string]models.Boundary, len(old))
	for _, b := range old {
		stale[b.GEOID] = b
	}
	var different []models.Boundary
	for _, a := range areas {
		b := a.record()
		was, ok := stale[b.GEOID]
		delete(stale, b.GEOID)
		switch {
		case !ok:
			report.Added++
		case was.Vintage != b.Vintage || !bytes.Equal(was.Rings, b.Rings):
			report.Changed++
		default:
			continue
		}
		different = append(different, b)
	}
	report.Ended += len(stale)
	if err := models.SaveBoundaries(ctx, tx, different); err != nil {
		return err
	}
	return models.RemoveBoundaries(ctx, tx, name.layer, slices.Sorted(maps.Keys(stale)))
}
