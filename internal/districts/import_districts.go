package districts

import (
	"context"

	"statehouse/internal/imports"
	"statehouse/models"
)

// ImportDistricts takes in a list of districts: the state's own code for each,
// its number of seats, its division id and its Census code. Districts that the
// file leaves out stay as they are. An imports.Refusal says what is wrong with a
// file; then, as after any error, nothing has changed.
func ImportDistricts(ctx context.Context, db *models.DB, source imports.Source, o imports.Options) (imports.Report, error) {
	list, err := parseDistricts(source.Data)
	if err != nil {
		return imports.Report{}, err
	}
	states := statesOf(list, func(d models.District) string { return d.State })
	return imports.Run(ctx, db, source, "districts", scopeOf(states), o, func(tx *models.Tx) (imports.Report, error) {
		report := imports.Report{Rows: len(list)}
		old, err := models.DistrictsOfStates(ctx, tx, states)
		if err != nil {
			return report, err
		}
		if err := saveDifferent(ctx, tx, list, old, &report); err != nil {
			return report, err
		}
		o.Step(len(list)/2, len(list))
		if err := models.DropUnusedSeats(ctx, tx, states); err != nil {
			return report, err
		}
		err = models.FillSeats(ctx, tx, states)
		o.Step(len(list), len(list))
		return report, err
	})
}

func saveDifferent(ctx context.Context, tx *models.Tx, list, old []models.District, report *imports.Report) error {
	known := make(map[place]models.District, len(old))
	for _, d := range old {
		known[placeOf(d)] = d
	}
	var different []models.District
	for _, d := range list {
		was, ok := known[placeOf(d)]
		switch {
		case !ok:
			report.Added++
			report.Show(0, "added: %s %s %s", d.State, d.Chamber, d.Code)
		case !sameFacts(was, d):
			report.Changed++
			report.Show(0, "changed: %s %s %s", d.State, d.Chamber, d.Code)
		default:
			continue
		}
		different = append(different, d)
	}
	if err := models.ForgetDivisions(ctx, tx, movedDivisions(list, old)); err != nil {
		return err
	}
	return models.SaveDistricts(ctx, tx, different)
}

func sameFacts(a, b models.District) bool {
	return a.Name == b.Name && division(a) == division(b) && a.NumSeats == b.NumSeats &&
		a.CensusLayer == b.CensusLayer && a.CensusGEOID == b.CensusGEOID
}

func division(d models.District) string {
	if d.OCD == nil {
		return ""
	}
	return *d.OCD
}

// movedDivisions are the districts whose division id the file gives to another.
func movedDivisions(list, old []models.District) []int64 {
	owner := make(map[string]place, len(list))
	for _, d := range list {
		if d.OCD != nil {
			owner[*d.OCD] = placeOf(d)
		}
	}
	var ids []int64
	for _, d := range old {
		if to, ok := owner[division(d)]; ok && to != placeOf(d) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}
