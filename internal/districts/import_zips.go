package districts

import (
	"context"
	"strings"

	"statehouse/internal/imports"
	"statehouse/models"
)

// mostNotes about refused rows that a report carries.
const mostNotes = 50

// ImportZIPs takes in a list of ZIPs (Census ZCTAs) and the districts they
// touch, and replaces what was known of the states in the file. The districts
// must be there: rows that name an unknown one are refused, and with more than
// a fifth of them the whole file. After any error nothing has changed.
func ImportZIPs(ctx context.Context, db *models.DB, source imports.Source, o imports.Options) (imports.Report, error) {
	rows, err := parseZIPs(source.Data)
	if err != nil {
		return imports.Report{}, err
	}
	states := statesOf(rows, func(r zipRow) string { return r.state })
	return imports.Run(ctx, db, source, "zips", scopeOf(states), o, func(tx *models.Tx) (imports.Report, error) {
		report := imports.Report{Rows: len(rows)}
		districts, err := models.DistrictsOfStates(ctx, tx, states)
		if err != nil {
			return report, err
		}
		wanted := join(rows, districts, &report)
		if report.Refused*5 > report.Rows {
			return report, imports.Refuse(0, "%d of %d rows name no known district: import the districts first", report.Refused, report.Rows)
		}
		err = replaceZIPs(ctx, tx, wanted, states, o, &report)
		return report, err
	})
}

// ground names what the Census draws: chambers reuse codes, so the layer counts.
type ground struct{ state, layer, geoid string }

// join finds the districts of the rows: one or, where seats share their ground,
// several.
func join(rows []zipRow, districts []models.District, report *imports.Report) []models.ZIPDistrict {
	on := make(map[ground][]int64, len(districts))
	for _, d := range districts {
		if d.CensusGEOID != "" {
			g := ground{d.State, d.CensusLayer, d.CensusGEOID}
			on[g] = append(on[g], d.ID)
		}
	}
	var wanted []models.ZIPDistrict
	for _, row := range rows {
		if !isZIP(row.zip) {
			refuse(report, row.line, "a ZIP has five digits")
			continue
		}
		ids := on[ground{row.state, row.layer, row.geoid}]
		if len(ids) == 0 {
			refuse(report, row.line, "no known district of "+strings.ToUpper(row.state)+" is "+row.layer+" "+row.geoid)
		}
		for _, id := range ids {
			wanted = append(wanted, models.ZIPDistrict{ZIP: row.zip, DistrictID: id})
		}
	}
	if more := report.Refused - mostNotes; more > 0 {
		report.Note(0, "%d more rows were refused", more)
	}
	return wanted
}

func refuse(report *imports.Report, line int, why string) {
	report.Refused++
	if report.Refused <= mostNotes {
		report.Note(line, "%s", why)
	}
}

func isZIP(s string) bool {
	return len(s) == 5 && strings.Trim(s, "0123456789") == ""
}

// replaceZIPs writes the differences only.
func replaceZIPs(ctx context.Context, tx *models.Tx, wanted []models.ZIPDistrict, states []string, o imports.Options, report *imports.Report) error {
	old, err := models.ZIPsOfStates(ctx, tx, states)
	if err != nil {
		return err
	}
	missing, stale := without(wanted, old), without(old, wanted)
	report.Added, report.Ended = len(missing), len(stale)
	for _, z := range missing {
		report.Show(0, "added: %s touches district %d", z.ZIP, z.DistrictID)
	}
	for _, z := range stale {
		report.Show(0, "ended: %s touches district %d", z.ZIP, z.DistrictID)
	}
	total := len(missing) + len(stale)
	if err := models.RemoveZIPs(ctx, tx, stale, func(done int) { o.Step(done, total) }); err != nil {
		return err
	}
	return models.AddZIPs(ctx, tx, missing, func(done int) { o.Step(len(stale)+done, total) })
}

// without lists each of a that is not in b, once.
func without(a, b []models.ZIPDistrict) []models.ZIPDistrict {
	seen := make(map[models.ZIPDistrict]bool, len(a)+len(b))
	for _, z := range b {
		seen[z] = true
	}
	var rest []models.ZIPDistrict
	for _, z := range a {
		if !seen[z] {
			seen[z] = true
			rest = append(rest, z)
		}
	}
	return rest
}
