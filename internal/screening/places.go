package screening

import (
	_ "embed" // the list of places
	"slices"
	"strings"
)

//go:embed data/states.txt
var statesText string

// place is a name that stands for a state.
type place struct{ code, name string }

var (
	places     = readPlaces(statesText) // the longest names first
	placeNames = map[string]bool{}
	placeWords = map[string]bool{} // single words of names of states
	codes      = map[string]bool{}
)

func init() {
	for _, p := range places {
		placeNames[p.name], codes[p.code] = true, true
	}
	for _, line := range strings.Split(strings.TrimSpace(statesText), "\n") {
		for _, name := range strings.Split(strings.Split(line, "|")[1], ",") {
			for _, w := range strings.Fields(name) {
				placeWords[w] = true
			}
		}
	}
}

func readPlaces(text string) (list []place) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		parts := strings.Split(line, "|")
		for _, name := range strings.Split(parts[1]+","+parts[2], ",") {
			if name != "" {
				list = append(list, place{parts[0], strings.NewReplacer(".", "", "'", "").Replace(name)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b place) int { return len(b.name) - len(a.name) })
	return list
}

// leads are words before a state.
var leads = set("in from for here to of near live state en de desde para vivo")

// alsoWords are postal codes that are words in English or Spanish, or short for
// something else: they count in capitals, after a comma or a word that leads to
// a place.
var alsoWords = set("al ak ar co de ga hi ia id il in la ma me mi mn mo ms mt nd ne oh ok or pa pr sc sd va id ct wa")

// states lists the states that a text speaks of, by name, by city or by code.
func states(text string) []string {
	list := wordsOf(text)
	loud := isLoud(list)
	var found []string
	add := func(code string) {
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	for i := 0; i < len(list); {
		if p, n := placeAt(list[i:]); n > 0 {
			add(p.code)
			i += n
			continue
		}
		w := list[i]
		before := ""
		if i > 0 {
			before = list[i-1].plain
		}
		if codes[w.plain] && (!alsoWords[w.plain] || w.upper && (strings.TrimSpace(w.gap) == "," || !loud && before != "" && leads[before])) {
			add(w.plain)
		}
		i++
	}
	return found
}

// placeAt is the place that a list of words begins with, and its words.
func placeAt(list []word) (place, int) {
	for _, p := range places {
		n := strings.Count(p.name, " ") + 1
		if n <= len(list) && joined(list[:n]) == p.name {
			return p, n
		}
	}
	return place{}, 0
}
