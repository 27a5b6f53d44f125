package ui

import "strconv"

// Tiles is what a tile chart draws: equal squares in rows, each shaded and marked
// by its step. Everything it draws is also to be listed beside it.
type Tiles struct {
	ID          string // unique on the page
	Title, Desc string
	Tiles       []Tile
}

// Tile is one square. Step tells how much of something it stands for: from 1 to 4
// more and more, 0 for less than is told, and NoTile for nothing.
type Tile struct {
	Label string // a few characters
	Title string // what it says when pointed at
	Step  int
}

// NoTile is the step of a tile that stands for nothing.
const NoTile = -1

const (
	tileSize  = 40
	tilePitch = 44
	tileRow   = 12 // tiles in a full row: a label is still read at 320 pixels
)

type tilePlace struct {
	Tile
	x, y int
}

func (t Tiles) places() []tilePlace {
	list := make([]tilePlace, len(t.Tiles))
	for i, tile := range t.Tiles {
		list[i] = tilePlace{tile, i % tileRow * tilePitch, i / tileRow * tilePitch}
	}
	return list
}

func (t Tiles) viewBox() string {
	rows := (len(t.Tiles) + tileRow - 1) / tileRow
	return "0 0 " + strconv.Itoa(tileRow*tilePitch-(tilePitch-tileSize)) + " " + strconv.Itoa(max(rows, 1)*tilePitch-(tilePitch-tileSize))
}

// class names a step for the style sheet.
func (t Tile) class() string {
	if t.Step == NoTile {
		return "step-none"
	}
	return "step-" + strconv.Itoa(t.Step)
}

// pips are the left edges of a tile's marks, one for each step, around its middle.
func (t Tile) pips(middle int) (list []string) {
	for i := range max(t.Step, 0) {
		list = append(list, strconv.Itoa(middle-(t.Step*8-2)/2+i*8))
	}
	return list
}
