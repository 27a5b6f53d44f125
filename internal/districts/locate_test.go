package districts

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"statehouse/internal/geocoder"
	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakegeocoder"
	"statehouse/models"
)

// surveyed is a database with invented districts, ZIPs and outlines, and a
// locator that asks a double.
func surveyed(t *testing.T, db *models.DB) (*Locator, *fakegeocoder.Geocoder) {
	t.Helper()
	importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
	importer(ImportZIPs).take(t, db, fixture(t, "zips.csv"), imports.Options{})
	double := fakegeocoder.New(t)
	return NewLocator(geocoder.New(double.URL, geocoder.Options{Timeout: 300 * time.Millisecond, Pause: time.Millisecond})), double
}

func located(t *testing.T, l *Locator, db *models.DB, state string, a Address) Located {
	t.Helper()
	found, err := l.Locate(context.Background(), db.Read(), state, a)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// says is what was found, a line for each chamber: how, how sure, of which map, certain or possible.
func (l Located) says() string {
	lines := []string{string(l.Outcome)}
	for _, f := range l.Chambers {
		lines = append(lines, fmt.Sprintf("%s %s %s%s: %s or %s", f.Chamber, f.Method, f.Confidence, f.Vintage, codes(f.Certain), codes(f.Candidates)))
	}
	return strings.Join(lines, "\n")
}

// Places in the middle of the second square, and 50 m west of the third.
const (
	middle, nearThird = -112.15, -112.10054
	latitude          = 33.45
)

const (
	byZIPAlone     = "upper zip_ambiguous low:  or 1,2\nlower zip_unique medium: 2 or "
	pointOfSecond  = "upper point high2022: 2 or \nlower point high2022: 2 or "
	pointUncertain = "upper point low2022:  or 2,3\nlower zip_unique medium: 2 or "
)

// TestLocate goes through what a geocoder may say of an address in 85002, which
// lies in two senate districts and one of the House.
func TestLocate(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l, double := surveyed(t, db)
		at := func(p fakegeocoder.Place) fakegeocoder.Place {
			p.State = "AZ"
			if p.Lon == 0 {
				p.Lon, p.Lat = middle, latitude
			}
			return p
		}
		second := at(fakegeocoder.Place{Upper: "04002", Lower: "04002"})
		for _, x := range []struct {
			name    string
			places  []fakegeocoder.Place
			mapless string // before boundaries were imported
			mapped  string // after
		}{
			{"known", []fakegeocoder.Place{second},
				"placed\nupper address high2024: 2 or \nlower address high2024: 2 or ", ""},
			{"of another year", []fakegeocoder.Place{at(fakegeocoder.Place{Upper: "04002", Lower: "04002", Year: "2026"})},
				"placed\nupper address high2026: 2 or \nlower address high2026: 2 or ", ""},
			{"without layers", []fakegeocoder.Place{at(fakegeocoder.Place{})},
				"placed\n" + byZIPAlone, "placed\n" + pointOfSecond},
			{"with broken layers", []fakegeocoder.Place{at(fakegeocoder.Place{Upper: fakegeocoder.Broken, Lower: fakegeocoder.Broken})},
				"placed\n" + byZIPAlone, "placed\n" + pointOfSecond},
			{"in no district", []fakegeocoder.Place{at(fakegeocoder.Place{Upper: "04ZZZ", Lower: "04ZZZ"})},
				"placed\n" + byZIPAlone, "placed\n" + pointOfSecond},
			// Both chambers of Arizona have the same lines: what one layer says holds for the other.
			{"without the House", []fakegeocoder.Place{at(fakegeocoder.Place{Upper: "04002"})},
				"placed\nupper address high2024: 2 or \nlower address high2024: 2 or ", ""},
			{"without layers near an edge", []fakegeocoder.Place{at(fakegeocoder.Place{Lon: nearThird, Lat: latitude})},
				"placed\n" + byZIPAlone, "placed\n" + pointUncertain},
			{"near an edge", []fakegeocoder.Place{at(fakegeocoder.Place{Lon: nearThird, Lat: latitude, Upper: "04002", Lower: "04002"})},
				"placed\nupper address high2024: 2 or \nlower address high2024: 2 or ",
				"placed\nupper address medium2024: 2 or \nlower address medium2024: 2 or "},
			// The map of the next election beside that of the last.
			{"where the maps differ", []fakegeocoder.Place{at(fakegeocoder.Place{Upper: "04003", Lower: "04002"})},
				"placed\nupper address high2024: 3 or \nlower address high2024: 2 or ",
				"placed\nupper address low2024:  or 2,3\nlower address high2024: 2 or "},
			{"of several places in one district", []fakegeocoder.Place{second, second},
				"placed\nupper address high2024: 2 or \nlower address high2024: 2 or ", ""},
			{"of several places", []fakegeocoder.Place{second, at(fakegeocoder.Place{Lon: -112.05, Lat: latitude, Upper: "04003", Lower: "04002"})},
				"placed\nupper address low2024:  or 2,3\nlower address high2024: 2 or ",
				"placed\nupper address low2024:  or 2,3\nlower zip_unique medium: 2 or "},
			{"of several states", []fakegeocoder.Place{second, {State: "NM", Upper: "35001"}},
				"placed\nupper address high2024: 2 or \nlower address high2024: 2 or ", ""},
			{"of another state", []fakegeocoder.Place{{State: "NM", Upper: "35001"}}, "elsewhere\n" + byZIPAlone, ""},
			{"unknown", nil, "unknown\n" + byZIPAlone, ""},
		} {
			double.Put(x.name, x.places...)
			if got := located(t, l, db, "az", Address{Street: x.name, ZIP: "85002"}).says(); got != x.mapless {
				t.Errorf("%s, without boundaries:\n%s\nwant\n%s", x.name, got, x.mapless)
			}
			importer(ImportBoundaries).take(t, db, geoJSON("SLDUST", squares...), imports.Options{})
			if x.mapped == "" {
				x.mapped = x.mapless
			}
			if got := located(t, l, db, "az", Address{Street: x.name, ZIP: "85002"}).says(); got != x.mapped {
				t.Errorf("%s, with boundaries:\n%s\nwant\n%s", x.name, got, x.mapped)
			}
			forgetBoundaries(t, db)
		}
	})
}

