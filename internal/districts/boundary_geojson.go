package districts

import (
	"encoding/json"

	"statehouse/internal/imports"
)

// collection is a GeoJSON file (RFC 7946) as far as it is read.
type collection struct {
	Type     string
	Features []struct {
		Properties map[string]any
		Geometry   *struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

func readGeoJSON(data []byte) ([]feature, error) {
	text, err := imports.Unpack(data)
	if err != nil {
		return nil, err
	}
	var c collection
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, imports.Refuse(0, "the file is neither GeoJSON nor a zipped shapefile, or it is cut off")
	}
	if c.Type != "FeatureCollection" {
		return nil, imports.Refuse(0, "the file is JSON and no GeoJSON FeatureCollection")
	}
	features := make([]feature, len(c.Features))
	for i, from := range c.Features {
		f := feature{number: i + 1, properties: map[string]string{}}
		for name, value := range from.Properties {
			if text, ok := value.(string); ok {
				f.properties[name] = text
			}
		}
		if from.Geometry == nil {
			return nil, f.refuse("it has no outline")
		}
		if err := f.take(from.Geometry.Type, from.Geometry.Coordinates); err != nil {
			return nil, err
		}
		features[i] = f
	}
	return features, nil
}

// take fills the rings: all of a polygon, or all of all polygons. Which are
// holes need not be known to tell inside from outside.
func (f *feature) take(kind string, coordinates json.RawMessage) error {
	var polygons [][][][]float64
	var err error
	switch kind {
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &polygons)
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(coordinates, &polygons[0])
	default:
		return f.refuse("its outline is a %q and must be a Polygon or a MultiPolygon", kind)
	}
	if err != nil {
		return f.refuse("its coordinates cannot be read")
	}
	for _, polygon := range polygons {
		for _, line := range polygon {
			r := make([][2]float64, len(line))
			for i, position := range line {
				if len(position) < 2 {
					return f.refuse("a position has fewer than two numbers")
				}
				r[i] = [2]float64{position[0], position[1]}
			}
			f.rings = append(f.rings, r)
		}
	}
	return nil
}
