package packets

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"statehouse/internal/csvcell"
)

// table writes a CSV file of which every field is quoted and none is a formula.
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
		t.w.WriteString(strings.ReplaceAll(csvcell.Harmless(field), `"`, `""`))
		t.w.WriteByte('"')
	}
	_, err := t.w.WriteString("\r\n")
	return err
}

func (t table) end() error { return t.w.Flush() }

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
