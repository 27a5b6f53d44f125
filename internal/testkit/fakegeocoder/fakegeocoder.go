// Package fakegeocoder is a double of the Census Geocoder that plays each of
// its moods.
package fakegeocoder

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Mode is a mood of the geocoder.
type Mode string

// The modes. All but Answers are failures.
const (
	Answers    Mode = ""            // answers as Put taught it
	Hangs      Mode = "hangs"       // longer than anybody waits
	Fails      Mode = "fails"       // 503
	Page       Mode = "page"        // a web page with status 200
	BrokenJSON Mode = "broken json" // cut off in the middle
	NoResult   Mode = "no result"   // JSON of another form
	Redirects  Mode = "redirects"   // elsewhere
	Refuses    Mode = "refuses"     // 400: it can make nothing of the address
)

// Place is one match of an address. An empty code leaves the layer out.
type Place struct {
	State        string // "AZ"
	Lon, Lat     float64
	Upper, Lower string // GEOIDs, or Broken, or one that ends in ZZZ
	Year         string // of the maps; "2024" if empty
}

// Broken in place of a GEOID is a layer that reports an error.
const Broken = "broken"

// Geocoder is the double.
type Geocoder struct {
	URL string

	mu     sync.Mutex
	mode   Mode
	fails  int // requests that still fail
	places map[string][]Place
	asked  []string
	gone   chan struct{}
}

// New starts a double that knows no address, and stops it at the end of the test.
func New(t testing.TB) *Geocoder {
	t.Helper()
	g := &Geocoder{places: map[string][]Place{}, gone: make(chan struct{})}
	server := httptest.NewServer(http.HandlerFunc(g.answer))
	g.URL = server.URL + "/geocoder"
	t.Cleanup(func() {
		close(g.gone)
		server.Close()
	})
	return g
}

// Put teaches it a street: the places that it may be, none for a street that it
// does not know.
func (g *Geocoder) Put(street string, places ...Place) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.places[strings.ToUpper(street)] = places
}

// Play changes its mood.
func (g *Geocoder) Play(mode Mode) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mode = mode
}

// FailTimes lets the next n requests fail, whatever its mood.
func (g *Geocoder) FailTimes(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fails = n
}

// Asked lists the addresses that it was asked for.
func (g *Geocoder) Asked() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.asked...)
}

func (g *Geocoder) answer(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if r.URL.Path != "/geocoder/geographies/onelineaddress" || query.Get("layers") != "all" || query.Get("format") != "json" ||
		query.Get("benchmark") == "" || query.Get("vintage") == "" || query.Get("address") == "" {
		http.Error(w, "not how the geocoder is asked", http.StatusNotFound)
		return
	}
	g.mu.Lock()
	address, mode := query.Get("address"), g.mode
	g.asked = append(g.asked, address)
	if g.fails > 0 {
		g.fails--
		mode = Fails
	}
	street, _, _ := strings.Cut(address, ",")
	places := g.places[strings.ToUpper(street)]
	g.mu.Unlock()
	whole, err := json.Marshal(resultOf(address, places))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	g.play(w, r, mode, whole)
}

func (g *Geocoder) play(w http.ResponseWriter, r *http.Request, mode Mode, whole []byte) {
	w.Header().Set("Content-Type", "application/json")
	switch mode {
	case Hangs:
		select {
		case <-g.gone:
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	case Fails:
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
	case Page:
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<!doctype html><title>Service unavailable</title>"))
	case BrokenJSON:
		w.Write(whole[:len(whole)/2])
	case NoResult:
		w.Write([]byte(`{"status":"ok"}`))
	case Redirects:
		http.Redirect(w, r, "http://elsewhere.example.org/", http.StatusFound)
	case Refuses:
		http.Error(w, `{"errors":["Address cannot be empty"]}`, http.StatusBadRequest)
	default:
		w.Write(whole)
	}
}

type object = map[string]any

// resultOf is an answer in the form of the real one, as far as it is read.
func resultOf(address string, places []Place) object {
	matches := []object{}
	for _, p := range places {
		matches = append(matches, object{
			"matchedAddress": strings.ToUpper(address), "coordinates": object{"x": p.Lon, "y": p.Lat},
			"addressComponents": object{"state": p.State, "zip": "00000"},
			"tigerLine":         object{"tigerLineId": "123", "side": "L"},
			"geographies":       p.geographies(),
		})
	}
	return object{"result": object{
		"input":          object{"address": object{"address": address}, "benchmark": object{"benchmarkName": "Public_AR_Current"}},
		"addressMatches": matches,
	}}
}

func (p Place) geographies() object {
	year := p.Year
	if year == "" {
		year = "2024"
	}
	all := object{"States": []object{{"GEOID": "04", "NAME": "A state"}}, "Counties": []object{{"GEOID": "04013"}}}
	for _, layer := range []struct{ name, field, geoid string }{{"Upper", "SLDU", p.Upper}, {"Lower", "SLDL", p.Lower}} {
		key := year + " State Legislative Districts - " + layer.name
		switch {
		case layer.geoid == Broken:
			all[key] = []object{{"status": "Layer query encountered an error: timed out"}}
		case len(layer.geoid) > 2:
			all[key] = []object{{"GEOID": layer.geoid, layer.field: layer.geoid[2:], "STATE": layer.geoid[:2], "MTFCC": "G5210", "CENTLAT": "+33.4"}}
		}
	}
	return all
}
