package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// visit asks for a page as a browser does that shows it by itself.
func visit(h http.Handler, path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	r.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	r.Header.Set("Sec-Fetch-Dest", "document")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestExitTakesEveryCookieAndLeavesANoteOnly(t *testing.T) {
	t.Parallel()
	_, e := doors(t, "STATEHOUSE_BASE_URL=https://statehouse.example.org", "STATEHOUSE_EXIT_URL=https://weather.example.org/")
	answer := visit(e, "/exit")
	if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != "https://weather.example.org/" {
		t.Errorf("/exit answers %d to %q", answer.Code, got)
	}
	kept := map[string]bool{}
	for _, c := range answer.Result().Cookies() {
		kept[c.Name] = c.MaxAge >= 0
	}
	for _, name := range []string{"lang", "__Host-ticket", "__Host-flash", "__Host-device", "__Host-asked", "__Host-session"} {
		if keeps, named := kept[name]; keeps || !named {
			t.Errorf("the cookie %s stays", name)
		}
	}
	if !kept["left"] || len(kept) != 7 {
		t.Errorf("the cookies are %v", kept)
	}
}

var left = &http.Cookie{Name: "left", Value: "1"}

// TestNoPageShowsItselfToABrowserWhoseOwnerLeft: not even one that does not exist.
func TestNoPageShowsItselfToABrowserWhoseOwnerLeft(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	for _, path := range []string{"/", "/petitions/" + testSlug, "/s/" + strings.Repeat("x", 43), "/admin", "/no/such/page"} {
		answer := visit(e, path, left)
		if body := answer.Body.String(); answer.Code != http.StatusOK || strings.Contains(body, "Statehouse") || strings.Contains(body, "Safe harbor") {
			t.Errorf("%s answers %d:\n%s", path, answer.Code, body)
		}
		if !strings.Contains(answer.Body.String(), `href="`+path+`?again=1"`) {
			t.Errorf("%s cannot be opened again", path)
		}
		if got := answer.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
	if got := ask(e, http.MethodGet, "/v1/petitions", left).Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("a program gets %q", got)
	}
}

func TestAskingAgainForgetsThatOneLeft(t *testing.T) {
	t.Parallel()
	_, e := doors(t)
	for path, want := range map[string]string{
		"/petitions?again=1&page=2": "/petitions?page=2",
		"/?again=1":                 "/",
		"//evil.example.org?again":  "/evil.example.org",
		`/\evil.example.org?again`:  "/evil.example.org",
	} {
		answer := visit(e, path, left)
		if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s answers %d to %q, want %q", path, answer.Code, got, want)
		}
		if c := answer.Result().Cookies(); len(c) != 1 || c[0].Name != "left" || c[0].MaxAge >= 0 {
			t.Errorf("%s sets %v", path, c)
		}
	}
}

// TestBrowsersKeepNoCopyOfAPage: a copy would come back by Back after Exit.
func TestBrowsersKeepNoCopyOfAPage(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	for route := range audiences {
		method, path, _ := strings.Cut(route, " ")
		if method == "ANY" || strings.HasSuffix(path, "/embed") {
			continue
		}
		h := ask(e, method, filled(path)).Header()
		if strings.HasPrefix(h.Get("Content-Type"), "text/html") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control is %q", route, h.Get("Cache-Control"))
		}
	}
}
