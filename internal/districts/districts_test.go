package districts

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type importer func(context.Context, *models.DB, imports.Source, imports.Options) (imports.Report, error)

func (fn importer) take(t testing.TB, db *models.DB, data []byte, o imports.Options) imports.Report {
	t.Helper()
	report, err := fn(context.Background(), db, imports.Source{Name: "file.csv", Data: data}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func wantCounts(t *testing.T, r imports.Report, rows, added, changed, ended, refused int) {
	t.Helper()
	got := [5]int{r.Rows, r.Added, r.Changed, r.Ended, r.Refused}
	if want := [5]int{rows, added, changed, ended, refused}; got != want {
		t.Errorf("rows, added, changed, ended, refused: %v, want %v (%v)", got, want, r.Notes)
	}
}

func codes(list []models.District) string {
	var names []string
	for _, d := range list {
		names = append(names, d.Code)
	}
	return strings.Join(names, ",")
}

func districtsOf(t *testing.T, db *models.DB, states ...string) map[string]models.District {
	t.Helper()
	list, err := models.DistrictsOfStates(context.Background(), db.Read(), states)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]models.District{}
	for _, d := range list {
		byName[d.State+" "+d.Chamber+" "+d.Code] = d
	}
	return byName
}

func TestImportDistricts(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		districts := importer(ImportDistricts)
		wantCounts(t, districts.take(t, db, fixture(t, "districts.csv"), imports.Options{}), 17, 17, 0, 0, 0)
		wantCounts(t, districts.take(t, db, fixture(t, "districts.csv"), imports.Options{}), 17, 0, 0, 0, 0)
		all := districtsOf(t, db, "az", "id", "dc", "nh")
		if d := all["az lower 2"]; d.Name != "State House District 2" || division(d) != "ocd-division/country:us/state:az/sldl:2" ||
			d.CensusLayer != "sldl" || d.CensusGEOID != "04002" || d.NumSeats != 2 {
			t.Errorf("%+v", d)
		}
		for name, want := range map[string]string{
			"nh lower Belknap 9":      "New Hampshire House of Representatives, Belknap 9",
			"dc legislature Chairman": "Council of the District of Columbia, Chairman",
		} {
			if d := all[name]; d.Name != want || d.OCD != nil {
				t.Errorf("%q: %+v", name, d)
			}
		}
		seats, err := models.SeatsOfStates(context.Background(), db.Read(), []string{"az", "id", "dc", "nh"})
		if err != nil || len(seats) != 9+6+7+3 {
			t.Errorf("%d seats, %v", len(seats), err)
		}
	})
}

const districtHeader = "num_seats,district,chamber,state,ocd_division_id,census_namelsad,census_geoid,census_layer\n"

func TestImportDistrictsChangesWhatDiffers(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		districts := importer(ImportDistricts)
		districts.take(t, db, []byte(districtHeader+
			"1,1,upper,AZ,ocd-a,One,04001,sldu\n2,2,upper,AZ,ocd-b,Two,04002,sldu\n1,3,upper,AZ,ocd-c,Three,04003,sldu\n"), imports.Options{})
		// One and Two swap their division ids, Two loses a seat, Four takes Three's id.
		after := []byte(districtHeader +
			"1,1,upper,AZ,ocd-b,One,04001,sldu\n1,2,upper,AZ,ocd-a,Two,04002,sldu\n3,4,upper,AZ,ocd-c,,04003,sldu\n")
		wantCounts(t, districts.take(t, db, after, imports.Options{DryRun: true}), 3, 1, 2, 0, 0)
		if d := districtsOf(t, db, "az")["az upper 1"]; division(d) != "ocd-a" {
			t.Errorf("the dry run wrote %+v", d)
		}
		wantCounts(t, districts.take(t, db, after, imports.Options{}), 3, 1, 2, 0, 0)
		all := districtsOf(t, db, "az")
		got := division(all["az upper 1"]) + division(all["az upper 2"]) + division(all["az upper 3"]) + division(all["az upper 4"])
		if got != "ocd-bocd-aocd-c" || all["az upper 4"].Name != "Arizona Senate District 4" {
			t.Errorf("%s %+v", got, all)
		}
		seats, err := models.SeatsOfStates(context.Background(), db.Read(), []string{"az"})
		if err != nil || len(seats) != 1+1+1+3 {
			t.Errorf("%d seats, %v", len(seats), err)
		}
	})
}

