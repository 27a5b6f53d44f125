package districts

import (
	"math"
	"slices"
)

// nearEdge is how close to an edge a point is uncertain, in metres: published
// outlines are simplified by up to 40 m, and a geocoder places a house by its
// number along the street.
const nearEdge = 100

// metresPerDegree of latitude; of longitude it is that times the cosine of the
// latitude.
const metresPerDegree = 111_320

// sheet is the map of one layer of a state, in memory.
type sheet []outline

// outline is the boundary of one district.
type outline struct {
	geoid, vintage string
	box            box
	rings          []ring
}

// spot is what a sheet says about a point.
type spot struct {
	geoids  []string // that hold the point or are near it
	sure    bool     // there is one, it holds the point, and no edge is near
	vintage string
}

// at finds what holds a point or is near it. Which ring is a hole need not be
// known: a point is inside where it crosses an odd number of edges.
func (s sheet) at(p point) spot {
	var found spot
	holders, edges := 0, false
	reach := reachAt(p)
	for _, o := range s {
		if !o.box.near(p, reach) {
			continue
		}
		inside, near := o.holds(p), o.edgeNear(p, reach)
		if !inside && !near {
			continue
		}
		found.geoids, found.vintage = append(found.geoids, o.geoid), o.vintage
		edges = edges || near
		if inside {
			holders++
		}
	}
	slices.Sort(found.geoids)
	found.sure = holders == 1 && !edges
	return found
}

// reach is nearEdge in millionths of a degree around a point, and how a step of
// longitude counts beside one of latitude there.
type reach struct {
	lat, lon int64
	narrow   float64
}

func reachAt(p point) reach {
	narrow := math.Cos(float64(p.lat) / million * math.Pi / 180)
	const lat = million * nearEdge / metresPerDegree
	return reach{lat: int64(math.Ceil(lat)), lon: int64(math.Ceil(lat / max(narrow, 0.01))), narrow: narrow}
}

func (b box) near(p point, r reach) bool {
	return int64(p.lon) >= int64(b.west)-r.lon && int64(p.lon) <= int64(b.east)+r.lon &&
		int64(p.lat) >= int64(b.south)-r.lat && int64(p.lat) <= int64(b.north)+r.lat
}

// holds counts how many edges a ray from the point to the east crosses.
func (o outline) holds(p point) bool {
	inside := false
	for _, r := range o.rings {
		a := r[len(r)-1]
		for _, b := range r {
			if (a.lat > p.lat) != (b.lat > p.lat) {
				// East of the point if the point is left of the edge as seen going up; exact in whole numbers.
				side := (int64(b.lon)-int64(a.lon))*(int64(p.lat)-int64(a.lat)) - (int64(p.lon)-int64(a.lon))*(int64(b.lat)-int64(a.lat))
				if (side > 0) == (b.lat > a.lat) && side != 0 {
					inside = !inside
				}
			}
			a = b
		}
	}
	return inside
}

// edgeNear says whether an edge is within reach of the point.
func (o outline) edgeNear(p point, r reach) bool {
	for _, line := range o.rings {
		a := line[len(line)-1]
		for _, b := range line {
			if r.mayTouch(p, a, b) && r.metres(p, a, b) <= nearEdge {
				return true
			}
			a = b
		}
	}
	return false
}

// mayTouch tells quickly of most edges that they are far away.
func (r reach) mayTouch(p, a, b point) bool {
	lat, lon := int64(p.lat), int64(p.lon)
	return int64(min(a.lat, b.lat)) <= lat+r.lat && int64(max(a.lat, b.lat)) >= lat-r.lat &&
		int64(min(a.lon, b.lon)) <= lon+r.lon && int64(max(a.lon, b.lon)) >= lon-r.lon
}

// metres is how far a point is from the line between two others, on a plane
// that touches the earth at the point.
func (r reach) metres(p, a, b point) float64 {
	const scale = metresPerDegree / million
	ax, ay := float64(a.lon-p.lon)*scale*r.narrow, float64(a.lat-p.lat)*scale
	bx, by := float64(b.lon-p.lon)*scale*r.narrow, float64(b.lat-p.lat)*scale
	dx, dy := bx-ax, by-ay
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(1, max(0, -(ax*dx+ay*dy)/length))
	}
	return math.Hypot(ax+along*dx, ay+along*dy)
}
