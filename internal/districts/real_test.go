package districts

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"statehouse/internal/geocoder"
	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/notrun"
	"statehouse/models"
)

// published reads a file of the folder of published files, beside the module.
func published(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../shared/data", name))
	if os.IsNotExist(err) {
		notrun.Skip(t, "boundaries and ZIP lists as published: ../shared/data is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// atPoint is what the boundaries alone say of a point, as where a geocoder gives
// a place and no layers.
func atPoint(t *testing.T, l *Locator, db *models.DB, state string, lon, lat float64) claim {
	t.Helper()
	ctx, tx := context.Background(), db.Read()
	p, err := planOf(ctx, tx, state)
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.claim(ctx, tx, p, p.state.Chambers[0].Chamber, []geocoder.Match{{State: state, Lon: lon, Lat: lat}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var forms = map[string][]string{
	"shapefiles": {"boundaries/tl_2023_04_sldu.zip", "boundaries/tl_2023_12_sldu.zip", "boundaries/tl_2023_15_sldu.zip"},
	"GeoJSON":    {"boundaries/az_sldu_simplified.geojson", "boundaries/fl_sldu_simplified.geojson", "boundaries/hi_sldu_simplified.geojson"},
}

func TestPublishedBoundaries(t *testing.T) {
	t.Parallel()
	districts, zips := published(t, "districts/districts.csv"), published(t, "districts/zip_sld_az_fl_hi.csv")
	for form, files := range forms {
		testkit.EachDB(t, func(t *testing.T, db *models.DB) {
			importer(ImportDistricts).take(t, db, districts, imports.Options{})
			importer(ImportZIPs).take(t, db, zips, imports.Options{})
			outlines := 0
			for _, file := range files {
				report := importer(ImportBoundaries).take(t, db, published(t, file), imports.Options{})
				outlines += report.Added
				if again := importer(ImportBoundaries).take(t, db, published(t, file), imports.Options{}); again.Added+again.Changed+again.Ended+report.Refused > 0 {
					t.Errorf("%s: %+v, and again %+v", file, report, again)
				}
			}
			if outlines != 95 {
				t.Errorf("%s: %d outlines", form, outlines)
			}
			testCapitols(t, db)
			testCentroids(t, db, form)
		})
	}
}

// testCapitols: three well-known places lie where they are known to lie.
func testCapitols(t *testing.T, db *models.DB) {
	l := NewLocator(nil)
	for geoid, at := range map[string][2]float64{"04011": {-112.0971, 33.4484}, "12017": {-81.3792, 28.5383}, "15013": {-157.8574, 21.3072}} {
		state := map[string]string{"04": "az", "12": "fl", "15": "hi"}[geoid[:2]]
		if c := atPoint(t, l, db, state, at[0], at[1]); !slices.Equal(c.geoids, []string{geoid}) || !c.sure || c.vintage == "" {
			t.Errorf("%s: %+v", geoid, c)
		}
	}
}

// testCentroids holds the boundaries against the ZIP list, two sources that the
// Census makes apart. The centroid of a ZIP is consistent with the list if each
// senate district that holds it, or has an edge within 100 m of it, is one of those
// that the list says the ZIP touches; so where the list names one district, the
// point is in that one or in none. None of the 1,530 is inconsistent; 4 lie outside
// of the state, and 10 or 11 are too near to an edge to be sure.
func testCentroids(t *testing.T, db *models.DB, form string) {
	t.Helper()
	touches := map[string][]string{}
	state := map[string]string{}
	list, err := models.ZIPsOfStates(context.Background(), db.Read(), []string{"az", "fl", "hi"})
	if err != nil {
		t.Fatal(err)
	}
	byID := map[int64]models.District{}
	for _, d := range districtsOf(t, db, "az", "fl", "hi") {
		byID[d.ID] = d
	}
	for _, z := range list {
		if d := byID[z.DistrictID]; d.CensusLayer == geocoder.Upper {
			touches[z.ZIP], state[z.ZIP] = append(touches[z.ZIP], d.CensusGEOID), d.State
		}
	}
	l, seen, sure, beyond := NewLocator(nil), 0, 0, []string{}
	for _, row := range centroids(t) {
		zip := row[0]
		if state[zip] == "" {
			continue
		}
		lat, err1 := strconv.ParseFloat(row[1], 64)
		lon, err2 := strconv.ParseFloat(row[2], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(row)
		}
		seen++
		c := atPoint(t, l, db, state[zip], lon, lat)
		if c.sure {
			sure++
		}
		if len(c.geoids) == 0 {
			beyond = append(beyond, zip)
		}
		for _, geoid := range c.geoids {
			if !slices.Contains(touches[zip], geoid) {
				t.Errorf("%s: the centroid of %s is in or near %s, and the list says %v (sure: %v)", form, zip, geoid, touches[zip], c.sure)
			}
		}
	}
	slices.Sort(beyond)
	if seen != 1530 || !slices.Equal(beyond, beyondArizona) {
		t.Errorf("%s: %d centroids, of which outside of every district: %v", form, seen, beyond)
	}
	if want := map[string]int{"shapefiles": 1515, "GeoJSON": 1516}[form]; sure != want {
		t.Errorf("%s: %d centroids have one district and no edge near, want %d", form, sure, want)
	}
}

// beyondArizona are the ZIPs that Arizona shares with Utah (north of 37°) and
// New Mexico (east of 109.05° west): their centroids lie across the border, so no
// outline of Arizona can hold them. The two sources do not disagree.
var beyondArizona = []string{"84531", "84536", "86515", "87328"}

func centroids(t *testing.T) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(published(t, "zips/zip_centroids_census.csv"))).ReadAll()
	if err != nil || strings.Join(rows[0], ",") != "zcta,lat,lon" {
		t.Fatal(rows[0], err)
	}
	return rows[1:]
}

// looks is how often BenchmarkZIP goes through all ZIPs; of each the middle time counts, so that what another
// program does at one moment is not taken for the look-up's own time.
const looks = 9

// BenchmarkZIP looks up every ZIP of the published list in its own state. It says how long the slowest
// of all ZIPs takes, and how many take a millisecond or more.
func BenchmarkZIP(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": testkit.SQLiteURL, "postgres": testkit.PostgresURL} {
		b.Run(name, func(b *testing.B) {
			db := testkit.OpenDB(b, url(b))
			importer(ImportDistricts).take(b, db, published(b, "districts/districts.csv"), imports.Options{})
			importer(ImportZIPs).take(b, db, published(b, "districts/zip_sld_50states.csv.gz"), imports.Options{})
			places := placesOf(b, db)
			if len(places) < 33585 {
				b.Fatalf("%d ZIPs", len(places))
			}
			took := make([][looks]time.Duration, len(places))
			for b.Loop() {
				for look := range looks {
					for i, place := range places {
						begun := time.Now()
						if _, err := Match(b.Context(), db.Read(), place[0], place[1]); err != nil {
							b.Fatal(err)
						}
						took[i][look] = time.Since(begun)
					}
				}
			}
			middle := make([]time.Duration, len(places))
			for i := range took {
				slices.Sort(took[i][:])
				middle[i] = took[i][looks/2]
			}
			slices.Sort(middle)
			slow, _ := slices.BinarySearch(middle, time.Millisecond)
			b.ReportMetric(middle[len(middle)/2].Seconds()*1000, "median-ms")
			b.ReportMetric(middle[len(middle)-1].Seconds()*1000, "slowest-ms")
			b.ReportMetric(float64(len(middle)-slow), "of-a-ms-or-more")
		})
	}
}

// placesOf lists every state and ZIP that the list knows.
func placesOf(b *testing.B, db *models.DB) (places [][2]string) {
	b.Helper()
	rows, err := db.SQL().Query("SELECT DISTINCT d.state, z.zip FROM zip_districts z JOIN districts d ON d.id = z.district_id ORDER BY z.zip, d.state")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var place [2]string
		if err := rows.Scan(&place[0], &place[1]); err != nil {
			b.Fatal(err)
		}
		places = append(places, place)
	}
	return places
}
