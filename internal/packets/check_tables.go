package packets

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"

	"statehouse/internal/csvcell"
)

// tables holds the CSV files to the manifest. It comes last: the sums have
// shown that the files are those that the manifest means.
func (c *check) tables() error {
	if err := c.countTable(); err != nil {
		return err
	}
	return c.signatureTable()
}

func (c *check) countTable() error {
	want := [][]string{countsHead}
	for _, row := range c.m.countRows() {
		for i := range row {
			row[i] = csvcell.Harmless(row[i])
		}
		want = append(want, row)
	}
	i := 0
	same := true
	err := eachRow(c.files[countsFile], len(countsHead), func(row []string) {
		same = same && i < len(want) && slices.Equal(row, want[i])
		i++
	})
	if same && i != len(want) {
		same = false
	}
	return c.judge(countsFile, err, same, "has other numbers than the manifest")
}

func (c *check) signatureTable() error {
	rows, inOrder := 0, true
	byPlace := map[bool]int{}
	known := map[string]bool{}
	for _, v := range c.m.Versions {
		known[strconv.Itoa(v.Version)] = true
	}
	err := eachRow(c.files[signaturesFile], len(signaturesHead), func(row []string) {
		if rows > 0 {
			inOrder = inOrder && row[0] == strconv.Itoa(rows) && known[row[3]]
			byPlace[row[2] != "elsewhere"]++
		} else {
			inOrder = slices.Equal(row, signaturesHead)
		}
		rows++
	})
	if rows-1 != c.m.Counts.Named {
		c.note(signaturesFile, "has %d names, and the manifest counts %d", max(rows-1, 0), c.m.Counts.Named)
		return nil
	}
	fits := inOrder && byPlace[true] <= c.m.Counts.InState && byPlace[false] <= c.m.Counts.OutOfState
	return c.judge(signaturesFile, err, fits, "is not the list that the manifest describes")
}

func (c *check) judge(file string, err error, fits bool, says string) error {
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		c.note(file, "is no table: line %d", broken.Line)
		return nil
	case err == nil && !fits:
		c.note(file, "%s", says)
	}
	return err
}

// eachRow reads a table row by row, so that a long one needs no memory.
func eachRow(f *zip.File, fields int, look func(row []string)) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	reader := csv.NewReader(r)
	reader.FieldsPerRecord, reader.ReuseRecord = fields, true
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		look(row)
	}
}
