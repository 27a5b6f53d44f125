// Package qr draws a text as a square code that telephones read.
package qr

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// margin is the quiet zone around a code, in modules, as the norm asks for.
const margin = 4

// Code is a drawing: a square of Size by Size, and the path of its dark parts.
type Code struct {
	Size int
	Path string // as in the d attribute of an SVG path
}

// Draw draws a text.
func Draw(text string) (Code, error) {
	drawn, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Code{}, err
	}
	size := drawn.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if drawn.At(x, y) == color.Black {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+margin, y+margin)
			}
		}
	}
	return Code{Size: size + 2*margin, Path: path.String()}, nil
}
