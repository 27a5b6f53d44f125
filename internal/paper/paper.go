// Package paper writes text on pages to be printed, in fonts that the program
// carries.
package paper

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"

	"statehouse/internal/i18n"
)

// Measures of a page, in millimetres, and the name of its font.
const (
	Margin   = 20.0
	Height   = 279.4 // of letter paper
	Width    = 215.9 - 2*Margin
	Family   = "go"
	lineText = 5.5
)

// Document is a PDF as it grows.
type Document struct {
	PDF    *fpdf.Fpdf
	ctx    context.Context
	font   *sfnt.Font
	glyphs sfnt.Buffer
}

// New begins a document in the language of ctx. Each page says its name at the
// bottom.
func New(ctx context.Context, name string) *Document {
	pdf := fpdf.New("P", "mm", "Letter", "")
	pdf.AddUTF8FontFromBytes(Family, "", bytes.Clone(goregular.TTF))
	pdf.AddUTF8FontFromBytes(Family, "B", bytes.Clone(gobold.TTF))
	font, err := sfnt.Parse(goregular.TTF)
	pdf.SetError(err)
	pdf.SetMargins(Margin, Margin, Margin)
	pdf.SetAutoPageBreak(true, Margin)
	pdf.SetCatalogSort(true)
	pdf.SetLang(i18n.Lang(ctx))
	pdf.SetProducer("Statehouse", false)
	pdf.SetFooterFunc(func() {
		pdf.SetY(-15)
		pdf.SetFont(Family, "", 8)
		pdf.CellFormat(0, 5, name+"   "+strconv.Itoa(pdf.PageNo()), "", 0, "R", false, 0, "")
	})
	return &Document{PDF: pdf, ctx: ctx, font: font}
}

// Begin names the document, says when it was made, and opens its first page.
func (d *Document) Begin(title string, made time.Time) {
	d.PDF.SetTitle(title, true)
	d.PDF.SetCreationDate(made)
	d.PDF.SetModificationDate(made)
	d.PDF.AddPage()
}

// T is a message in the document's language.
func (d *Document) T(id string, pairs ...any) string { return i18n.T(d.ctx, id, pairs...) }

// Day is a date in the document's language.
func (d *Document) Day(at time.Time) string { return i18n.Date(d.ctx, at.UTC()) }

// Write ends the document. Every page is in memory until then.
func (d *Document) Write(w io.Writer) error { return d.PDF.Output(w) }

// Heading writes a line that stands out, of a size in points.
func (d *Document) Heading(size float64, text string) {
	d.PDF.SetFont(Family, "B", size)
	d.PDF.MultiCell(0, size*0.5, d.Drawable(text), "", "L", false)
	d.PDF.Ln(2)
}

// Text writes a paragraph.
func (d *Document) Text(text string) {
	d.PDF.SetFont(Family, "", 11)
	d.PDF.MultiCell(0, lineText, d.Drawable(text), "", "L", false)
	d.PDF.Ln(2.5)
}

// Small writes a paragraph of what is said beside.
func (d *Document) Small(text string) {
	d.PDF.SetFont(Family, "", 9)
	d.PDF.MultiCell(0, 4.5, d.Drawable(text), "", "L", false)
	d.PDF.Ln(2)
}

// Drawable puts a mark in the place of what the font cannot draw.
func (d *Document) Drawable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || d.Has(r) {
			return r
		}
		return '□'
	}, text)
}

// Has says whether the font can draw a sign.
func (d *Document) Has(r rune) bool {
	glyph, err := d.font.GlyphIndex(&d.glyphs, r)
	return err == nil && glyph != 0
}
