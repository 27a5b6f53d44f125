// Package legislators takes in who holds which seat, from the files that Open
// States publishes for each state.
package legislators

import (
	"io"
	"net/mail"
	"net/url"
	"path"
	"slices"
	"strings"

	"statehouse/internal/imports"
	"statehouse/models"
)

// Row is one current member of a legislature.
type Row struct {
	Line          int
	OCD           string // ocd-person/…
	Name          string
	Party         string
	Chamber       string // upper, lower, legislature; of people files also governor
	District      string // as the state writes it
	Email         string // empty where there is none that can be written to
	Phone         string // capitol
	DistrictPhone string
	ContactURL    string // https, empty if none is known
	Notes         []imports.Note
}

var chambers = []string{"upper", "lower", "legislature"}

// Parse reads an Open States CSV file: UTF-8, with or without a byte order mark,
// columns in any order. An address that is not a plain e-mail address is left
// out and noted in its row; anything else that is wrong is an imports.Refusal.
func Parse(r io.Reader) ([]Row, error) {
	data, err := io.ReadAll(io.LimitReader(r, imports.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return parse(data)
}

func parse(data []byte) ([]Row, error) {
	table, err := imports.Open(data, "id", "name", "current_party", "current_district", "current_chamber")
	if err != nil {
		return nil, err
	}
	var rows []Row
	lines := map[string]int{}
	for {
		ok, err := table.Next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		row := readRow(table)
		if err := row.check(chambers); err != nil {
			return nil, err
		}
		if first := lines[row.OCD]; first > 0 {
			return nil, imports.Refuse(row.Line, "the same id is on line %d", first)
		}
		lines[row.OCD] = row.Line
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, imports.Refuse(0, "the file has a header and no rows")
	}
	return rows, nil
}

func readRow(table *imports.Table) Row {
	row := Row{
		Line: table.Line(), OCD: table.Value("id"), Name: table.Value("name"), Party: table.Value("current_party"),
		Chamber: table.Value("current_chamber"), District: table.Value("current_district"),
		Phone: table.Value("capitol_voice"), DistrictPhone: table.Value("district_voice"),
		ContactURL: contactForm(strings.Split(table.Value("links"), ";")),
	}
	row.setEmail(table.Value("email"))
	return row
}

// setEmail keeps an address, or a web address as the contact form.
func (r *Row) setEmail(email string) {
	switch {
	case email == "" || isAddress(email):
		r.Email = email
	case isHTTPS(email):
		r.note("the e-mail is a web address; it is kept as the contact form")
		r.ContactURL = email
	default:
		r.note("the e-mail is not an address and is left out")
	}
}

func (r *Row) note(text string) {
	r.Notes = append(r.Notes, imports.Note{Line: r.Line, Text: text})
}

func (r *Row) check(chambers []string) error {
	switch {
	case !strings.HasPrefix(r.OCD, "ocd-person/"):
		return imports.Refuse(r.Line, "the id is %q and must begin with ocd-person/", r.OCD)
	case r.Name == "":
		return imports.Refuse(r.Line, "the name is empty")
	case r.District == "":
		return imports.Refuse(r.Line, "the district is empty")
	case !slices.Contains(chambers, r.Chamber):
		return imports.Refuse(r.Line, "the chamber is %q and must be one of %s", r.Chamber, strings.Join(chambers, ", "))
	}
	return nil
}

// isAddress is true of a bare address: no name, no scheme.
func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && !strings.Contains(s, ":")
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// contactForm finds the page for writing to the member among their links. The
// files have no field for it; such pages are called contact, contact.aspx,
// contact-senator and the like.
func contactForm(links []string) string {
	for _, link := range links {
		link = strings.TrimSpace(link)
		u, err := url.Parse(link)
		if err != nil || !isHTTPS(link) {
			continue
		}
		last := strings.ToLower(path.Base(u.Path))
		ext := path.Ext(last)
		if !slices.Contains([]string{"", ".aspx", ".htm", ".html", ".php"}, ext) {
			continue
		}
		if name := strings.TrimSuffix(last, ext); name == "contact" || strings.HasPrefix(name, "contact-") {
			return link
		}
	}
	return ""
}

// StateOfFile reads the state from a file's name: "az.csv",
// "az_as_upstream_exporter.csv" and "legislators-az.csv" are about az.
func StateOfFile(name string) (string, bool) {
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".csv")
	words := strings.FieldsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
	if len(words) == 0 {
		return "", false
	}
	for _, word := range []string{words[0], words[len(words)-1]} {
		if state, ok := models.StateByCode(word); ok {
			return state.Code, true
		}
	}
	return "", false
}