func TestImportDistrictsNeverDropsASeatThatWasHeld(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		districts := importer(ImportDistricts)
		districts.take(t, db, []byte(districtHeader+"3,1,upper,AZ,,,,\n"), imports.Options{})
		ctx := context.Background()
		seats, err := models.SeatsOfStates(ctx, db.Read(), []string{"az"})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.SaveLegislators(ctx, tx, []models.Legislator{{OCD: "ocd-person/a", State: "az"}}); err != nil {
				return err
			}
			people, err := models.LegislatorsByOCD(ctx, tx, []string{"ocd-person/a"})
			if err != nil {
				return err
			}
			return models.AddTerms(ctx, tx, []models.Term{{SeatID: seats[1].ID, LegislatorID: people[0].ID, StartsAt: testkit.Now}})
		}); err != nil {
			t.Fatal(err)
		}
		districts.take(t, db, []byte(districtHeader+"1,1,upper,AZ,,,,\n"), imports.Options{})
		left, err := models.SeatsOfStates(ctx, db.Read(), []string{"az"})
		if err != nil || !reflect.DeepEqual(left, seats[:2]) {
			t.Errorf("%v, %v", left, err)
		}
	})
}

func TestImportDistrictsRefuses(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	for rows, want := range map[string]string{
		"":                                     "the file has a header and no rows",
		"1,1,upper,AZ,,,,\n1,1,upper,ZZ,,,,\n": `line 3: "ZZ" is not a state`,
		"1,1,senate,AZ,,,,\n":                  `line 2: Arizona has no chamber "senate"`,
		"1,1,lower,NE,,,,\n":                   `line 2: Nebraska has no chamber "lower"`,
		"1,,upper,AZ,,,,\n":                    "line 2: the district is empty",
		"0,1,upper,AZ,,,,\n":                   `line 2: num_seats is "0" and must be a number from 1 to 400`,
		"x,1,upper,AZ,,,,\n":                   `line 2: num_seats is "x" and must be a number from 1 to 400`,
		"1,1,upper,AZ,,,,\n2,1,upper,AZ,,,,\n": "line 3: the same district is on line 2",
		"1,1,upper,AZ\n":                       "line 2: the row has more or fewer columns than the header; the file may be cut off",
	} {
		source := imports.Source{Name: "districts.csv", Data: []byte(districtHeader + rows)}
		if _, err := ImportDistricts(context.Background(), db, source, imports.Options{}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", rows, err, want)
		}
	}
	if all := districtsOf(t, db, "az"); len(all) > 0 {
		t.Errorf("a refused file left %v", all)
	}
}

func TestImportZIPs(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		districts, zips := importer(ImportDistricts), importer(ImportZIPs)
		_, err := ImportZIPs(context.Background(), db, imports.Source{Data: fixture(t, "zips.csv")}, imports.Options{})
		if err == nil || err.Error() != "13 of 13 rows name no known district: import the districts first" {
			t.Fatal(err)
		}
		districts.take(t, db, fixture(t, "districts.csv"), imports.Options{})
		wantCounts(t, zips.take(t, db, fixture(t, "zips.csv"), imports.Options{DryRun: true}), 13, 16, 0, 0, 0)
		wantCounts(t, zips.take(t, db, fixture(t, "zips.csv"), imports.Options{}), 13, 16, 0, 0, 0)
		steps := 0
		wantCounts(t, zips.take(t, db, fixture(t, "zips.csv"), imports.Options{Progress: func(done, total int) { steps++ }}), 13, 0, 0, 0, 0)
		// A new list of one state replaces that state only.
		list := "geoid,layer,state,zcta\n04001,sldu,AZ,85001\n04003,sldu,AZ,85001\n04003,sldu,AZ,85001\n04001,sldl,AZ,85001\n04001,sldu,AZ,85009\n99999,sldu,AZ,85001\n"
		report := zips.take(t, db, []byte(list), imports.Options{Progress: func(done, total int) {
			steps++
			if done > total || total != 5 {
				t.Errorf("%d of %d", done, total)
			}
		}})
		wantCounts(t, report, 6, 2, 0, 3, 1)
		if len(report.Notes) != 1 || report.Notes[0].String() != "line 7: no known district of AZ is sldu 99999" || steps == 0 {
			t.Errorf("%v, %d steps", report.Notes, steps)
		}
		matched := match(t, db, "az", "85001")
		if codes(matched[0].Candidates) != "1,3" || codes(matched[1].Certain) != "1" {
			t.Errorf("%+v", matched)
		}
		if matched := match(t, db, "id", "83201"); codes(matched[0].Certain) != "1" {
			t.Errorf("Idaho changed: %+v", matched)
		}
	})
}

