package public

import (
	"context"
	"strconv"

	"statehouse/internal/i18n"
)

// tileAt places each state on a grid of equal tiles, column and row from 0,
// roughly where it lies on the map.
var tileAt = map[string][2]int{
	"ak": {0, 0}, "me": {11, 0},
	"vt": {10, 1}, "nh": {11, 1},
	"wa": {1, 2}, "id": {2, 2}, "mt": {3, 2}, "nd": {4, 2}, "mn": {5, 2}, "il": {6, 2}, "wi": {7, 2}, "mi": {8, 2}, "ny": {9, 2}, "ri": {10, 2}, "ma": {11, 2},
	"or": {1, 3}, "nv": {2, 3}, "wy": {3, 3}, "sd": {4, 3}, "ia": {5, 3}, "in": {6, 3}, "oh": {7, 3}, "pa": {8, 3}, "nj": {9, 3}, "ct": {10, 3},
	"ca": {1, 4}, "ut": {2, 4}, "co": {3, 4}, "ne": {4, 4}, "mo": {5, 4}, "ky": {6, 4}, "wv": {7, 4}, "va": {8, 4}, "md": {9, 4}, "de": {10, 4},
	"az": {2, 5}, "nm": {3, 5}, "ks": {4, 5}, "ar": {5, 5}, "tn": {6, 5}, "nc": {7, 5}, "sc": {8, 5}, "dc": {9, 5},
	"ok": {4, 6}, "la": {5, 6}, "ms": {6, 6}, "al": {7, 6}, "ga": {8, 6},
	"hi": {0, 7}, "tx": {4, 7}, "fl": {9, 7}, "pr": {11, 7},
}

const (
	tileSize = 40
	tileStep = 44
	tileWide = 11*tileStep + tileSize
	tileHigh = 7*tileStep + tileSize
)

// tile is one state on the map, in pixels of its view box.
type tile struct {
	StateRow
	x, y int
}

// tiles leaves out states that have no place on the grid.
func tiles(rows []StateRow) []tile {
	var list []tile
	for _, r := range rows {
		if at, ok := tileAt[r.Code]; ok {
			list = append(list, tile{r, at[0] * tileStep, at[1] * tileStep})
		}
	}
	return list
}

func px(n int) string { return strconv.Itoa(n) }

// strength is how many squares mark a status; those that are not here have
// another mark or none.
var strength = map[string]int{
	"immunity": 3, "conditional_immunity": 2, "diversion_or_defense": 1,
	"vacatur": 3, "expungement": 2, "sealing": 1,
}

type pip struct{ x, y, width, height int }

const pipSize, pipStep = 6, 9

// pipsOf marks a status around a point: squares by strength, a bar where there
// is nothing, two thin bars where something was reported but not read.
func pipsOf(status string, x, y int) []pip {
	switch status {
	case "none":
		return []pip{{x - 9, y - 1, 18, 3}}
	case "reported", someLaw:
		return []pip{{x - 9, y - 1, 7, 3}, {x + 2, y - 1, 7, 3}}
	}
	var list []pip
	n := strength[status]
	left := x - (n*pipStep-(pipStep-pipSize))/2
	for i := range n {
		list = append(list, pip{left + i*pipStep, y - pipSize/2, pipSize, pipSize})
	}
	return list
}

type legendLine struct {
	status string
	states int
}

// legend counts the states of each status; that of a law not read stands there
// only where there is one.
func legend(topic string, rows []StateRow) []legendLine {
	count := map[string]int{}
	for _, r := range rows {
		count[r.law(topic).Word()]++
	}
	var lines []legendLine
	for _, status := range lawStatuses[topic] {
		if status == "unknown" && count[someLaw] > 0 {
			lines = append(lines, legendLine{someLaw, count[someLaw]})
		}
		lines = append(lines, legendLine{status, count[status]})
	}
	return lines
}

func legendWords(ctx context.Context, topic, status string) string {
	if status == someLaw {
		return i18n.T(ctx, "states.some.legend")
	}
	return i18n.T(ctx, "states."+topic+"."+status)
}
