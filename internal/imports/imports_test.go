package imports

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
)

func read(data string) (rows []string, err error) {
	t, err := Open([]byte(data), "id", "name")
	if err != nil {
		return nil, err
	}
	for {
		ok, err := t.Next()
		if err != nil || !ok {
			return rows, err
		}
		rows = append(rows, t.Value("id")+"="+t.Value("name")+t.Value("note"))
	}
}

func TestTableFindsColumnsByName(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"plain":        "id,name\n1,Ann\n2,Bo\n",
		"order":        "name,id\nAnn,1\nBo,2\n",
		"unknown":      "x,id,y,name\n,1,,Ann\n,2,,Bo\n",
		"mark":         "\ufeffid,name\n1,Ann\n2,Bo\n",
		"windows":      "id,name\r\n1,Ann\r\n2,Bo\r\n",
		"no last line": "id,name\n1,Ann\n2,Bo",
		"quotes":       "\"id\",\"name\"\n1,\"Ann\"\n\"2\", Bo \n",
		"gzip":         packed(t, "id,name\n1,Ann\n2,Bo\n"),
	} {
		rows, err := read(data)
		if err != nil || strings.Join(rows, " ") != "1=Ann 2=Bo" {
			t.Errorf("%s: %q, %v", name, rows, err)
		}
	}
}

func TestTableSaysWhereAFileIsWrong(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"":                               "the file is empty",
		"id,nome\n":                      "line 1: the header has no column name",
		"a;b\n":                          "line 1: the header has no column id, name",
		"id,name\n1,Ann\n2\n":            "line 3: the row has more or fewer columns",
		"id,name\n1,\"An\nn\"\n2,\"Bo\n": "line 4: a quotation mark is opened and not closed",
		"id,name\n1,A\"nn\n":             "line 2: a quotation mark stands inside",
		"id,name\n1,A\x00nn\n":           "line 2: this is not a text file",
		"id,name\n1,Ann\n2,B\xf6\n":      "line 3: the text is not UTF-8",
		"\x1f\x8bnot really":             "the file looks like gzip",
		packed(t, strings.Repeat("id,name\n1,Ann\n", 99))[:40]: "the gzip file is damaged",
	} {
		_, err := read(data)
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
