package legislators

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"statehouse/internal/imports"
)

func TestDownloadFetchesAState(t *testing.T) {
	t.Parallel()
	file := members("a 1 upper")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/current/az.csv" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(file)
	}))
	defer server.Close()
	source, err := Download(t.Context(), server.URL+"/current/", "AZ")
	if err != nil || source.State != "az" || source.Name != "az.csv" || string(source.Data) != string(file) {
		t.Errorf("%+v, %v", source, err)
	}
}

func TestDownloadRefusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(members("a 1 upper")) }))
	defer other.Close()
	answers := map[string]http.HandlerFunc{
		"answers with a page": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<!doctype html><p>Be back soon")) },
		"answers 503":         func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"leads to another place": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/az.csv", http.StatusFound)
		},
		"sends more than 32 MB": func(w http.ResponseWriter, _ *http.Request) {
			line := []byte(strings.Repeat("x", 1<<20))
			for range 33 {
				_, _ = w.Write(line)
			}
		},
		"stopped in the middle": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("id,name"))
		},
	}
	for say, answer := range answers {
		server := httptest.NewServer(answer)
		_, err := Download(t.Context(), server.URL, "az")
		wantRefusal(t, err, say)
		server.Close()
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	_, err := Download(t.Context(), closed.URL, "az")
	wantRefusal(t, err, "cannot be reached")
	for base, say := range map[string]string{"http://files.example.org": "must begin with https://", "file:///tmp": "must begin with https://"} {
		_, err := Download(t.Context(), base, "az")
		wantRefusal(t, err, say)
	}
	_, err = Download(t.Context(), "https://files.example.org", "zz")
	wantRefusal(t, err, "is not a state")
}

func wantRefusal(t *testing.T, err error, part string) {
	t.Helper()
	var refusal *imports.Refusal
	if !errors.As(err, &refusal) || !strings.Contains(err.Error(), part) {
		t.Errorf("no refusal with %q: %v", part, err)
	}
}
