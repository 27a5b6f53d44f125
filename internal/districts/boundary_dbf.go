package districts

import (
	"bytes"
	"encoding/binary"
	"strings"

	"statehouse/internal/imports"
)

// Of the dBASE III form that shapefiles keep their fields in: sizes in bytes.
const (
	dbfHeader     = 32
	dbfDescriptor = 32
	dbfLastField  = '\r'
	dbfDeleted    = '*'
)

var errFields = imports.Refuse(0, "the .dbf file is damaged, cut off, or of no known form")

// dbfField is a column: its name and how wide it is.
type dbfField struct {
	name  string
	width int
}

// readDBF reads the rows of a .dbf file, each value without blanks around it.
func readDBF(data []byte) ([]map[string]string, error) {
	if len(data) < dbfHeader {
		return nil, errFields
	}
	count := int(binary.LittleEndian.Uint32(data[4:]))
	start, width := int(binary.LittleEndian.Uint16(data[8:])), int(binary.LittleEndian.Uint16(data[10:]))
	if start < dbfHeader || start > len(data) || width < 1 || count > (len(data)-start)/width {
		return nil, errFields
	}
	fields, err := dbfFields(data[dbfHeader:start], width)
	if err != nil {
		return nil, err
	}
	rows := make([]map[string]string, 0, count)
	for i := range count {
		row := data[start+i*width:][:width]
		if row[0] == dbfDeleted {
			return nil, imports.Refuse(0, "row %d of the .dbf file is marked as deleted", i+1)
		}
		values := make(map[string]string, len(fields))
		for at, j := 1, 0; j < len(fields); at, j = at+fields[j].width, j+1 {
			values[fields[j].name] = strings.TrimSpace(string(row[at : at+fields[j].width]))
		}
		rows = append(rows, values)
	}
	return rows, nil
}

func dbfFields(data []byte, width int) ([]dbfField, error) {
	var fields []dbfField
	used := 1 // the mark of deleted rows
	for ; len(data) >= dbfDescriptor && data[0] != dbfLastField; data = data[dbfDescriptor:] {
		name, _, _ := bytes.Cut(data[:11], []byte{0})
		f := dbfField{string(name), int(data[16])}
		if used += f.width; used > width {
			return nil, errFields
		}
		fields = append(fields, f)
	}
	return fields, nil
}
