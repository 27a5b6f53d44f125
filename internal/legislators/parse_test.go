package legislators

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
)

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestParseReadsWhatIsNeeded(t *testing.T) {
	t.Parallel()
	rows, err := Parse(bytes.NewReader(fixture(t, "az.csv")))
	if err != nil || len(rows) != 10 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := Row{
		Line: 2, OCD: "ocd-person/00000000-0000-4000-8000-000000000001", Name: "Avery Sample", Party: "Example",
		Chamber: "upper", District: "1", Email: "avery@example.org", Phone: "602-555-0101", DistrictPhone: "520-555-0101",
		ContactURL: "https://senate.example.org/avery/contact",
	}
	if !reflect.DeepEqual(rows[0], want) {
		t.Errorf("got  %+v\nwant %+v", rows[0], want)
	}
	if rows[1].Phone != "602-555-0102 ext. 12" || rows[1].ContactURL != "https://house.example.org/Members/Contact.aspx?id=2" {
		t.Errorf("%+v", rows[1])
	}
	if rows[2].Email != "office@example.org" || rows[3].Email != "office@example.org" {
		t.Error("a shared address was lost")
	}
	if rows[2].ContactURL != "" || rows[3].ContactURL != "" {
		t.Errorf("neither a page without https nor a list is a contact form: %q, %q", rows[2].ContactURL, rows[3].ContactURL)
	}
}

func TestParseLeavesOutWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	rows, err := Parse(bytes.NewReader(fixture(t, "az.csv")))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{
		4: "line 6: the e-mail is not an address and is left out",
		5: "line 7: the e-mail is a web address; it is kept as the contact form",
		7: "line 9: the e-mail is not an address and is left out",
		8: "line 10: the e-mail is not an address and is left out",
	} {
		if row := rows[i]; row.Email != "" || len(row.Notes) != 1 || row.Notes[0].String() != want {
			t.Errorf("%s: %q, %v, want %q", row.Name, row.Email, row.Notes, want)
		}
	}
	if rows[5].ContactURL != "https://house.example.org/frankie/write" {
		t.Errorf("contact form %q", rows[5].ContactURL)
	}
	if rows[6].Email != "" || rows[6].Notes != nil {
		t.Errorf("no address is nothing to note: %v", rows[6].Notes)
	}
}

func TestParseDoesNotCareForOrderOrMark(t *testing.T) {
	t.Parallel()
	plain, err := Parse(bytes.NewReader(fixture(t, "az.csv")))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"reordered": fixture(t, "az_reordered.csv"),
		"mark":      append([]byte("\xef\xbb\xbf"), fixture(t, "az.csv")...),
	} {
		rows, err := Parse(bytes.NewReader(data))
		if err != nil || !reflect.DeepEqual(rows, plain) {
			t.Errorf("%s: %v\n%+v", name, err, rows)
		}
	}
}

func TestParseRefusesWithTheLine(t *testing.T) {
	t.Parallel()
	good := string(fixture(t, "az.csv"))
	lines := strings.SplitAfter(good, "\n")
	for name, test := range map[string]struct{ data, want string }{
		"empty":         {"", "the file is empty"},
		"header only":   {lines[0], "the file has a header and no rows"},
		"other header":  {"zcta,state\n1,2\n", "line 1: the header has no column id, name, current_party, current_district, current_chamber"},
		"no chamber":    {strings.Replace(good, "current_chamber", "chamber", 1), "line 1: the header has no column current_chamber"},
		"cut off":       {good[:len(good)-30], "line 11: "},
		"open quote":    {strings.Replace(good, `AZ"`, "AZ", 1), "line 2: "},
		"binary":        {strings.Replace(good, "Casey", "\x00\x01", 1), "line 4: this is not a text file"},
		"picture":       {"\x89PNG\r\n\x1a\n\x00\x00", "line 1: the text is not UTF-8"},
		"no id":         {strings.Replace(good, "ocd-person/00000000-0000-4000-8000-000000000004", "", 1), `line 5: the id is ""`},
		"same id":       {good + lines[3], "line 12: the same id is on line 4"},
		"other chamber": {strings.Replace(good, ",3,lower,", ",3,house,", 1), `line 9: the chamber is "house"`},
		"no name":       {strings.Replace(good, ",Gray Sample,", ",,", 1), "line 8: the name is empty"},
		"no district":   {strings.Replace(good, ",4,upper,", ",,upper,", 1), "line 11: the district is empty"},
	} {
		if _, err := Parse(strings.NewReader(test.data)); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

func TestStateOfFile(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"az.csv": "az", "az_as_upstream_exporter.csv": "az", "legislators-az.csv": "az", "AZ.CSV": "az",
		"/data/current/fl.csv": "fl", `C:\data\hi.csv`: "hi", "dc.csv.gz": "dc", "members_in.csv": "in",
		"legislators.csv": "", "zz.csv": "", "": "", "2026.csv": "",
	} {
		if got, ok := StateOfFile(name); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", name, got, ok)
		}
	}
}
