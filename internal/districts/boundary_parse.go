package districts

import (
	"bytes"
	"strings"

	"statehouse/internal/imports"
	"statehouse/models"
)

// feature is one entry of a boundary file before it is understood.
type feature struct {
	number     int // from 1
	properties map[string]string
	rings      [][][2]float64 // longitude, latitude
}

// parseBoundaries reads GeoJSON (plain or gzip) or a zipped shapefile of
// districts, as the Census Bureau publishes them. Water without a district
// (code ZZZ) is left out.
func parseBoundaries(data []byte) ([]area, error) {
	read := readGeoJSON
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		read = readShapefile
	}
	features, err := read(data)
	if err != nil {
		return nil, err
	}
	var areas []area
	numbers := map[[2]string]int{}
	for _, f := range features {
		a, err := f.area()
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(a.geoid, noDistrict) {
			continue
		}
		if first := numbers[[2]string{a.layer, a.geoid}]; first > 0 {
			return nil, f.refuse("the same district is feature %d", first)
		}
		numbers[[2]string{a.layer, a.geoid}] = a.number
		areas = append(areas, a)
	}
	if len(areas) == 0 {
		return nil, imports.Refuse(0, "the file has no district in it")
	}
	return areas, nil
}

// noDistrict ends the code of what lies in no district, mostly water.
const noDistrict = "ZZZ"

func (f feature) refuse(format string, args ...any) error {
	return imports.Refuse(0, "feature %d: "+format, append([]any{f.number}, args...)...)
}

// area understands a feature by the fields that the Census gives it.
func (f feature) area() (area, error) {
	a := area{number: f.number, geoid: f.properties["GEOID"], vintage: f.properties["LSY"]}
	switch {
	case f.properties["SLDUST"] != "":
		a.layer = "sldu"
	case f.properties["SLDLST"] != "":
		a.layer = "sldl"
	default:
		return a, f.refuse("it has neither SLDUST nor SLDLST, so it is no state legislative district")
	}
	fips := f.properties["STATEFP"]
	for _, state := range models.States() {
		if state.FIPS == fips {
			a.state = state.Code
		}
	}
	if a.state == "" {
		return a, f.refuse("STATEFP is %q, which is no state", fips)
	}
	if want := fips + f.properties["SLDUST"] + f.properties["SLDLST"]; a.geoid != want {
		return a, f.refuse("GEOID is %q and must be %q", a.geoid, want)
	}
	var err error
	a.rings, err = f.outline()
	return a, err
}

// outline turns the rings into whole numbers, without the last point of each,
// which repeats the first.
func (f feature) outline() ([]ring, error) {
	var rings []ring
	for _, coordinates := range f.rings {
		r := make(ring, 0, len(coordinates))
		for _, c := range coordinates {
			if !(c[0] >= -180 && c[0] <= 180 && c[1] >= -90 && c[1] <= 90) {
				return nil, f.refuse("%g, %g is no longitude and latitude in degrees", c[0], c[1])
			}
			r = append(r, pointAt(c[0], c[1]))
		}
		if n := len(r); n > 1 && r[0] == r[n-1] {
			r = r[:n-1]
		}
		if len(r) < 3 {
			return nil, f.refuse("a ring has fewer than three corners")
		}
		rings = append(rings, r)
	}
	if len(rings) == 0 {
		return nil, f.refuse("it has no outline")
	}
	return rings, nil
}
