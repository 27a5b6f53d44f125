package packets

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestNoFieldOfATableIsAFormula(t *testing.T) {
	t.Parallel()
	fields := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "  =1", "\x00=1"}
	var b bytes.Buffer
	list, err := newTable(&b, fields...)
	if err != nil {
		t.Fatal(err)
	}
	plain := []string{"Ada Example", "O'Neill", "José", "", `say "hi"`, "a,b", "5"}
	if err := list.row(plain...); err != nil {
		t.Fatal(err)
	}
	if err := list.end(); err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(&b)
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, field := range rows[0] {
		if !strings.HasPrefix(field, "'") || strings.Contains(field, "\x00") {
			t.Errorf("%q is written as %q", fields[i], field)
		}
	}
	for i, field := range rows[1] {
		if field != plain[i] {
			t.Errorf("%q is written as %q", plain[i], field)
		}
	}
}

func TestANameThatTheFontCannotDrawStandsInTheList(t *testing.T) {
	t.Parallel()
	d := openDesk(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	c := d.campaign
	for _, name := range []string{"王小明", "José Núñez", "Zoë Čapek", "Анна", strings.Repeat("Long", 20)} {
		testkit.MakeSignature(t, d.db, testkit.Keys(), c, func(s *testkit.Signer) { s.Name, s.Display = name, models.DisplayFull })
	}
	_, file := d.make(0)
	mustCheck(t, file)
	all := contents(t, file)
	if !strings.Contains(string(all[signaturesFile]), `"1","王小明","AZ","1"`) {
		t.Errorf("the list is\n%s", all[signaturesFile])
	}
	text := testkit.PDFText(t, all[petitionFile])
	for _, want := range []string{"1  (written in signatures.csv)", "Jos\xe9 N\xfa\xf1ez", "Zo\xeb \x01\x0capek", strings.Repeat("Long", 20)} {
		if !strings.Contains(text, want) {
			t.Errorf("the document does not say %q", want)
		}
	}
}
