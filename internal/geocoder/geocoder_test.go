package geocoder_test

import (
	"bytes"
	"context"
	"errors"
	"log"
	"strings"
	"testing"
	"time"

	"statehouse/internal/geocoder"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakegeocoder"
)

const street = "1700 W Washington St"

var address = geocoder.Address{Street: street, City: "Phoenix", State: "AZ", ZIP: "85007"}

func open(t *testing.T) (*geocoder.Client, *fakegeocoder.Geocoder, *testkit.Clock) {
	t.Helper()
	double, now := fakegeocoder.New(t), testkit.NewClock()
	return geocoder.New(double.URL+"/", geocoder.Options{Timeout: 300 * time.Millisecond, Pause: time.Millisecond, Now: now.Now}), double, now
}

func find(t *testing.T, c *geocoder.Client) []geocoder.Match {
	t.Helper()
	matches, err := c.Find(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return matches
}

func TestAnAddressHasItsDistricts(t *testing.T) {
	t.Parallel()
	client, double, _ := open(t)
	double.Put(street, fakegeocoder.Place{State: "AZ", Lon: -112.0971, Lat: 33.4484, Upper: "04011", Lower: "04011"})
	matches := find(t, client)
	if len(matches) != 1 {
		t.Fatalf("%+v", matches)
	}
	m := matches[0]
	if m.State != "az" || m.Lon != -112.0971 || m.Lat != 33.4484 || len(m.Layers) != 2 {
		t.Errorf("%+v", m)
	}
	for _, layer := range []string{geocoder.Upper, geocoder.Lower} {
		if m.Layers[layer] != (geocoder.District{GEOID: "04011", Vintage: "2024"}) {
			t.Errorf("%s: %+v", layer, m.Layers[layer])
		}
	}
	if asked := double.Asked(); len(asked) != 1 || asked[0] != "1700 W Washington St, Phoenix, AZ 85007" {
		t.Errorf("asked %q", asked)
	}
}

func TestWhatALayerCannotSayIsMissing(t *testing.T) {
	t.Parallel()
	client, double, _ := open(t)
	for name, place := range map[string]fakegeocoder.Place{
		"an error in the layer": {Upper: "04011", Lower: fakegeocoder.Broken},
		"no lower chamber":      {Upper: "31046"},
		"no district":           {Upper: "12004", Lower: "12ZZZ"},
		"maps of another year":  {Upper: "27046", Year: "2026"},
	} {
		place.State = "AZ"
		double.Put(name, place)
		matches, err := client.Find(t.Context(), geocoder.Address{Street: name, State: "AZ", ZIP: "85007"})
		if err != nil || len(matches) != 1 {
			t.Fatalf("%s: %+v, %v", name, matches, err)
		}
		want := geocoder.District{GEOID: place.Upper, Vintage: "2024"}
		if place.Year != "" {
			want.Vintage = place.Year
		}
		if layers := matches[0].Layers; len(layers) != 1 || layers[geocoder.Upper] != want {
			t.Errorf("%s: %+v", name, layers)
		}
	}
}

func TestNoneAndSeveralMatchesAreAnswers(t *testing.T) {
	t.Parallel()
	client, double, _ := open(t)
	if matches := find(t, client); len(matches) != 0 {
		t.Errorf("an unknown street: %+v", matches)
	}
	double.Put("1 Main St", fakegeocoder.Place{State: "AZ", Upper: "04001"}, fakegeocoder.Place{State: "AZ", Upper: "04002"})
	matches, err := client.Find(t.Context(), geocoder.Address{Street: "1  Main St ", State: "AZ", ZIP: "85007"})
	if err != nil || len(matches) != 2 {
		t.Errorf("%+v, %v", matches, err)
	}
	double.Play(fakegeocoder.Refuses)
	if matches, err := client.Find(t.Context(), geocoder.Address{Street: "???", State: "AZ"}); err != nil || len(matches) != 0 {
		t.Errorf("an address that it cannot read: %+v, %v", matches, err)
	}
}

func TestEveryFailureIsTriedTwiceAndNamesNoAddress(t *testing.T) {
	var logged bytes.Buffer // the standard logger is where libraries would complain
	before := log.Writer()
	log.SetOutput(&logged)
	t.Cleanup(func() { log.SetOutput(before) })
	for _, mode := range []fakegeocoder.Mode{
		fakegeocoder.Hangs, fakegeocoder.Fails, fakegeocoder.Page, fakegeocoder.BrokenJSON, fakegeocoder.NoResult, fakegeocoder.Redirects,
	} {
		client, double, _ := open(t)
		double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011", Lower: "04011"})
		double.Play(mode)
		matches, err := client.Find(t.Context(), address)
		if !errors.Is(err, geocoder.ErrUnavailable) || matches != nil {
			t.Errorf("%s: %+v, %v", mode, matches, err)
		}
		if err != nil && strings.Contains(err.Error(), "Washington") {
			t.Errorf("%s tells the address: %v", mode, err)
		}
		if n := len(double.Asked()); n != 2 {
			t.Errorf("%s: asked %d times", mode, n)
		}
		double.Play(fakegeocoder.Answers)
		if matches := find(t, client); len(matches) != 1 {
			t.Errorf("%s was remembered: %+v", mode, matches)
		}
	}
	if logged.Len() > 0 {
		t.Errorf("logged %q", logged.String())
	}
}

func TestAHiccupIsNotNoticed(t *testing.T) {
	t.Parallel()
	client, double, _ := open(t)
	double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011"})
	double.FailTimes(1)
	if matches := find(t, client); len(matches) != 1 || len(double.Asked()) != 2 {
		t.Errorf("%+v after %d requests", matches, len(double.Asked()))
	}
}

func TestAnswersAreRememberedForAWhile(t *testing.T) {
	t.Parallel()
	client, double, now := open(t)
	double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011"})
	find(t, client)
	if _, err := client.Find(t.Context(), geocoder.Address{Street: " 1700 w washington  st", City: "PHOENIX", State: "az", ZIP: "85007"}); err != nil {
		t.Fatal(err)
	}
	if n := len(double.Asked()); n != 1 {
		t.Errorf("asked %d times for one address", n)
	}
	now.Advance(2 * time.Hour)
	find(t, client)
	if n := len(double.Asked()); n != 2 {
		t.Errorf("asked %d times: an old answer was kept", n)
	}
}

func TestNobodyWaitsForAGeocoderThatIsDown(t *testing.T) {
	t.Parallel()
	client, double, now := open(t)
	double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011"})
	double.Play(fakegeocoder.Fails)
	fail := func() {
		t.Helper()
		if _, err := client.Find(t.Context(), address); !errors.Is(err, geocoder.ErrUnavailable) {
			t.Fatal(err)
		}
	}
	for range 10 {
		fail()
	}
	if n := len(double.Asked()); n != 6 {
		t.Errorf("asked %d times, want 3 times 2", n)
	}
	now.Advance(time.Minute)
	fail()
	fail()
	if n := len(double.Asked()); n != 8 {
		t.Errorf("asked %d times: after a rest one visitor tries it", n)
	}
	now.Advance(time.Minute)
	double.Play(fakegeocoder.Answers)
	if matches := find(t, client); len(matches) != 1 {
		t.Errorf("%+v", matches)
	}
	double.Play(fakegeocoder.Fails)
	if _, err := client.Find(t.Context(), geocoder.Address{Street: "2 Other St"}); !errors.Is(err, geocoder.ErrUnavailable) || len(double.Asked()) != 11 {
		t.Errorf("%v after %d requests: it had recovered", err, len(double.Asked()))
	}
}

func TestAVisitorWhoLeavesIsNoFailure(t *testing.T) {
	t.Parallel()
	client, double, _ := open(t)
	double.Play(fakegeocoder.Hangs)
	for range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		if _, err := client.Find(ctx, address); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	double.Put(street, fakegeocoder.Place{State: "AZ", Upper: "04011"})
	double.Play(fakegeocoder.Answers)
	if matches := find(t, client); len(matches) != 1 {
		t.Errorf("%+v", matches)
	}
}
