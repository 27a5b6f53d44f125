package imports

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxBytes is the largest file that is read, unpacked; the ZIP list of all
// fifty states has 8 MB.
const MaxBytes = 128 << 20

// Table reads a CSV file with a header line: columns are found by name, in any
// order, and unknown ones are left alone.
type Table struct {
	reader  *csv.Reader
	columns map[string]int
	fields  []string
	line    int
}

// Open reads the header. The data may be gzip (known by its first bytes) and
// may begin with a byte order mark. It refuses text that is not UTF-8, bytes
// that are not text, and a header without the needed columns.
func Open(data []byte, needed ...string) (*Table, error) {
	text, err := Unpack(data)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if err := checkText(text); err != nil {
		return nil, err
	}
	t := &Table{reader: csv.NewReader(bytes.NewReader(text)), columns: map[string]int{}}
	header, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, Refuse(0, "the file is empty")
	}
	if err != nil {
		return nil, sayCSV(err)
	}
	for i, name := range header {
		t.columns[strings.ToLower(strings.TrimSpace(name))] = i
	}
	missing := slices.DeleteFunc(slices.Clone(needed), func(name string) bool {
		_, ok := t.columns[name]
		return ok
	})
	if len(missing) > 0 {
		return nil, Refuse(1, "the header has no column %s", strings.Join(missing, ", "))
	}
	return t, nil
}

// Next moves to the next row; at the end of the file it returns false and no
// error.
func (t *Table) Next() (bool, error) {
	fields, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, sayCSV(err)
	}
	t.fields = fields
	t.line, _ = t.reader.FieldPos(0)
	return true, nil
}

// Line is where the row begins, from 1; the header is line 1.
func (t *Table) Line() int { return t.line }

// Value is a column of the row without blanks around it; empty where the file
// has no such column.
func (t *Table) Value(column string) string {
	i, ok := t.columns[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(t.fields[i])
}

// Unpack gives the bytes of a file that may be gzip, known by its first bytes. It
// refuses what is damaged or larger than MaxBytes.
func Unpack(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		if len(data) > MaxBytes {
			return nil, Refuse(0, "the file is larger than %d MB", MaxBytes>>20)
		}
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, Refuse(0, "the file looks like gzip and cannot be unpacked")
	}
	text, err := io.ReadAll(io.LimitReader(z, MaxBytes+1))
	if err != nil {
		return nil, Refuse(0, "the gzip file is damaged or cut off")
	}
	if len(text) > MaxBytes {
		return nil, Refuse(0, "the file unpacks to more than %d MB", MaxBytes>>20)
	}
	return text, nil
}

func checkText(text []byte) error {
	line := 1
	for part := range bytes.Lines(text) {
		if bytes.IndexByte(part, 0) >= 0 {
			return Refuse(line, "this is not a text file")
		}
		if !utf8.Valid(part) {
			return Refuse(line, "the text is not UTF-8")
		}
		line++
	}
	return nil
}

func sayCSV(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		return Refuse(parse.StartLine, "the row has more or fewer columns than the header; the file may be cut off")
	case errors.Is(err, csv.ErrQuote):
		return Refuse(parse.StartLine, "a quotation mark is opened and not closed, or followed by text")
	}
	return Refuse(parse.StartLine, "a quotation mark stands inside a field that does not begin with one")
}
