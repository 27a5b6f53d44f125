package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
)

// sentAs is what a browser sends of a field for typing and one for a file.
func sentAs(t *testing.T, typed, name, file string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if err := form.WriteField("csv", typed); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("csv", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(file))
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "/", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestAFieldMayComeAsAFile(t *testing.T) {
	t.Parallel()
	plain := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("csv=typed"))
	plain.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for what, c := range map[string]struct {
		r    *http.Request
		want string
	}{
		"a plain form": {plain, "typed"}, "no file": {sentAs(t, "typed", "", ""), "typed"}, "an empty file": {sentAs(t, "typed", "a.csv", ""), "typed"},
		"a file": {sentAs(t, "", "a.csv", "name\nZoë"), "name\nZoë"}, "Windows-1252": {sentAs(t, "", "a.csv", "name\nZo\xeb"), "name\nZoë"},
	} {
		form, err := web.FormWithFile(echo.New().NewContext(c.r, httptest.NewRecorder()), "csv")
		if err != nil || form.Get("csv") != c.want {
			t.Errorf("%s: %q, %v", what, form.Get("csv"), err)
		}
	}
	if _, err := web.FormWithFile(echo.New().NewContext(sentAs(t, "", "a.csv", "a\x00b"), httptest.NewRecorder()), "csv"); err == nil {
		t.Error("a file with a NUL byte is read")
	}
}
