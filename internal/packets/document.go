package packets

import (
	"context"
	"strconv"
	"strings"

	"statehouse/internal/i18n"
	"statehouse/internal/paper"
	"statehouse/models"
)

// Measures of a page with names, in millimetres.
const (
	lineName  = 5.0
	columns   = 2
	gutter    = 6.0
	nameWidth = (paper.Width - gutter*(columns-1)) / columns
	listTop   = 38.0
	listEnd   = paper.Height - paper.Margin - lineName
)

// document is petition.pdf as it grows.
type document struct {
	*paper.Document
	ctx    context.Context
	column int
	y      float64
	head   string // of the pages with names
}

func newDocument(ctx context.Context, fileName string) *document {
	return &document{Document: paper.New(ctx, fileName), ctx: ctx}
}

// section begins the list of those who signed one version in one place.
func (d *document) section(version int, part models.VersionPart, f facts) {
	place := d.T("packet.names.elsewhere")
	if part.InState {
		place = f.state.NameIn(i18n.Lang(d.ctx))
	}
	d.head = d.T("packet.names.head", "Version", version, "Place", place)
	d.namesPage()
	d.PDF.SetFont(paper.Family, "", 9)
	d.PDF.CellFormat(0, 5, i18n.N(d.ctx, "packet.names.count", part.Named), "", 1, "L", false, 0, "")
}

func (d *document) namesPage() {
	d.PDF.AddPage()
	d.PDF.SetFont(paper.Family, "B", 11)
	d.PDF.CellFormat(0, 6, d.head, "", 1, "L", false, 0, "")
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
	if strings.ContainsFunc(name, func(r rune) bool { return !d.Has(r) }) {
		name = d.T("packet.names.script", "File", signaturesFile)
	}
	line := strconv.Itoa(number) + "  " + name
	d.PDF.SetFont(paper.Family, "", nameSize)
	if width := d.PDF.GetStringWidth(line); width > nameWidth-2 {
		d.PDF.SetFontSize(nameSize * (nameWidth - 2) / width)
	}
	d.PDF.SetXY(paper.Margin+float64(d.column)*(nameWidth+gutter), d.y)
	d.PDF.CellFormat(nameWidth, lineName, line, "", 0, "L", false, 0, "")
	d.y += lineName
}
