package public

import (
	"maps"
	"slices"
	"testing"
)

// TestNoSmallNumberCanBeWorkedOutFromTheTotal: never one hidden alone, never so
// little in all that each must be small.
func TestNoSmallNumberCanBeWorkedOutFromTheTotal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ counts, hidden []int }{
		{[]int{40, 12, 7}, nil},
		{[]int{40, 2, 12, 7}, []int{1, 3}},
		{[]int{40, 12, 0}, []int{1, 2}},
		{[]int{3, 40, 4}, []int{0, 2}},
		{[]int{1, 40, 1, 9}, []int{0, 2, 3}},
		{[]int{1, 1, 1}, []int{0, 1, 2}},
		{[]int{3}, []int{0}},
		{[]int{5, 5, 4}, []int{0, 2}},
		{nil, nil},
	} {
		var chamber ChamberCount
		for _, n := range c.counts {
			chamber.Districts = append(chamber.Districts, DistrictCount{Count: n})
		}
		if got := slices.Sorted(maps.Keys(chamber.hidden())); !slices.Equal(got, c.hidden) {
			t.Errorf("of %v are hidden %v, want %v", c.counts, got, c.hidden)
		}
	}
}

func TestTheLengthOfABarTellsNoHiddenNumber(t *testing.T) {
	t.Parallel()
	chamber := ChamberCount{Districts: []DistrictCount{{Count: 3}, {Count: 8}}}
	if got := chamber.most(); got != 0 {
		t.Errorf("bars are measured by %d, which is not told", got)
	}
}
