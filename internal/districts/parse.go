package districts

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"statehouse/internal/imports"
	"statehouse/models"
)

// place names a district as the state does.
type place struct{ state, chamber, code string }

func placeOf(d models.District) place { return place{d.State, d.Chamber, d.Code} }

var districtColumns = []string{
	"state", "chamber", "district", "ocd_division_id", "num_seats", "census_layer", "census_geoid", "census_namelsad",
}

// parseDistricts reads a list of districts. A division id that stands beside
// two districts names neither.
func parseDistricts(data []byte) ([]models.District, error) {
	table, err := imports.Open(data, districtColumns...)
	if err != nil {
		return nil, err
	}
	var list []models.District
	lines := map[place]int{}
	named := map[string]int{}
	for {
		ok, err := table.Next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		d, err := parseDistrict(table)
		if err != nil {
			return nil, err
		}
		if first := lines[placeOf(d)]; first > 0 {
			return nil, imports.Refuse(table.Line(), "the same district is on line %d", first)
		}
		lines[placeOf(d)] = table.Line()
		if d.OCD != nil {
			named[*d.OCD]++
		}
		list = append(list, d)
	}
	if len(list) == 0 {
		return nil, imports.Refuse(0, "the file has a header and no rows")
	}
	for i, d := range list {
		if d.OCD != nil && named[*d.OCD] > 1 {
			list[i].OCD = nil
		}
	}
	return list, nil
}

func parseDistrict(table *imports.Table) (models.District, error) {
	state, ok := models.StateByCode(table.Value("state"))
	if !ok {
		return models.District{}, imports.Refuse(table.Line(), "%q is not a state", table.Value("state"))
	}
	d := models.District{
		State: state.Code, Chamber: table.Value("chamber"), Code: table.Value("district"), Name: table.Value("census_namelsad"),
		CensusLayer: table.Value("census_layer"), CensusGEOID: table.Value("census_geoid"),
	}
	if state.ChamberNamed(d.Chamber).Chamber == "" {
		return d, imports.Refuse(table.Line(), "%s has no chamber %q", state.Name, d.Chamber)
	}
	if d.Code == "" {
		return d, imports.Refuse(table.Line(), "the district is empty")
	}
	seats, err := strconv.Atoi(table.Value("num_seats"))
	if err != nil || seats < 1 || seats > maxSeats {
		return d, imports.Refuse(table.Line(), "num_seats is %q and must be a number from 1 to %d", table.Value("num_seats"), maxSeats)
	}
	d.NumSeats = seats
	if d.Name == "" {
		d.Name = state.DistrictName(d.Chamber, d.Code)
	}
	if ocd := table.Value("ocd_division_id"); ocd != "" {
		d.OCD = &ocd
	}
	return d, nil
}

// maxSeats of one district: New Hampshire's House, the largest, has 400 in all.
const maxSeats = 400

// zipRow is one line of a ZIP list.
type zipRow struct {
	line                int
	zip                 string
	state, layer, geoid string
}

// parseZIPs reads a list of ZIPs (Census ZCTAs) and the districts they touch.
func parseZIPs(data []byte) ([]zipRow, error) {
	table, err := imports.Open(data, "zcta", "state", "layer", "geoid")
	if err != nil {
		return nil, err
	}
	var rows []zipRow
	for {
		ok, err := table.Next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		rows = append(rows, zipRow{
			table.Line(), table.Value("zcta"), strings.ToLower(table.Value("state")), table.Value("layer"), table.Value("geoid"),
		})
	}
	if len(rows) == 0 {
		return nil, imports.Refuse(0, "the file has a header and no rows")
	}
	return rows, nil
}

func statesOf[T any](rows []T, state func(T) string) []string {
	set := map[string]bool{}
	for _, row := range rows {
		set[state(row)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// scopeOf is the state of a file about one state, and empty for several.
func scopeOf(states []string) string {
	if len(states) == 1 {
		return states[0]
	}
	return ""
}
