// Package sharecard draws the picture that goes with a shared petition.
package sharecard

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Width and Height are the size in pixels that sites show shared pictures in.
const (
	Width  = 1200
	Height = 630
	margin = 80
)

// Card is what the picture says. Texts are cut to what fits.
type Card struct {
	Site, Kicker, Title, Count string
	Part                       float64 // of the goal, 0 to 1
}

var (
	paper = color.RGBA{0xfa, 0xf6, 0xee, 0xff}
	ink   = color.RGBA{0x26, 0x22, 0x1e, 0xff}
	clay  = color.RGBA{0x93, 0x3f, 0x20, 0xff}
	teal  = color.RGBA{0x1b, 0x50, 0x4b, 0xff}
	track = color.RGBA{0xdc, 0xd3, 0xc2, 0xff}
)

var palette = color.Palette{paper, ink, clay, teal, track,
	mix(paper, ink, 1), mix(paper, ink, 2), mix(paper, ink, 3), mix(paper, clay, 1), mix(paper, clay, 2), mix(paper, clay, 3)}

// mix is a quarter step from one color to another, for the edges of letters.
func mix(a, b color.RGBA, quarters int) color.RGBA {
	step := func(x, y uint8) uint8 { return uint8((int(x)*(4-quarters) + int(y)*quarters) / 4) }
	return color.RGBA{step(a.R, b.R), step(a.G, b.G), step(a.B, b.B), 0xff}
}

var (
	regular = mustParse(goregular.TTF)
	bold    = mustParse(gobold.TTF)
)

func mustParse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // the fonts come with the library
	}
	return f
}

// PNG draws the card.
func PNG(c Card) ([]byte, error) {
	picture := image.NewPaletted(image.Rect(0, 0, Width, Height), palette)
	draw.Draw(picture, picture.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	fill(picture, image.Rect(0, 0, Width, 16), teal)
	y, err := write(picture, regular, 34, clay, 110, 1, c.Kicker)
	if err != nil {
		return nil, err
	}
	if _, err = write(picture, bold, 64, ink, y+84, 3, c.Title); err != nil {
		return nil, err
	}
	if _, err = write(picture, bold, 44, ink, 485, 1, c.Count); err != nil {
		return nil, err
	}
	bar := image.Rect(margin, 510, Width-margin, 530)
	fill(picture, bar, track)
	bar.Max.X = bar.Min.X + int(float64(bar.Dx())*min(max(c.Part, 0), 1))
	fill(picture, bar, teal)
	if _, err = write(picture, regular, 30, ink, 585, 1, c.Site); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, picture)
	return b.Bytes(), err
}

func fill(picture draw.Image, r image.Rectangle, c color.Color) {
	draw.Draw(picture, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// write sets a text in at most so many lines and returns the last base line.
func write(picture draw.Image, f *opentype.Font, size float64, c color.Color, y, lines int, text string) (int, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return 0, err
	}
	defer face.Close()
	drawer := font.Drawer{Dst: picture, Src: image.NewUniform(c), Face: face}
	wrapped := wrap(&drawer, text, lines)
	for i, line := range wrapped {
		if i > 0 {
			y += int(size * 1.2)
		}
		drawer.Dot = fixed.P(margin, y)
		drawer.DrawString(line)
	}
	return y, nil
}

// wrap breaks a text at its spaces; what does not fit ends in an ellipsis.
func wrap(d *font.Drawer, text string, lines int) (wrapped []string) {
	room := fixed.I(Width - 2*margin)
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || d.MeasureString(longer) <= room {
			line = longer
			continue
		}
		if len(wrapped) == lines-1 {
			line += " …"
			break
		}
		wrapped, line = append(wrapped, line), word
	}
	return append(wrapped, cut(d, line, room))
}

func cut(d *font.Drawer, line string, room fixed.Int26_6) string {
	for runes := []rune(line); d.MeasureString(line) > room && len(runes) > 1; {
		runes = runes[:len(runes)-1]
		line = string(runes) + "…"
	}
	return line
}
