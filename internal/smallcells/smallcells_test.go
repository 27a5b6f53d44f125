package smallcells_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"statehouse/internal/smallcells"
)

func TestSmallNumbersAreFoldedWithTheNextLarger(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts []int
		told   []int
		rest   int
		ok     bool
	}{
		{nil, nil, 0, true},
		{[]int{0, 5, 40}, []int{5, 40}, 0, true},
		{[]int{4, 5, 40}, []int{40}, 9, true},
		{[]int{1, 4, 6}, []int{6}, 5, true},
		{[]int{1, 1, 6, 9}, []int{9}, 8, true},
		{[]int{3, 9}, nil, 12, true},
		{[]int{4, 4}, nil, 8, true},
		{[]int{3, 1}, nil, 0, false},
		{[]int{3}, nil, 0, false},
	} {
		var parts []smallcells.Part[int]
		for i, n := range c.counts {
			parts = append(parts, smallcells.Part[int]{Key: i, Count: n})
		}
		told, rest, ok := smallcells.Fold(parts, nil)
		if got := slices.Sorted(maps.Values(told)); !slices.Equal(got, c.told) || rest != c.rest || ok != c.ok {
			t.Errorf("%v: %v and %d, %v; want %v and %d, %v", c.counts, got, rest, ok, c.told, c.rest, c.ok)
		}
	}
}

func TestNoFoldedNumberFollowsFromTheTotal(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var parts []smallcells.Part[int]
		total := 0
		for key := range rng.IntN(12) {
			n := rng.IntN([]int{3, 6, 12, 400}[rng.IntN(4)])
			parts = append(parts, smallcells.Part[int]{Key: key, Count: n})
			total += n
		}
		told, rest, ok := smallcells.Fold(parts, map[int]bool{rng.IntN(20): true})
		sum, folded := rest, 0
		for _, p := range parts {
			n, isTold := told[p.Key]
			switch {
			case isTold && (n != p.Count || n < smallcells.Fewest):
				t.Fatalf("seed %d: %d is told as %d", seed, p.Count, n)
			case isTold:
				sum += n
			case p.Count > 0:
				folded++
			}
		}
		switch {
		case !ok && (len(told) > 0 || rest > 0):
			t.Fatalf("seed %d: of %v nothing is told", seed, parts)
		case ok && sum != total:
			t.Fatalf("seed %d: %v lost something", seed, parts)
		case ok && folded > 0 && (folded < 2 || rest < smallcells.Fewest):
			t.Fatalf("seed %d: %v folds %d of %d parts", seed, parts, rest, folded)
		}
	}
}
