package static

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryFileIsServedForGoodUnderItsHashedAddress(t *testing.T) {
	t.Parallel()
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	for name, url := range urls {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s at %s: status %d, %d bytes", name, url, w.Code, w.Body.Len())
		}
		if cc := w.Header().Get("Cache-Control"); !strings.Contains(cc, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, cc)
		}
		for ext, want := range types {
			if got := w.Header().Get("Content-Type"); strings.HasSuffix(name, ext) && got != want {
				t.Errorf("%s: Content-Type %q", name, got)
			}
		}
	}
	if !regexp.MustCompile(`^/static/css/base\.[0-9a-f]{12}\.css$`).MatchString(URL("css/base.css")) {
		t.Errorf("base.css is at %s", URL("css/base.css"))
	}
}

func TestAddressesChangeWithTheContent(t *testing.T) {
	t.Parallel()
	one, _ := index(fstest.MapFS{"css/a.css": {Data: []byte("a{}")}})
	two, _ := index(fstest.MapFS{"css/a.css": {Data: []byte("b{}")}})
	if one["css/a.css"] == two["css/a.css"] {
		t.Errorf("both contents are at %s", one["css/a.css"])
	}
}

func TestUnknownAddressesAreNotFound(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/static/css/base.css", "/static/", "/static/../go.mod", "/static/css/base.000000000000.css"} {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}})
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestAnUnknownNamePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown name did not panic")
		}
	}()
	URL("css/nothing.css")
}

// The security policy lets pages load only from the site itself and run no inline
// style, so nothing here may point elsewhere.
func TestFilesPointNowhereElse(t *testing.T) {
	t.Parallel()
	outside := regexp.MustCompile(`(?i)url\(|@import|https?://[^w]|data:`)
	for url, f := range served {
		if strings.HasSuffix(url, ".css") && outside.Match(f.content) {
			t.Errorf("%s: %s", url, outside.Find(f.content))
		}
	}
	if strings.Contains(string(Unavailable), "style=") {
		t.Error("unavailable.html has an inline style")
	}
}
