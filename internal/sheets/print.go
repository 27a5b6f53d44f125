package sheets

import (
	"context"
	"encoding/hex"
	"io"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/paper"
	"statehouse/models"
)

// Measures of a sheet's table, in millimetres.
const (
	lineHead = 6.0
	lineRow  = 10.5
)

// widths are those of the columns: code, name, ZIP code, signature, date, in the
// state or not.
var widths = []float64{20, 50, 18, 50, 20, 17.9}

// Print writes a batch's sheets as a PDF, in the language of ctx: on each the
// ask, its version, rows with their codes, and the witness's line.
func (s *Sheets) Print(ctx context.Context, w io.Writer, c models.Campaign, b models.PaperBatch) (err error) {
	defer fault.Wrap(&err, "sheets.Print(%d)", b.ID)
	text, err := models.TextOf(ctx, s.db.Read(), b.PetitionID, i18n.Lang(ctx))
	if err != nil {
		return err
	}
	version, err := models.PetitionByID(ctx, s.db.Read(), b.PetitionID)
	if err != nil {
		return err
	}
	d := paper.New(ctx, c.Slug)
	d.Begin(text.Title, b.IssuedAt)
	for i := range b.Sheets {
		if i > 0 {
			d.PDF.AddPage()
		}
		sheet(d, c, text, version, b.FirstSheet+i)
	}
	return d.Write(w)
}

func sheet(d *paper.Document, c models.Campaign, text models.PetitionText, version models.Petition, number int) {
	state, _ := models.StateByCode(c.State)
	name := state.NameIn(text.Lang)
	d.Small(d.T("sheet.head", "Sheet", strconv.Itoa(number), "Version", version.Version, "Hash", hex.EncodeToString(version.Hash)[:12]))
	d.Heading(15, text.Title)
	d.Text(text.Ask)
	d.Small(d.T("sheet.how", "State", name))
	heads := []string{d.T("sheet.code"), d.T("sheet.name"), d.T("sheet.zip"), d.T("sheet.signature"), d.T("sheet.date"), d.T("sheet.in_state", "State", strings.ToUpper(state.Code))}
	d.PDF.SetLineWidth(0.1)
	d.PDF.SetFont(paper.Family, "B", 8)
	for i, head := range heads {
		d.PDF.CellFormat(widths[i], lineHead, d.Drawable(head), "1", 0, "L", false, 0, "")
	}
	d.PDF.Ln(lineHead)
	for line := 1; line <= models.SheetRows; line++ {
		d.PDF.SetFont(paper.Family, "B", 9)
		d.PDF.CellFormat(widths[0], lineRow, models.RowCode(number, line), "1", 0, "L", false, 0, "")
		for _, width := range widths[1:] {
			d.PDF.CellFormat(width, lineRow, "", "1", 0, "L", false, 0, "")
		}
		d.PDF.Ln(lineRow)
	}
	d.PDF.Ln(3)
	d.Small(d.T("sheet.privacy", "Days", int(models.KeepPaper.Hours()/24)))
	d.Small(d.T("sheet.witness"))
	d.PDF.Ln(6)
	d.Small(d.T("sheet.witness.line"))
}
