package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"testing"
)

// records reads a CSV file as one map a row, by column name.
func records(t *testing.T, file []byte, err error, header string) []map[string]string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != header {
		t.Fatalf("header is %s", got)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, name := range rows[0] {
			record[name] = row[i]
		}
		all = append(all, record)
	}
	return all
}

const (
	peopleHeader   = "id,name,current_party,current_district,current_chamber,given_name,family_name,gender,email,biography,birth_date,death_date,image,links,sources,capitol_address,capitol_voice,capitol_fax,district_address,district_voice,district_fax,twitter,youtube,instagram,facebook,wikidata"
	districtHeader = "state,chamber,district,ocd_division_id,num_seats,census_layer,census_geoid,census_namelsad,geoid_rule,geoid_verified_in"
	zipHeader      = "zcta,state,layer,geoid,namelsad,ocd_division_id"
)

func districtRows(t *testing.T) []map[string]string {
	t.Helper()
	file, err := DistrictsCSV()
	return records(t, file, err, districtHeader)
}

func TestLegislatorsAreInventedAndFillTheirDistricts(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`^ocd-person/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	phone := regexp.MustCompile(`^\d{3}-555-01\d{2}$`)
	seen := map[string]bool{}
	seats := map[string]int{}
	for _, state := range States {
		file, err := LegislatorsCSV(state)
		for _, p := range records(t, file, err, peopleHeader) {
			if !id.MatchString(p["id"]) || seen[p["id"]] {
				t.Errorf("%s: id %q is wrong or used twice", p["name"], p["id"])
			}
			seen[p["id"]] = true
			address, err := mail.ParseAddress(p["email"])
			if err != nil || !strings.HasSuffix(address.Address, "-"+state+".example.org") {
				t.Errorf("%s: e-mail %q", p["name"], p["email"])
			}
			if !phone.MatchString(p["capitol_voice"]) || !strings.Contains(p["links"], ".example.org/") {
				t.Errorf("%s: phone %q, links %q", p["name"], p["capitol_voice"], p["links"])
			}
			seats[strings.ToUpper(state)+" "+p["current_chamber"]+" "+p["current_district"]]++
		}
	}
	for _, d := range districtRows(t) {
		seat := d["state"] + " " + d["chamber"] + " " + d["district"]
		if got := fmt.Sprint(seats[seat]); got != d["num_seats"] {
			t.Errorf("%s has %s legislators for %s seats", seat, got, d["num_seats"])
		}
		delete(seats, seat)
	}
	if len(seats) > 0 {
		t.Errorf("legislators without a district: %v", seats)
	}
}

func TestZIPsLieInTheDemoDistricts(t *testing.T) {
	t.Parallel()
	known := map[string]string{}
	for _, d := range districtRows(t) {
		known[d["census_layer"]+" "+d["census_geoid"]] = d["ocd_division_id"]
	}
	spans := map[string]int{} // ZIP and layer → districts
	file, err := ZIPsCSV()
	for _, z := range records(t, file, err, zipHeader) {
		if known[z["layer"]+" "+z["geoid"]] != z["ocd_division_id"] {
			t.Errorf("%s: district %s %s is unknown", z["zcta"], z["layer"], z["geoid"])
		}
		spans[z["zcta"]+" "+z["layer"]]++
	}
	for zip, want := range map[string]int{"85012 sldu": 1, "85003 sldu": 2, "85008 sldl": 3, "32811 sldl": 1, "32801 sldl": 3, "96821 sldu": 1, "96813 sldl": 4} {
		if spans[zip] != want {
			t.Errorf("%s spans %d districts, want %d", zip, spans[zip], want)
		}
	}
	p, err := People()
	if err != nil {
		t.Fatal(err)
	}
	for where, zips := range p.ZIPs {
		for _, zip := range zips {
			if spans[zip+" sldu"] > 0 {
				t.Errorf("%s (%s) is in the demo's districts", zip, where)
			}
		}
	}
}
