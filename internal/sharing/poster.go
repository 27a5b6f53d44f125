package sharing

import (
	"context"
	"io"
	"time"

	"statehouse/internal/paper"
	"statehouse/internal/qr"
)

// Poster is what a sheet to be printed says.
type Poster struct {
	Slug, Kicker, Title, Ask string
	Address                  string // of the short link, as cameras read it
	Typed                    string // the same as people type it
	Strips                   bool   // to tear off at the bottom
	Made                     time.Time
}

// Measures of a poster, in millimetres.
const (
	posterCode  = 78.0
	sheetCode   = 45.0
	stripHeight = 62.0
	strips      = 8
)

// WritePoster draws a poster with strips to tear off, or without them a plain
// sheet, as a PDF in the language of ctx.
func WritePoster(ctx context.Context, w io.Writer, p Poster) error {
	code, err := qr.Of(p.Address)
	if err != nil {
		return err
	}
	d := paper.New(ctx, p.Slug)
	d.PDF.SetAutoPageBreak(false, 0)
	d.PDF.SetFooterFunc(func() {})
	d.Begin(p.Title, p.Made)
	d.Small(p.Kicker)
	d.Heading(titleSize(p.Title), p.Title)
	d.PDF.Ln(3)
	d.PDF.SetFont(paper.Family, "", 15)
	d.PDF.MultiCell(0, 7.5, d.Drawable(p.Ask), "", "L", false)
	d.PDF.Ln(6)
	size := sheetCode
	if p.Strips {
		size = posterCode
	}
	y := d.PDF.GetY()
	if over := y - (paper.Height - stripHeight - size - 24); p.Strips && over > 0 { // a long ask leaves less room
		size = max(size-over, sheetCode)
	}
	drawCode(d, code, paper.Margin, y, size)
	d.PDF.SetXY(paper.Margin+size+8, y+size/2-16)
	d.PDF.SetFont(paper.Family, "B", 15)
	d.PDF.MultiCell(paper.Width-size-8, 7.5, d.T("share.poster.scan"), "", "L", false)
	d.PDF.SetX(paper.Margin + size + 8)
	d.PDF.SetFont(paper.Family, "", 13)
	d.PDF.MultiCell(paper.Width-size-8, 7, p.Typed, "", "L", false)
	d.PDF.SetXY(paper.Margin, y+size+6)
	d.Small(d.T("share.poster.note"))
	if p.Strips {
		drawStrips(d, p.Typed)
	} else {
		d.Text(d.T("share.sheet.note"))
	}
	return d.Write(w)
}

// titleSize is smaller for long titles, in points.
func titleSize(title string) float64 {
	if len([]rune(title)) > 60 {
		return 24
	}
	return 32
}

// drawCode draws a code with its white edge in a square.
func drawCode(d *paper.Document, code qr.Code, x, y, size float64) {
	module := size / float64(code.Side())
	d.PDF.SetFillColor(0, 0, 0)
	code.Runs(func(cx, cy, length int) {
		d.PDF.Rect(x+float64(cx+qr.Quiet)*module, y+float64(cy+qr.Quiet)*module, float64(length)*module, module, "F")
	})
}

// drawStrips draws the address upright in strips, to be cut between and torn off.
func drawStrips(d *paper.Document, typed string) {
	top, width := paper.Height-stripHeight, (paper.Width+2*paper.Margin)/strips
	d.PDF.SetDrawColor(120, 120, 120)
	d.PDF.SetLineWidth(0.2)
	d.PDF.SetDashPattern([]float64{2, 2}, 0)
	d.PDF.Line(0, top, paper.Width+2*paper.Margin, top)
	size := 11.0
	d.PDF.SetFont(paper.Family, "", size)
	for d.PDF.GetStringWidth(typed) > stripHeight-8 && size > 5 {
		size -= 0.5
		d.PDF.SetFont(paper.Family, "", size)
	}
	for i := range strips {
		if i > 0 {
			d.PDF.Line(float64(i)*width, top, float64(i)*width, paper.Height)
		}
		x, y := (float64(i)+0.5)*width+1.5, paper.Height-4
		d.PDF.TransformBegin()
		d.PDF.TransformRotate(90, x, y)
		d.PDF.Text(x, y, typed)
		d.PDF.TransformEnd()
	}
}
