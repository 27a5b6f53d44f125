package ui

import (
	"math"
	"testing"
)

func TestEverySeatHasAPlaceOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 12, 13, 30, 40, 60, 90, 120, 151, 203, 400} {
		places, r := Hemicycle{Seats: make([]HemicycleSeat, n)}.places()
		if len(places) != n {
			t.Fatalf("%d seats, %d places", n, len(places))
		}
		for i, a := range places {
			if a.x < r || a.y < r || a.x > 652-r || a.y > 352-r {
				t.Errorf("%d seats: seat %d lies outside, at %.0f %.0f", n, i, a.x, a.y)
			}
			for _, b := range places[:i] {
				if d := math.Hypot(a.x-b.x, a.y-b.y); d < 1.6*r {
					t.Errorf("%d seats: two are %.1f apart, radius %.1f", n, d, r)
				}
			}
		}
	}
}

func TestSeatsRunFromLeftToRight(t *testing.T) {
	t.Parallel()
	h := Hemicycle{}
	for range 30 {
		h.Seats = append(h.Seats, HemicycleSeat{Mark: MarkFull})
	}
	for range 30 {
		h.Seats = append(h.Seats, HemicycleSeat{Mark: MarkCross})
	}
	places, _ := h.places()
	for _, p := range places {
		if p.Mark == MarkFull && p.x > 327 || p.Mark == MarkCross && p.x < 325 {
			t.Errorf("a %s seat sits at %.0f", p.Mark, p.x)
		}
	}
}