func forgetBoundaries(t *testing.T, db *models.DB) {
	t.Helper()
	importer(ImportBoundaries).take(t, db, geoJSON("SLDUST", square{"001", -110, -109}), imports.Options{})
	err := db.Write(context.Background(), func(tx *models.Tx) error {
		return models.RemoveBoundaries(context.Background(), tx, "sldu", []string{"04001"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLocateGoesOnWithoutAGeocoder(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	_, double := surveyed(t, db)
	double.Put("1 Main St", fakegeocoder.Place{State: "AZ", Upper: "04002", Lower: "04002"})
	for _, mode := range []fakegeocoder.Mode{fakegeocoder.Hangs, fakegeocoder.Fails, fakegeocoder.Page, fakegeocoder.BrokenJSON, fakegeocoder.NoResult, fakegeocoder.Redirects} {
		l := NewLocator(geocoder.New(double.URL, geocoder.Options{Timeout: 200 * time.Millisecond, Pause: time.Millisecond}))
		double.Play(mode)
		if got := located(t, l, db, "az", Address{Street: "1 Main St", ZIP: "85002"}).says(); got != "unanswered\n"+byZIPAlone {
			t.Errorf("%s: %s", mode, got)
		}
	}
	asked := len(double.Asked())
	for _, l := range []*Locator{NewLocator(nil), NewLocator(geocoder.New(double.URL, geocoder.Options{}))} {
		street := ""
		if l.Geocoder() == "" {
			street = "1 Main St"
		}
		if got := located(t, l, db, "az", Address{Street: street, ZIP: "85002"}).says(); got != "\n"+byZIPAlone {
			t.Errorf("%q, %q: %s", l.Geocoder(), street, got)
		}
	}
	if got := len(double.Asked()); got != asked {
		t.Errorf("asked %d times too many", got-asked)
	}
	if got := located(t, NewLocator(nil), db, "az", Address{ZIP: "85099"}).says(); got != "\nupper state_only low:  or \nlower state_only low:  or " {
		t.Errorf("a ZIP of the state that no list knows: %s", got)
	}
}

// TestLocateKnowsWhoElectsSeveral has the habits of three legislatures.
func TestLocateKnowsWhoElectsSeveral(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	l, double := surveyed(t, db)
	double.Put("1 Snake River Rd", fakegeocoder.Place{State: "ID", Upper: "16002", Lower: "16002"})
	double.Put("1 First St NE", fakegeocoder.Place{State: "DC", Upper: "11002"})
	for at, want := range map[string]string{
		"id 83202 1 Snake River Rd": "placed\nupper address high2024: 2 or \nlower address high2024: 2A,2B or ",
		"dc 20002 1 First St NE":    "placed\nlegislature address high2024: Ward 2,At-Large,Chairman or ",
	} {
		if got := located(t, l, db, at[:2], Address{Street: at[9:], ZIP: at[3:8]}).says(); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
}

func TestANewMapIsReadAtOnce(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	l, double := surveyed(t, db)
	double.Put("1 Main St", fakegeocoder.Place{State: "AZ", Lon: middle, Lat: latitude})
	for _, code := range []string{"002", "003"} {
		importer(ImportBoundaries).take(t, db, geoJSON("SLDUST", square{code, -112.2, -112.1}), imports.Options{})
		want := "upper point high2022: " + code[2:] + " or "
		if got := located(t, l, db, "az", Address{Street: "1 Main St", ZIP: "85001"}).says(); !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestNearAnEdge measures at Arizona's latitude, where a hundredth of a degree
// of longitude is 929 m.
func TestNearAnEdge(t *testing.T) {
	t.Parallel()
	hole := outline{geoid: "04009", rings: []ring{
		{pointAt(-113, 33), pointAt(-112, 33), pointAt(-112, 34), pointAt(-113, 34)},
		{pointAt(-112.6, 33.4), pointAt(-112.4, 33.4), pointAt(-112.4, 33.6), pointAt(-112.6, 33.6)},
	}}
	hole.box = boxOf(hole.rings)
	for name, x := range map[string]struct {
		lon, lat float64
		want     string
	}{
		"inside":              {-112.9, 33.5, "[04009] true"},
		"in the hole":         {-112.5, 33.5, "[] false"},
		"90 m inside":         {-112.999031, 33.5, "[04009] false"},
		"110 m inside":        {-112.998816, 33.5, "[04009] true"},
		"90 m outside":        {-113.000969, 33.5, "[04009] false"},
		"110 m outside":       {-113.001184, 33.5, "[] false"},
		"90 m into the hole":  {-112.5, 33.400809, "[04009] false"},
		"110 m into the hole": {-112.5, 33.400989, "[] false"},
		"on a corner":         {-113, 33, "[04009] false"},
		"far away":            {100, -33, "[] false"},
	} {
		got := sheet{hole}.at(pointAt(x.lon, x.lat))
		if text := fmt.Sprint(got.geoids, got.sure); text != x.want {
			t.Errorf("%s: %s, want %s", name, text, x.want)
		}
	}
}
