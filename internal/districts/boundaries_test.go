package districts

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"statehouse/internal/imports"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// square is an invented district.
type square struct {
	code       string // of the layer's own field
	west, east float64
}

// squares are an invented senate of Arizona: three districts side by side.
var squares = []square{{"001", -112.3, -112.2}, {"002", -112.2, -112.1}, {"003", -112.1, -112.0}}

func (s square) ring() [][2]float64 {
	const south, north = 33.4, 33.5
	return [][2]float64{{s.west, south}, {s.west, north}, {s.east, north}, {s.east, south}, {s.west, south}}
}

// geoJSON writes squares as the Census does; field is SLDUST or SLDLST.
func geoJSON(field string, list ...square) []byte {
	var features []string
	for _, s := range list {
		var positions []string
		for _, p := range s.ring() {
			positions = append(positions, fmt.Sprintf("[%g,%g]", p[0], p[1]))
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"STATEFP":"04",%q:%q,"GEOID":"04%s","LSY":"2022","ALAND":1},
"geometry":{"type":"MultiPolygon","coordinates":[[[%s]]]}}`, field, s.code, s.code, strings.Join(positions, ",")))
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)
}

// shapefile writes the same as a zipped shapefile.
func shapefile(field string, list ...square) []byte {
	shp := append(binary.BigEndian.AppendUint32(nil, shpMark), make([]byte, shpHeader-4)...)
	binary.LittleEndian.PutUint32(shp[32:], polygonShape)
	columns := []dbfField{{"STATEFP", 2}, {field, 3}, {"GEOID", 5}, {"LSY", 4}}
	dbf := make([]byte, dbfHeader)
	binary.LittleEndian.PutUint32(dbf[4:], uint32(len(list)))
	binary.LittleEndian.PutUint16(dbf[8:], uint16(dbfHeader+dbfDescriptor*len(columns)+1))
	binary.LittleEndian.PutUint16(dbf[10:], 1+2+3+5+4)
	for _, c := range columns {
		one := make([]byte, dbfDescriptor)
		copy(one, c.name)
		one[16] = byte(c.width)
		dbf = append(dbf, one...)
	}
	dbf = append(dbf, dbfLastField)
	for i, s := range list {
		record := polygonRecord(s.ring())
		shp = binary.BigEndian.AppendUint32(shp, uint32(i+1))
		shp = binary.BigEndian.AppendUint32(shp, uint32(len(record)/2))
		shp = append(shp, record...)
		dbf = fmt.Appendf(dbf, " 04%s04%s2022", s.code, s.code)
	}
	return zipOf(map[string]string{"a.shp": string(shp), "a.dbf": string(dbf), "a.prj": "NAD83"})
}

func polygonRecord(rings ...[][2]float64) []byte {
	record := append(binary.LittleEndian.AppendUint32(nil, polygonShape), make([]byte, 32)...)
	total := 0
	var starts, positions []byte
	for _, r := range rings {
		starts = binary.LittleEndian.AppendUint32(starts, uint32(total))
		total += len(r)
		for _, p := range r {
			positions = binary.LittleEndian.AppendUint64(positions, math.Float64bits(p[0]))
			positions = binary.LittleEndian.AppendUint64(positions, math.Float64bits(p[1]))
		}
	}
	record = binary.LittleEndian.AppendUint32(record, uint32(len(rings)))
	record = binary.LittleEndian.AppendUint32(record, uint32(total))
	return append(append(record, starts...), positions...)
}

func zipOf(files map[string]string) []byte {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, data := range files {
		w, err := archive.Create(name)
		if err == nil {
			_, err = w.Write([]byte(data))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := archive.Close(); err != nil {
		panic(err)
	}
	return file.Bytes()
}

func TestImportBoundaries(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		boundaries := importer(ImportBoundaries)
		_, err := ImportBoundaries(context.Background(), db, imports.Source{Data: geoJSON("SLDUST", squares...)}, imports.Options{})
		if err == nil || err.Error() != "3 of 3 outlines are of no known district: import the districts first" {
			t.Fatal(err)
		}
		importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
		wantCounts(t, boundaries.take(t, db, shapefile("SLDUST", squares...), imports.Options{DryRun: true}), 3, 3, 0, 0, 0)
		wantCounts(t, boundaries.take(t, db, shapefile("SLDUST", squares...), imports.Options{}), 3, 3, 0, 0, 0)
		// The same outlines in the other form are no change.
		wantCounts(t, boundaries.take(t, db, geoJSON("SLDUST", squares...), imports.Options{}), 3, 0, 0, 0, 0)
		wantCounts(t, boundaries.take(t, db, geoJSON("SLDLST", squares[:2]...), imports.Options{}), 2, 2, 0, 0, 0)
		moved := []square{squares[0], {"002", -112.2, -112.05}}
		wantCounts(t, boundaries.take(t, db, geoJSON("SLDUST", moved...), imports.Options{}), 2, 0, 1, 1, 0)
		for _, layer := range []string{"sldu", "sldl"} {
			if rows, err := models.BoundariesOf(context.Background(), db.Read(), "az", layer); err != nil || len(rows) != 2 {
				t.Errorf("%s: %d outlines, %v", layer, len(rows), err)
			}
		}
	})
}

func TestImportBoundariesNamesWhatItDoesNotTakeIn(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	importer(ImportDistricts).take(t, db, []byte(districtHeader+
		"1,1,upper,AZ,,,04001,sldu\n1,2,upper,AZ,,,04002,sldu\n1,3,upper,AZ,,,04003,sldu\n1,4,upper,AZ,,,04004,sldu\n"), imports.Options{})
	list := append([]square{{"004", -112.4, -112.3}, {"009", -112.0, -111.9}, {"ZZZ", -111.9, -111.8}}, squares...)
	report := importer(ImportBoundaries).take(t, db, shapefile("SLDUST", list...), imports.Options{})
	wantCounts(t, report, 5, 4, 0, 0, 1)
	if len(report.Notes) != 1 || report.Notes[0].String() != "feature 2: no known district of AZ is sldu 04009" {
		t.Errorf("%v", report.Notes)
	}
}

func TestImportBoundariesRefuses(t *testing.T) {
	t.Parallel()
	db := testkit.OpenDB(t, testkit.SQLiteURL(t))
	importer(ImportDistricts).take(t, db, fixture(t, "districts.csv"), imports.Options{})
	good := string(geoJSON("SLDUST", squares[0]))
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	zipped := string(shapefile("SLDUST", squares...))
	point := "\x00\x00\x27\x0a" + strings.Repeat("\x00", 28) + "\x01" + strings.Repeat("\x00", 67)
	for name, x := range map[string]struct{ data, want string }{
		"no JSON":          {"STATEFP,SLDUST\n", "the file is neither GeoJSON nor a zipped shapefile, or it is cut off"},
		"cut off":          {good[:len(good)-9], "the file is neither GeoJSON nor a zipped shapefile, or it is cut off"},
		"another JSON":     {`{"type":"Topology"}`, "the file is JSON and no GeoJSON FeatureCollection"},
		"nothing in it":    {`{"type":"FeatureCollection"}`, "the file has no district in it"},
		"a line":           {with("MultiPolygon", "LineString"), `feature 1: its outline is a "LineString" and must be a Polygon or a MultiPolygon`},
		"no outline":       {`{"type":"FeatureCollection","features":[{"properties":{}}]}`, "feature 1: it has no outline"},
		"counties":         {with("SLDUST", "COUNTYFP"), "feature 1: it has neither SLDUST nor SLDLST, so it is no state legislative district"},
		"no state":         {with(`"STATEFP":"04"`, `"STATEFP":"99"`), `feature 1: STATEFP is "99", which is no state`},
		"another code":     {with(`"GEOID":"04001"`, `"GEOID":"04002"`), `feature 1: GEOID is "04002" and must be "04001"`},
		"metres":           {with("[-112.3,33.4]", "[-1250,33.4]"), "feature 1: -1250, 33.4 is no longitude and latitude in degrees"},
		"a number alone":   {with("[-112.3,33.4]", "[-112.3]"), "feature 1: a position has fewer than two numbers"},
		"words":            {with("[-112.3,33.4]", `["a","b"]`), "feature 1: its coordinates cannot be read"},
		"the same twice":   {string(geoJSON("SLDUST", squares[0], squares[0])), "feature 2: the same district is feature 1"},
		"a damaged zip":    {zipped[:len(zipped)/2], "the zip file is damaged or cut off"},
		"a zip without":    {string(zipOf(map[string]string{"a.dbf": "x"})), "the zip file has no .shp file in it"},
		"two shapefiles":   {string(zipOf(map[string]string{"a.shp": "x", "b.shp": "y", "a.dbf": "z"})), "the zip file has several .shp files: give it one shapefile"},
		"a damaged .shp":   {string(zipOf(map[string]string{"a.shp": "x", "a.dbf": "z"})), "the .shp file is damaged, cut off, or of no known form"},
		"points for areas": {string(zipOf(map[string]string{"a.shp": point, "a.dbf": "z"})), "the shapes are of kind 1; districts are polygons, kind 5"},
	} {
		_, err := ImportBoundaries(context.Background(), db, imports.Source{Name: name, Data: []byte(x.data)}, imports.Options{})
		if err == nil || err.Error() != x.want {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
	if rows, err := models.BoundariesOf(context.Background(), db.Read(), "az", "sldu"); err != nil || len(rows) > 0 {
		t.Errorf("a refused file left %d outlines, %v", len(rows), err)
	}
}

// FuzzShapefile: whatever the bytes, they are read or refused.
func FuzzShapefile(f *testing.F) {
	record := polygonRecord(squares[0].ring(), squares[1].ring())
	f.Add(record)
	f.Add(record[:60])
	header := append(binary.BigEndian.AppendUint32(nil, shpMark), make([]byte, shpHeader-4)...)
	binary.LittleEndian.PutUint32(header[32:], polygonShape)
	f.Fuzz(func(t *testing.T, data []byte) {
		readPolygon(data)
		readShapes(append(bytes.Clone(header), data...))
		readDBF(data)
		unpack(data)
	})
}

func TestPackedRingsUnpack(t *testing.T) {
	t.Parallel()
	rings := []ring{{{-112300000, 33400000}, {-112200000, 33400000}, {-112200000, 33500000}}, {{179999999, -89999999}, {-180000000, 90000000}, {0, 0}}}
	got, err := unpack(pack(rings))
	if err != nil || fmt.Sprint(got) != fmt.Sprint(rings) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := unpack(pack(rings)[:9]); err == nil {
		t.Error("half of it is read")
	}
}
