package qr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	goqr "github.com/piglig/go-qr"
)

// picture draws a code as a camera would see it.
func picture(c Code) image.Image {
	const scale = 8
	side := (len(c) + 2*Quiet) * scale
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	c.Runs(func(x, y, length int) {
		for px := (x + Quiet) * scale; px < (x+length+Quiet)*scale; px++ {
			for py := (y + Quiet) * scale; py < (y+1+Quiet)*scale; py++ {
				img.SetGray(px, py, color.Gray{})
			}
		}
	})
	return img
}

func TestACodeSaysItsAddressAlsoWhenItIsTorn(t *testing.T) {
	t.Parallel()
	const address = "https://statehouse.example.org/p/k7m2x9qa/sunday23"
	code, err := Of(address)
	if err != nil {
		t.Fatal(err)
	}
	if said, err := goqr.Decode(picture(code)); said != address || err != nil {
		t.Errorf("%q, %v", said, err)
	}
	for y := len(code) - 6; y < len(code); y++ { // a corner is gone
		for x := len(code) - 6; x < len(code); x++ {
			code[y][x] = false
		}
	}
	if said, err := goqr.Decode(picture(code)); said != address || err != nil {
		t.Errorf("torn: %q, %v", said, err)
	}
	if _, err := Of(strings.Repeat("x", 4000)); err == nil {
		t.Error("what no code can hold is drawn")
	}
}

func TestThePictureSaysInWordsWhatItIs(t *testing.T) {
	t.Parallel()
	code, err := Of("https://statehouse.example.org/p/k7m2x9qa")
	if err != nil {
		t.Fatal(err)
	}
	svg := code.SVG(`Leads to <"x">`)
	if !strings.Contains(svg, "<title>Leads to &lt;&#34;x&#34;&gt;</title>") || !strings.Contains(svg, `role="img"`) || strings.Contains(svg, "style=") {
		t.Errorf("%.300s", svg)
	}
}
