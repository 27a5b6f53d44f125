package districts

import (
	"encoding/binary"
	"errors"
	"math"

	"statehouse/models"
)

// point is a place in millionths of a degree, about 11 cm.
type point struct{ lon, lat int32 }

// ring is a closed line; the last point is joined to the first.
type ring []point

const million = 1e6

func pointAt(lon, lat float64) point {
	return point{int32(math.Round(lon * million)), int32(math.Round(lat * million))}
}

// box is the smallest upright rectangle around something.
type box struct{ west, south, east, north int32 }

func boxOf(rings []ring) box {
	b := box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	for _, r := range rings {
		for _, p := range r {
			b.west, b.east = min(b.west, p.lon), max(b.east, p.lon)
			b.south, b.north = min(b.south, p.lat), max(b.north, p.lat)
		}
	}
	return b
}

// pack writes rings as numbers of few bytes: for each ring how many points it
// has, then how far each point is from the one before.
func pack(rings []ring) []byte {
	var data []byte
	for _, r := range rings {
		data = binary.AppendUvarint(data, uint64(len(r)))
		var last point
		for _, p := range r {
			data = binary.AppendVarint(data, int64(p.lon)-int64(last.lon))
			data = binary.AppendVarint(data, int64(p.lat)-int64(last.lat))
			last = p
		}
	}
	return data
}

var errPacked = errors.New("districts: a stored boundary cannot be read")

// unpack reads what pack wrote.
func unpack(data []byte) ([]ring, error) {
	var rings []ring
	for len(data) > 0 {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)) {
			return nil, errPacked
		}
		data = data[size:]
		r := make(ring, n)
		var lon, lat int64
		for i := range r {
			step, size := binary.Varint(data)
			if size <= 0 {
				return nil, errPacked
			}
			lon, data = lon+step, data[size:]
			if step, size = binary.Varint(data); size <= 0 {
				return nil, errPacked
			}
			lat, data = lat+step, data[size:]
			r[i] = point{int32(lon), int32(lat)}
		}
		rings = append(rings, r)
	}
	return rings, nil
}

// area is one district of a boundary file.
type area struct {
	number                       int // in the file, from 1
	state, layer, geoid, vintage string
	rings                        []ring
}

func (a area) record() models.Boundary {
	b := boxOf(a.rings)
	return models.Boundary{Layer: a.layer, GEOID: a.geoid, State: a.state, Vintage: a.vintage,
		West: int(b.west), South: int(b.south), East: int(b.east), North: int(b.north), Rings: pack(a.rings)}
}