func TestImportZIPsKeepsTheNotesShort(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
	var b bytes.Buffer
	b.WriteString("zcta,state,layer,geoid\n")
	for i := range 500 {
		zip, geoid := fmt.Sprintf("85%03d", i), "04001"
		if i < 60 {
			geoid = "04999"
		}
		if i == 60 {
			zip = "850-1"
		}
		fmt.Fprintf(&b, "%s,AZ,sldu,%s\n", zip, geoid)
	}
	report := importer(ImportZIPs).take(t, db, b.Bytes(), imports.Options{})
	wantCounts(t, report, 500, 439, 0, 0, 61)
	if last := report.Notes[len(report.Notes)-1].String(); len(report.Notes) != 51 || last != "11 more rows were refused" {
		t.Errorf("%d notes, %q", len(report.Notes), last)
	}
}

func match(t *testing.T, db *models.DB, state, zip string) Matched {
	t.Helper()
	matched, err := Match(context.Background(), db.Read(), state, zip)
	if err != nil {
		t.Fatal(err)
	}
	return matched
}

func TestMatch(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
		importer(ImportZIPs).take(t, db, fixture(t, "zips.csv"), imports.Options{})
		for at, want := range map[string][]string{
			"az 85001": {"upper 1 or ", "lower 1 or "},
			"AZ 85002": {"upper  or 1,2", "lower 2 or "},
			"az 85099": {"upper  or ", "lower  or "},
			"az 83201": {"upper  or ", "lower  or "},
			"id 83201": {"upper 1 or ", "lower 1A,1B or "},
			"id 83202": {"upper 2 or ", "lower  or 1A,1B,2A,2B"},
			"dc 20001": {"legislature Ward 1,At-Large,Chairman or "},
			"dc 20002": {"legislature At-Large,Chairman or Ward 1,Ward 2"},
			"dc 20003": {"legislature At-Large,Chairman or "},
			"dc 85001": {"legislature  or "},
		} {
			state, zip, _ := strings.Cut(at, " ")
			var got []string
			for _, m := range match(t, db, state, zip) {
				got = append(got, m.Chamber+" "+codes(m.Certain)+" or "+codes(m.Candidates))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", at, got, want)
			}
		}
		if _, err := Match(context.Background(), db.Read(), "zz", "85001"); err == nil {
			t.Error("zz is a state")
		}
	})
}

func TestChoose(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
	importer(ImportZIPs).take(t, db, fixture(t, "zips.csv"), imports.Options{})
	idaho, arizona := match(t, db, "id", "83202")[1], match(t, db, "az", "85002")[0]
	if got := codes(idaho.Choose(idaho.Candidates[3].ID)); got != "2A,2B" {
		t.Errorf("Idaho: %s", got)
	}
	if got := codes(arizona.Choose(arizona.Candidates[1].ID)); got != "2" {
		t.Errorf("Arizona: %s", got)
	}
	if got := arizona.Choose(idaho.Candidates[0].ID); got != nil {
		t.Errorf("a district that was not offered: %v", got)
	}
}

func TestInState(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
		importer(ImportZIPs).take(t, db, fixture(t, "zips.csv"), imports.Options{})
		for at, want := range map[string]bool{
			"az 85001": true, "AZ 85001": true, "fl 85001": false, // known from the list
			"az 85099": true, "fl 33101": true, "fl 85099": false, // by the first three digits
			"dc 20599": true, "md 20599": true, "va 20599": true, "az 20599": false, // a prefix of several states
			"az 00000": false, "az ": false, "az 8": false,
		} {
			state, zip, _ := strings.Cut(at, " ")
			if got, err := InState(context.Background(), db.Read(), state, zip); err != nil || got != want {
				t.Errorf("%s: %v, %v", at, got, err)
			}
		}
	})
}
