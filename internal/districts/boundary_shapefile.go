package districts

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"path"
	"strings"

	"statehouse/internal/imports"
)

// readShapefile reads the zip of a shapefile: outlines from .shp, fields from
// .dbf, in the same order.
func readShapefile(data []byte) ([]feature, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, imports.Refuse(0, "the zip file is damaged or cut off")
	}
	outlines, err := partOf(archive, ".shp")
	if err != nil {
		return nil, err
	}
	fields, err := partOf(archive, ".dbf")
	if err != nil {
		return nil, err
	}
	shapes, err := readShapes(outlines)
	if err != nil {
		return nil, err
	}
	rows, err := readDBF(fields)
	if err != nil {
		return nil, err
	}
	if len(shapes) != len(rows) {
		return nil, imports.Refuse(0, "the shapefile has %d outlines and %d rows of fields", len(shapes), len(rows))
	}
	features := make([]feature, len(shapes))
	for i := range shapes {
		features[i] = feature{number: i + 1, properties: rows[i], rings: shapes[i]}
	}
	return features, nil
}

// partOf unpacks the one file of the archive with an ending.
func partOf(archive *zip.Reader, ending string) ([]byte, error) {
	var found *zip.File
	for _, f := range archive.File {
		if strings.EqualFold(path.Ext(f.Name), ending) {
			if found != nil {
				return nil, imports.Refuse(0, "the zip file has several %s files: give it one shapefile", ending)
			}
			found = f
		}
	}
	if found == nil {
		return nil, imports.Refuse(0, "the zip file has no %s file in it", ending)
	}
	r, err := found.Open()
	if err != nil {
		return nil, imports.Refuse(0, "%s cannot be unpacked", found.Name)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, imports.MaxBytes+1))
	switch {
	case err != nil:
		return nil, imports.Refuse(0, "%s is damaged or cut off", found.Name)
	case len(data) > imports.MaxBytes:
		return nil, imports.Refuse(0, "%s unpacks to more than %d MB", found.Name, imports.MaxBytes>>20)
	}
	return data, nil
}

// Of the ESRI Shapefile description of July 1998: sizes in bytes, and the one
// kind of shape that districts have.
const (
	shpHeader    = 100
	shpMark      = 9994
	recordHeader = 8
	polygonHead  = 44 // type, box, two counts
	polygonShape = 5
)

var errShapes = imports.Refuse(0, "the .shp file is damaged, cut off, or of no known form")

// readShapes reads the polygons of a .shp file, each with all of its rings.
func readShapes(data []byte) ([][][][2]float64, error) {
	if len(data) < shpHeader || binary.BigEndian.Uint32(data) != shpMark {
		return nil, errShapes
	}
	if kind := binary.LittleEndian.Uint32(data[32:]); kind != polygonShape {
		return nil, imports.Refuse(0, "the shapes are of kind %d; districts are polygons, kind %d", kind, polygonShape)
	}
	var shapes [][][][2]float64
	for data = data[shpHeader:]; len(data) > 0; {
		if len(data) < recordHeader {
			return nil, errShapes
		}
		size := int(binary.BigEndian.Uint32(data[4:])) * 2 // counted in 16-bit words
		data = data[recordHeader:]
		if size > len(data) {
			return nil, errShapes
		}
		rings, err := readPolygon(data[:size])
		if err != nil {
			return nil, err
		}
		shapes, data = append(shapes, rings), data[size:]
	}
	return shapes, nil
}

func readPolygon(record []byte) ([][][2]float64, error) {
	if len(record) < polygonHead || binary.LittleEndian.Uint32(record) != polygonShape {
		return nil, errShapes
	}
	parts := int(binary.LittleEndian.Uint32(record[36:]))
	points := int(binary.LittleEndian.Uint32(record[40:]))
	starts := record[polygonHead:]
	if parts < 1 || parts > len(starts)/4 || points > (len(starts)-parts*4)/16 {
		return nil, errShapes
	}
	positions := starts[parts*4:]
	rings := make([][][2]float64, parts)
	for i := range rings {
		from, to := int(binary.LittleEndian.Uint32(starts[i*4:])), points
		if i+1 < parts {
			to = int(binary.LittleEndian.Uint32(starts[i*4+4:]))
		}
		if from > to || to > points {
			return nil, errShapes
		}
		for at := from; at < to; at++ {
			rings[i] = append(rings[i], [2]float64{decimal(positions[at*16:]), decimal(positions[at*16+8:])})
		}
	}
	return rings, nil
}

func decimal(data []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(data)) }
