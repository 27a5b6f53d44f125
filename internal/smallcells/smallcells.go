// Package smallcells folds the small numbers of a table, so that nobody can be
// picked out of it.
package smallcells

import (
	"cmp"
	"slices"
)

// Fewest is the least number that is told of anything.
const Fewest = 5

// Floor rounds a number down to a multiple of Fewest, so that two of them differ
// by at least as much, or not at all.
func Floor(n int) int { return n - n%Fewest }

// Part is one number of a table before it is decided whether it may be told.
type Part[K cmp.Ordered] struct {
	Key   K
	Count int
}

// Fold says which parts may be told, and how much the rest are together. No part
// below Fewest is told, and none of hidden; the rest are at least two parts and
// Fewest together, so that none of them follows from the total. Where that cannot
// be, nothing may be told, not even the total. Parts of nothing are left out.
func Fold[K cmp.Ordered](parts []Part[K], hidden map[K]bool) (told map[K]int, rest int, ok bool) {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p Part[K]) bool { return p.Count == 0 })
	slices.SortFunc(parts, func(a, b Part[K]) int { return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Key, b.Key)) })
	told = map[K]int{}
	folded := 0
	hide := func(p Part[K]) { folded, rest = folded+1, rest+p.Count }
	var large []Part[K]
	for _, p := range parts {
		if p.Count < Fewest || hidden[p.Key] {
			hide(p)
		} else {
			large = append(large, p)
		}
	}
	for folded > 0 && (folded < 2 || rest < Fewest) && len(large) > 0 {
		hide(large[0])
		large = large[1:]
	}
	if folded > 0 && (folded < 2 || rest < Fewest) {
		return nil, 0, false
	}
	for _, p := range large {
		told[p.Key] = p.Count
	}
	return told, rest, true
}
