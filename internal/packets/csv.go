package packets

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table writes a CSV file that no spreadsheet takes for formulas: every field is
// quoted, and an apostrophe stands before what could begin one (ASVS 1.2.10).
type table struct{ w *bufio.Writer }

func newTable(w io.Writer, head ...string) (table, error) {
	t := table{bufio.NewWriterSize(w, 64<<10)}
	return t, t.row(head...)
}

func (t table) row(fields ...string) error {
	for i, field := range fields {
		if i > 0 {
			t.w.WriteByte(',')
		}
		t.w.WriteByte('"')
		t.w.WriteString(strings.ReplaceAll(harmless(field), `"`, `""`))
		t.w.WriteByte('"')
	}
	_, err := t.w.WriteString("\r\n")
	return err
}

func (t table) end() error { return t.w.Flush() }

// formulaStarts are the characters that make a spreadsheet calculate, full-width
// forms included.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

func harmless(field string) string {
	field = strings.ReplaceAll(field, "\x00", "")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(field, " "))
	if strings.ContainsRune(formulaStarts, first) {
		return "'" + field
	}
	return field
}

var (
	signaturesHead = []string{"number", "name", "place", "version"}
	countsHead     = []string{"table", "key", "name", "signatures"}
)

// countRows are the rows of counts.csv.
func (m Manifest) countRows() [][]string {
	rows := [][]string{
		{"total", "signatures", "", strconv.Itoa(m.Counts.Signatures)},
		{"total", "in_state", "", strconv.Itoa(m.Counts.InState)},
		{"total", "out_of_state", "", strconv.Itoa(m.Counts.OutOfState)},
		{"total", "named", "", strconv.Itoa(m.Counts.Named)},
	}
	for _, c := range m.Cells {
		rows = append(rows, []string{c.Table, c.Key, c.Name, strconv.Itoa(c.Signatures)})
	}
	return rows
}

func writeCounts(w io.Writer, m Manifest) error {
	t, err := newTable(w, countsHead...)
	if err != nil {
		return err
	}
	for _, row := range m.countRows() {
		if err := t.row(row...); err != nil {
			return err
		}
	}
	return t.end()
}
