package ui

import (
	"cmp"
	"math"
	"slices"
)

// Hemicycle is what a chamber diagram draws: one mark per seat, in rows around
// the chair, in the order given from left to right. Everything it draws is also
// to be listed beside it.
type Hemicycle struct {
	ID          string // unique on the page
	Title, Desc string
	Seats       []HemicycleSeat
}

// HemicycleSeat is one seat: the shape of its mark, and what it says when
// pointed at.
type HemicycleSeat struct {
	Mark  Mark
	Title string
}

// Mark is a shape that tells seats apart without their colour.
type Mark string

// The marks.
const (
	MarkFull    Mark = "full"
	MarkHalf    Mark = "half"
	MarkCross   Mark = "cross"
	MarkRing    Mark = "ring"
	MarkMissing Mark = "missing"
)

// The drawing is measured in units of its own: the outer radius is 300.
const (
	hemicycleOuter = 300.0
	hemicycleInner = 110.0
	hemicycleEdge  = 26.0
)

type seatPlace struct {
	HemicycleSeat
	x, y, angle float64
}

// rows is how many rows a number of seats sits in.
func hemicycleRows(seats int) int {
	switch {
	case seats <= 12:
		return 1
	case seats <= 34:
		return 3
	case seats <= 70:
		return 4
	case seats <= 130:
		return 6
	case seats <= 210:
		return 8
	}
	return 11
}

// places sits the seats: each row gets its part of them by its length, and the
// order runs from left to right over all rows.
func (h Hemicycle) places() ([]seatPlace, float64) {
	n := len(h.Seats)
	rows := hemicycleRows(n)
	radii, total := make([]float64, rows), 0.0
	for i := range radii {
		radii[i] = hemicycleOuter
		if rows > 1 {
			radii[i] = hemicycleInner + (hemicycleOuter-hemicycleInner)*float64(i)/float64(rows-1)
		}
		total += radii[i]
	}
	var places []seatPlace
	left, closest := n, math.Pi*hemicycleOuter
	if rows > 1 {
		closest = (hemicycleOuter - hemicycleInner) / float64(rows-1)
	}
	for i, r := range radii {
		here := int(math.Round(float64(n) * r / total))
		if i == rows-1 || here > left {
			here = left
		}
		left -= here
		for k := range here {
			angle := math.Pi / 2
			if here > 1 {
				angle = math.Pi * (1 - float64(k)/float64(here-1))
				closest = min(closest, math.Pi*r/float64(here-1))
			}
			places = append(places, seatPlace{x: hemicycleOuter + hemicycleEdge + r*math.Cos(angle), y: hemicycleOuter + hemicycleEdge - r*math.Sin(angle), angle: angle})
		}
	}
	slices.SortStableFunc(places, func(a, b seatPlace) int { return cmp.Compare(b.angle, a.angle) })
	for i := range places {
		places[i].HemicycleSeat = h.Seats[i]
	}
	return places, min(closest*0.42, 24)
}
