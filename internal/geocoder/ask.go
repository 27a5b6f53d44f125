package geocoder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// What is asked: today's streets and today's maps.
const (
	benchmark = "Public_AR_Current"
	vintage   = "Current_Current"
)

// maxAnswer is the largest answer that is read; usual ones have 10 kB.
const maxAnswer = 1 << 20

func (c *Client) try(ctx context.Context, line string) ([]Match, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	query := url.Values{"address": {line}, "benchmark": {benchmark}, "vintage": {vintage}, "layers": {"all"}, "format": {"json"}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/geographies/onelineaddress?"+query.Encode(), nil)
	if err != nil {
		return nil, withoutAddress(err)
	}
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	switch {
	case err != nil:
		return nil, withoutAddress(err)
	case response.StatusCode == http.StatusBadRequest:
		return nil, nil // it could make nothing of the address
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	return parse(body)
}

// withoutAddress drops the URL from an error: it holds what was asked.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// answer is the part that is read of what the geocoder says. A layer is an array of
// areas, or of complaints.
type answer struct {
	Result *struct {
		AddressMatches []struct {
			Coordinates       struct{ X, Y float64 } // longitude, latitude
			AddressComponents struct{ State string }
			Geographies       map[string]json.RawMessage
		}
	}
}

// parse reads an answer; the error says that it is none: a web page in its
// place, or text cut off. A list of matches that is missing is an empty one.
func parse(body []byte) ([]Match, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, errors.New("not JSON of the known form")
	}
	if a.Result == nil {
		return nil, errors.New("no result")
	}
	matches := []Match{}
	for _, m := range a.Result.AddressMatches {
		match := Match{State: strings.ToLower(m.AddressComponents.State), Lon: m.Coordinates.X, Lat: m.Coordinates.Y, Layers: map[string]District{}}
		for name, areas := range m.Geographies {
			layer, year := layerOf(name)
			if district, ok := districtIn(areas, year); ok && layer != "" && district.Vintage >= match.Layers[layer].Vintage {
				match.Layers[layer] = district
			}
		}
		matches = append(matches, match)
	}
	return matches, nil
}

// layerName carries the year of the map, which moves on with each new one.
var layerName = regexp.MustCompile(`(?i)^(?:(\d{4}) )?.*State Legislative Districts - (Upper|Lower)$`)

func layerOf(name string) (layer, year string) {
	found := layerName.FindStringSubmatch(strings.TrimSpace(name))
	switch {
	case found == nil:
		return "", ""
	case strings.EqualFold(found[2], "upper"):
		return Upper, found[1]
	}
	return Lower, found[1]
}

// districtIn is the one district that a layer names; none where the layer
// reports an error, where nobody is elected (ZZZ), and where it names several.
func districtIn(areas json.RawMessage, year string) (District, bool) {
	var list []struct {
		GEOID      string
		SLDU, SLDL string
	}
	if err := json.Unmarshal(areas, &list); err != nil || len(list) == 0 {
		return District{}, false
	}
	geoid := list[0].GEOID
	for _, area := range list {
		if area.GEOID != geoid {
			return District{}, false
		}
	}
	if geoid == "" || strings.HasSuffix(geoid, "ZZZ") || list[0].SLDU == "ZZZ" || list[0].SLDL == "ZZZ" {
		return District{}, false
	}
	return District{GEOID: geoid, Vintage: year}, true
}
