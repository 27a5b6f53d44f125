package packets

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
	"statehouse/models"
)

// Measures of a page, in millimetres.
const (
	margin    = 20.0
	textWidth = 215.9 - 2*margin // of letter paper
	lineText  = 5.5
	lineName  = 5.0
	columns   = 2
	gutter    = 6.0
	nameWidth = (textWidth - gutter*(columns-1)) / columns
	listTop   = 38.0
	listEnd   = 279.4 - margin - lineName
	family    = "go"
)

// document is petition.pdf as it grows.
type document struct {
	ctx    context.Context
	pdf    *fpdf.Fpdf
	font   *sfnt.Font
	glyphs sfnt.Buffer
	column int
	y      float64
	head   string // of the pages with names
}

func newDocument(ctx context.Context, fileName string) *document {
	pdf := fpdf.New("P", "mm", "Letter", "")
	pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(goregular.TTF))
	pdf.AddUTF8FontFromBytes(family, "B", bytes.Clone(gobold.TTF))
	font, err := sfnt.Parse(goregular.TTF)
	pdf.SetError(err)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, margin)
	pdf.SetCatalogSort(true)
	pdf.SetLang(i18n.Lang(ctx))
	pdf.SetProducer("Statehouse", false)
	pdf.SetFooterFunc(func() {
		pdf.SetY(-15)
		pdf.SetFont(family, "", 8)
		pdf.CellFormat(0, 5, fileName+"   "+strconv.Itoa(pdf.PageNo()), "", 0, "R", false, 0, "")
	})
	return &document{ctx: ctx, pdf: pdf, font: font}
}

func (d *document) t(id string, pairs ...any) string { return i18n.T(d.ctx, id, pairs...) }

// write ends the document. Every page is in memory until then.
func (d *document) write(w io.Writer) error { return d.pdf.Output(w) }

func (d *document) heading(size float64, text string) {
	d.pdf.SetFont(family, "B", size)
	d.pdf.MultiCell(0, size*0.5, d.drawable(text), "", "L", false)
	d.pdf.Ln(2)
}

func (d *document) text(text string) {
	d.pdf.SetFont(family, "", 11)
	d.pdf.MultiCell(0, lineText, d.drawable(text), "", "L", false)
	d.pdf.Ln(2.5)
}

func (d *document) small(text string) {
	d.pdf.SetFont(family, "", 9)
	d.pdf.MultiCell(0, 4.5, d.drawable(text), "", "L", false)
	d.pdf.Ln(2)
}

// drawable puts a mark in the place of what the font cannot draw.
func (d *document) drawable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || d.has(r) {
			return r
		}
		return '□'
	}, text)
}

func (d *document) has(r rune) bool {
	glyph, err := d.font.GlyphIndex(&d.glyphs, r)
	return err == nil && glyph != 0
}

// section begins the list of those who signed one version in one place.
func (d *document) section(version int, part models.VersionPart, f facts) {
	place := d.t("packet.names.elsewhere")
	if part.InState {
		place = f.state.NameIn(i18n.Lang(d.ctx))
	}
	d.head = d.t("packet.names.head", "Version", version, "Place", place)
	d.namesPage()
	d.pdf.SetFont(family, "", 9)
	d.pdf.CellFormat(0, 5, i18n.N(d.ctx, "packet.names.count", part.Named), "", 1, "L", false, 0, "")
}

func (d *document) namesPage() {
	d.pdf.AddPage()
	d.pdf.SetFont(family, "B", 11)
	d.pdf.CellFormat(0, 6, d.head, "", 1, "L", false, 0, "")
	d.column, d.y = 0, listTop
}

const nameSize = 9.5

// name adds one signature. A name in a script that the font lacks is not
// spoiled: the document says where it stands written.
func (d *document) name(number int, name string) {
	if d.y > listEnd {
		d.column, d.y = d.column+1, listTop
	}
	if d.column == columns {
		d.namesPage()
	}
	if strings.ContainsFunc(name, func(r rune) bool { return !d.has(r) }) {
		name = d.t("packet.names.script", "File", signaturesFile)
	}
	line := strconv.Itoa(number) + "  " + name
	d.pdf.SetFont(family, "", nameSize)
	if width := d.pdf.GetStringWidth(line); width > nameWidth-2 {
		d.pdf.SetFontSize(nameSize * (nameWidth - 2) / width)
	}
	d.pdf.SetXY(margin+float64(d.column)*(nameWidth+gutter), d.y)
	d.pdf.CellFormat(nameWidth, lineName, line, "", 0, "L", false, 0, "")
	d.y += lineName
}

// day is a date in the packet's language.
func (d *document) day(at time.Time) string { return i18n.Date(d.ctx, at.UTC()) }
