package delivery_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/internal/geocoder"
	"statehouse/internal/imports"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakegeocoder"
	"statehouse/models"
)

const (
	districtsCSV = `state,chamber,district,ocd_division_id,num_seats,census_layer,census_geoid,census_namelsad
AZ,upper,1,,1,sldu,04001,
AZ,upper,2,,1,sldu,04002,
AZ,lower,1,,2,sldl,04001,
AZ,lower,2,,2,sldl,04002,
`
	// 85003, the ZIP of made signatures, lies in two senate districts and one of the House.
	zipsCSV = "zcta,state,layer,geoid\n85003,AZ,sldu,04001\n85003,AZ,sldu,04002\n85003,AZ,sldl,04001\n"
)

// mapped is the acts over an invented Arizona, and a double to look addresses up at.
func mapped(t *testing.T, db *models.DB) (*delivery.Delivery, *fakegeocoder.Geocoder) {
	t.Helper()
	if _, err := districts.ImportDistricts(t.Context(), db, imports.Source{Data: []byte(districtsCSV)}, imports.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := districts.ImportZIPs(t.Context(), db, imports.Source{Data: []byte(zipsCSV)}, imports.Options{}); err != nil {
		t.Fatal(err)
	}
	double := fakegeocoder.New(t)
	locator := districts.NewLocator(geocoder.New(double.URL, geocoder.Options{Timeout: time.Second, Pause: time.Millisecond}))
	return delivery.New(db, testkit.Keys(), mailroom.Room{Keys: testkit.Keys()}, locator, testkit.NewClock().Now), double
}

// booked is what is kept of a signature's districts: the matches, the candidates
// with a question mark, and how many signatures each district's journal counts.
func booked(t *testing.T, db *models.DB, sig models.Signature) string {
	t.Helper()
	matches, err1 := models.MatchesOf(t.Context(), db.Read(), sig.ID)
	candidates, err2 := models.CandidatesOf(t.Context(), db.Read(), sig.ID)
	all, err3 := models.DistrictsOfState(t.Context(), db.Read(), "az")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range all {
		for _, m := range matches {
			if m.DistrictID == d.ID {
				lines = append(lines, fmt.Sprint(d.Chamber, " ", d.Code, " ", m.Method, " ", m.Confidence, m.Vintage))
			}
		}
		for _, c := range candidates {
			if c.DistrictID == d.ID {
				lines = append(lines, fmt.Sprint(d.Chamber, " ", d.Code, "? ", c.Method, c.Vintage))
			}
		}
		var counted int
		if err := db.SQL().QueryRow(fmt.Sprint("SELECT COALESCE(sum(signatures), 0) FROM district_counts WHERE district_id = ", d.ID)).Scan(&counted); err != nil {
			t.Fatal(err)
		}
		if counted != 0 {
			lines = append(lines, fmt.Sprint("counted ", counted))
		}
	}
	return strings.Join(lines, ", ")
}

func TestAnAddressIsBookedChamberByChamber(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d, double := mapped(t, db)
		second, first := fakegeocoder.Place{State: "AZ", Upper: "04002", Lower: "04002"}, fakegeocoder.Place{State: "AZ", Upper: "04001", Lower: "04002"}
		double.Put("2 Second St", second)
		double.Put("12 Twin St", first, second)
		double.Put("35 Far St", fakegeocoder.Place{State: "NM", Upper: "35001"})
		sig := testkit.MakeSignature(t, db, testkit.Keys(), testkit.MakeCampaign(t, db))
		for _, x := range []struct {
			street  string
			outcome districts.Outcome
			want    string
		}{
			{"1 Nowhere St", districts.Unknown, ""},
			{"35 Far St", districts.Elsewhere, ""},
			{"12 Twin St", districts.Placed, "upper 1? address2024, upper 2? address2024, lower 2 address high2024, counted 1"},
			{"2 Second St", districts.Placed, "upper 2 address high2024, counted 1, lower 2 address high2024, counted 1"},
			// An address that leaves it open does not undo one that settled it.
			{"12 Twin St", districts.Placed, "upper 2 address high2024, counted 1, lower 2 address high2024, counted 1"},
		} {
			placed, err := d.Place(t.Context(), sig.ID, districts.Address{Street: x.street, ZIP: "85003"})
			if err != nil || placed.Outcome != x.outcome || len(placed.Chambers) != 2 {
				t.Fatalf("%s: %+v, %v", x.street, placed, err)
			}
			if got := booked(t, db, sig); got != x.want {
				t.Errorf("%s: %s, want %s", x.street, got, x.want)
			}
		}
	})
}

func TestAnAddressBooksNothingForWhoLivesElsewhere(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	d, double := mapped(t, db)
	double.Put("2 Second St", fakegeocoder.Place{State: "AZ", Upper: "04002", Lower: "04002"})
	sig := testkit.MakeSignature(t, db, testkit.Keys(), testkit.MakeCampaign(t, db), func(s *testkit.Signer) { s.OutOfState = true })
	if _, err := d.Place(t.Context(), sig.ID, districts.Address{Street: "2 Second St", ZIP: "85003"}); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if got := booked(t, db, sig); got != "" {
		t.Error(got)
	}
}

func TestLookingAnAddressUpBooksNothing(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	d, double := mapped(t, db)
	double.Put("12 Twin St", fakegeocoder.Place{State: "AZ", Upper: "04001", Lower: "04002"}, fakegeocoder.Place{State: "AZ", Upper: "04002", Lower: "04002"})
	placed, err := d.ByAddress(t.Context(), "az", districts.Address{Street: "12 Twin St", ZIP: "85003"})
	if err != nil || placed.Outcome != districts.Placed || len(placed.Chambers[0].Candidates) != 2 || !placed.Chambers[0].ByAddress || len(placed.Chambers[1].Certain) != 1 {
		t.Errorf("%+v, %v", placed, err)
	}
	if _, err := d.ByAddress(t.Context(), "zz", districts.Address{}); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
