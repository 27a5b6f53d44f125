// Package qr draws the squares that cameras read addresses from.
package qr

import (
	"fmt"
	"html"
	"strings"

	goqr "github.com/piglig/go-qr"
)

// Quiet is how many modules of white must stand around a code, for cameras to
// find it (ISO/IEC 18004).
const Quiet = 4

// Code is a square of modules, true for dark ones, without its white edge.
type Code [][]bool

// Of makes the code of an address. A quarter of it may be torn or dirty.
func Of(address string) (Code, error) {
	drawn, err := goqr.EncodeText(address, goqr.Quartile)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	code := make(Code, drawn.Size())
	for y := range code {
		code[y] = make([]bool, drawn.Size())
		for x := range code[y] {
			code[y][x] = drawn.Module(x, y)
		}
	}
	return code, nil
}

// Runs calls draw for each row of dark modules that stand side by side.
func (c Code) Runs(draw func(x, y, length int)) {
	for y, row := range c {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				draw(start, y, x-start)
			}
		}
	}
}

// Side is how many modules wide the code is drawn, with its white edge.
func (c Code) Side() int { return len(c) + 2*Quiet }

// Path is the dark part of the drawing, as in the d attribute of an SVG path.
func (c Code) Path() string {
	var path strings.Builder
	c.Runs(func(x, y, length int) { fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+Quiet, y+Quiet, length, length) })
	return path.String()
}

// SVG is the code as a picture that says in words what it is.
func (c Code) SVG(words string) string {
	side := c.Side()
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" shape-rendering="crispEdges"><title>%s</title><rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`,
		side, side, side*8, side*8, html.EscapeString(words), side, side, c.Path())
}
