package packets

import (
	"strconv"
	"strings"

	"statehouse/internal/i18n"
	"statehouse/internal/paper"
	"statehouse/internal/smallcells"
)

// cover writes what comes before the names: the letter, the texts that people
// signed, and the numbers.
func (d *document) cover(f facts) {
	d.Begin(d.T("packet.title"), f.MadeAt)
	d.letter(f)
	for _, v := range f.Versions {
		d.version(v)
	}
	d.numbers(f)
	d.comments(f)
}

// comments prints what supporters said, as they allowed.
func (d *document) comments(f facts) {
	if len(f.Comments) == 0 {
		return
	}
	d.PDF.AddPage()
	d.Heading(14, d.T("packet.comments.title"))
	d.Small(d.T("packet.comments.lead"))
	for _, words := range f.Comments {
		if strings.ContainsFunc(words, func(r rune) bool { return r != '\n' && !d.Has(r) }) {
			words = d.T("packet.comments.script", "File", manifestFile)
		}
		d.Text("“" + words + "”")
	}
}

func (d *document) letter(f facts) {
	d.Small(d.Day(f.MadeAt))
	d.Text(strings.Join(d.addressees(f), "\n"))
	d.Heading(18, f.title)
	state := f.state.NameIn(i18n.Lang(d.ctx))
	if f.District != nil {
		d.Text(i18n.N(d.ctx, "packet.letter.district", f.Counts.Signatures, "District", d.district(f.District.Code, f.District.Name), "Chamber", f.state.ChamberNamed(f.District.Chamber).Name))
	} else {
		d.Text(i18n.N(d.ctx, "packet.letter.campaign", f.Counts.Signatures))
		d.Text(d.T("packet.letter.parts", "State", state, "InState", i18n.Number(d.ctx, f.Counts.InState), "OutOfState", i18n.Number(d.ctx, f.Counts.OutOfState)))
	}
	d.Text(d.T("packet.letter.confirmed"))
	d.Text(i18n.N(d.ctx, "packet.letter.named", f.Counts.Named))
	if f.paper > 0 {
		d.Text(i18n.N(d.ctx, "packet.letter.paper", f.paper))
	}
	if f.Campaign.Bill != "" {
		d.Text(d.T("packet.letter.bill", "Bill", f.Campaign.Bill))
	}
	d.Text(d.T("packet.letter.follows"))
	d.Small(d.T("packet.letter.live", "URL", f.Campaign.URL))
	d.Small(d.T("packet.letter.check", "Command", "statehouse verify"))
}

// addressees are who hold the district's seats now, or the whole legislature.
func (d *document) addressees(f facts) []string {
	if f.District == nil {
		return []string{d.T("packet.to.legislature", "Legislature", f.state.Legislature)}
	}
	chamber, district := f.state.ChamberNamed(f.District.Chamber), d.district(f.District.Code, f.District.Name)
	vacant := d.T("packet.to.vacant", "Chamber", chamber.Name, "District", district)
	var lines []string
	for _, h := range f.holders {
		if h.IsVacant() {
			lines = append(lines, vacant)
		} else {
			lines = append(lines, d.T("packet.to.holder", "Title", chamber.Title, "Name", h.Name, "District", district))
		}
	}
	if lines == nil {
		lines = []string{vacant}
	}
	return lines
}

// version prints a text in all its languages, just as its hash is taken of it.
func (d *document) version(v Version) {
	d.PDF.AddPage()
	d.Heading(14, d.T("packet.version.title", "Version", v.Version, "Date", d.Day(v.Since)))
	d.Small(d.T("packet.version.hash", "Hash", v.Hash))
	for _, text := range v.Texts {
		d.Heading(13, text.Title)
		for _, part := range []string{text.Ask, text.Summary, text.Story} {
			if part != "" {
				d.Text(part)
			}
		}
	}
}

func (d *document) numbers(f facts) {
	d.PDF.AddPage()
	d.Heading(14, d.T("packet.numbers.title"))
	d.Small(d.T("packet.numbers.lead", "Least", smallcells.Fewest))
	d.PDF.SetLineWidth(0.1)
	table := ""
	for _, c := range f.Cells {
		if c.Table != table {
			table = c.Table
			d.PDF.Ln(3)
			d.Heading(11, d.tableName(f, table))
		}
		d.PDF.SetFont(paper.Family, "", 10)
		d.PDF.CellFormat(paper.Width-30, 6, d.Drawable(d.cellName(c)), "B", 0, "L", false, 0, "")
		d.PDF.CellFormat(30, 6, i18n.Number(d.ctx, c.Signatures), "B", 1, "R", false, 0, "")
	}
}

func (d *document) tableName(f facts, table string) string {
	if table == "version" {
		return d.T("packet.numbers.versions")
	}
	return f.state.ChamberNamed(table).Name
}

func (d *document) cellName(c Cell) string {
	switch {
	case c.Key == other && c.Table == "version":
		return d.T("packet.numbers.other_versions")
	case c.Key == other:
		return d.T("packet.numbers.other")
	case c.Key == unplaced:
		return d.T("packet.numbers.unknown")
	case c.Table == "version":
		return d.T("packet.numbers.version", "Version", c.Key)
	}
	return d.district(c.Key, c.Name)
}

// district is what people call a district.
func (d *document) district(code, name string) string {
	if _, err := strconv.Atoi(code); err == nil || name == "" {
		return d.T("packet.district", "District", code)
	}
	return name
}
