package imports_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"statehouse/internal/committees"
	"statehouse/internal/districts"
	"statehouse/internal/imports"
	"statehouse/internal/legislators"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/notrun"
	"statehouse/models"
)

// realFiles is the folder of the published files, beside the module.
func realFiles(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../../shared/data")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		notrun.Skip(t, "imports of the published files: ../shared/data is not there")
	}
	return dir
}

type importer func(context.Context, *models.DB, imports.Source, imports.Options) (imports.Report, error)

func (fn importer) take(t *testing.T, db *models.DB, file string) imports.Report {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	report, err := fn(context.Background(), db, imports.Source{Name: file, Data: data}, imports.Options{})
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(file), err)
	}
	return report
}

func number(t *testing.T, db *models.DB, query string) int {
	t.Helper()
	var n int
	if err := db.SQL().QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPublishedFiles(t *testing.T) {
	t.Parallel()
	dir := realFiles(t)
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		people, zips, places := importer(legislators.Import), importer(districts.ImportZIPs), importer(districts.ImportDistricts)

		arizona := filepath.Join(dir, "legislators/az.csv")
		if r := people.take(t, db, arizona); r.Added != 90 || r.Rows != 90 || len(r.Notes) != 0 {
			t.Errorf("Arizona: %+v", r)
		}
		if r := people.take(t, db, arizona); r.Added != 0 || r.Changed != 0 || r.Ended != 0 {
			t.Errorf("Arizona again: %+v", r)
		}
		const seats = "SELECT count(*) FROM seats s JOIN districts d ON d.id = s.district_id WHERE d.state = 'az' AND d.chamber = "
		if upper, lower := number(t, db, seats+"'upper'"), number(t, db, seats+"'lower'"); upper != 30 || lower != 60 {
			t.Errorf("Arizona has %d and %d seats", upper, lower)
		}

		files, err := filepath.Glob(filepath.Join(dir, "legislators/all/??.csv"))
		if err != nil || len(files) != 52 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, file := range files {
			people.take(t, db, file)
		}
		if n := number(t, db, "SELECT count(DISTINCT legislator_id) FROM terms WHERE ends_at IS NULL"); n != 7451 {
			t.Errorf("%d legislators have a seat", n)
		}
		if r := people.take(t, db, filepath.Join(dir, "legislators/az_as_upstream_exporter.csv")); r.Rows != 90 || r.Added != 0 || r.Ended != 0 {
			t.Errorf("Arizona as exported: %+v", r)
		}

		if r := places.take(t, db, filepath.Join(dir, "districts/districts.csv")); r.Rows != 6911 || r.Refused != 0 {
			t.Errorf("districts: %+v", r)
		}
		if n := number(t, db, "SELECT count(*) FROM districts"); n != 6911 {
			t.Errorf("%d districts: the names of the two files differ", n)
		}
		if n := number(t, db, "SELECT count(*) FROM seats s JOIN districts d ON d.id = s.district_id WHERE s.position > d.num_seats"); n != 0 {
			t.Errorf("%d seats beyond the number of their district", n)
		}
		if n := number(t, db, "SELECT count(*) FROM terms WHERE ends_at IS NOT NULL"); n != 0 {
			t.Errorf("%d terms ended", n)
		}

		list := filepath.Join(dir, "districts/zip_sld_50states.csv.gz")
		if r := zips.take(t, db, list); r.Rows != 104146 || r.Refused != 0 || r.Added < r.Rows {
			t.Errorf("ZIPs: %+v", r)
		}
		if r := zips.take(t, db, filepath.Join(dir, "districts/zip_sld_az_fl_hi.csv")); r.Added != 0 || r.Ended != 0 {
			t.Errorf("three states again: %+v", r)
		}
		testMatches(t, db)
		testCommittees(t, db, dir)
	})
}

// testMatches holds the matching against the known shares of ZIPs that lie in
// one district of a chamber.
func testMatches(t *testing.T, db *models.DB) {
	ctx := context.Background()
	matched, err := districts.Match(ctx, db.Read(), "az", "85003")
	if err != nil || len(matched) != 2 || len(matched[0].Candidates) < 2 || matched[0].Certain != nil {
		t.Errorf("85003: %+v, %v", matched, err)
	}
	for state, want := range map[string][3]float64{"az": {420, 60, 60}, "fl": {1013, 76, 51}, "hi": {97, 71, 52}} {
		rows, err := models.ZIPsOfStates(ctx, db.Read(), []string{state})
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, z := range rows {
			known[z.ZIP] = true
		}
		var upper, lower int
		for zip := range known {
			matched, err := districts.Match(ctx, db.Read(), state, zip)
			if err != nil {
				t.Fatal(err)
			}
			upper += len(matched[0].Certain)
			lower += len(matched[1].Certain)
		}
		all := float64(len(known))
		got := [3]float64{all, math.Round(float64(upper) * 100 / all), math.Round(float64(lower) * 100 / all)}
		if got != want {
			t.Errorf("%s: %v ZIPs, one district for %v %% and %v %%, want %v", strings.ToUpper(state), got[0], got[1], got[2], want)
		}
	}
}

// testCommittees takes in the committees of three states, all of whose members
// have seats.
func testCommittees(t *testing.T, db *models.DB, dir string) {
	for state, want := range map[string][2]int{"az": {41, 350}, "fl": {36, 521}, "hi": {33, 240}} {
		data, err := os.ReadFile(filepath.Join(dir, "legislators/committees", state+".json"))
		if err != nil {
			t.Fatal(err)
		}
		groups, err := committees.Groups([]imports.Source{{Name: state + ".json", Data: data}})
		if err != nil || len(groups) != 1 {
			t.Fatal(groups, err)
		}
		report, err := groups[0].Import(context.Background(), db, imports.Options{})
		if err != nil || report.Added != want[0] || report.Refused != 0 {
			t.Errorf("%s: %+v, %v", state, report, err)
		}
		seats := number(t, db, `SELECT count(*) FROM committee_members m JOIN committees c ON c.id = m.committee_id
JOIN terms t ON t.legislator_id = m.legislator_id AND t.ends_at IS NULL WHERE c.state = '`+state+"'")
		if seats != want[1] {
			t.Errorf("%s: %d members have seats, want %d", state, seats, want[1])
		}
	}
}
