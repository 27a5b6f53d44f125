package sheets

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"statehouse/internal/fault"
)

// columns are the names that the first line of a file must have, in any order.
var columns = []string{"code", "name", "zip", "date"}

// ReadCSV reads rows from comma-separated text with a first line of names. The
// n-th line of rows is the n-th returned. Fault: Invalid with the field csv.
func ReadCSV(text string) (lines []Line, err error) {
	refused := func(id string) ([]Line, error) { return nil, fault.Fields(map[string]string{"csv": id}) }
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil {
		return refused("error.paper.csv")
	}
	var at [4]int
	for i, name := range columns {
		at[i] = slices.IndexFunc(head, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) })
		if at[i] < 0 {
			return refused("error.paper.csv")
		}
	}
	for {
		record, err := r.Read()
		switch {
		case err == io.EOF && len(lines) > 0:
			return lines, nil
		case err != nil:
			return refused("error.paper.csv")
		case len(lines) == MaxLines:
			return refused("error.paper.lines")
		}
		lines = append(lines, Line{Code: record[at[0]], Name: record[at[1]], ZIP: record[at[2]], Day: record[at[3]]})
	}
}
