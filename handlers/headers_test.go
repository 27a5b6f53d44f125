package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"statehouse/static"
)

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// post sends a form from the page at origin; "" is a page of this site.
func post(h http.Handler, path, body, origin string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if origin != "" {
		r.Header.Set("Origin", origin)
	} else {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const signForm = "/petitions/" + testSlug + "/signatures"

// refusals are answers that no handler gives by itself.
func refusals(e *echo.Echo) map[string]*httptest.ResponseRecorder {
	e.GET("/panics", func(echo.Context) error { panic("planted") })
	return map[string]*httptest.ResponseRecorder{
		"400 a NUL byte":              post(e, signForm, "name=%00", ""),
		"403 another site":            post(e, signForm, "", "https://evil.example.org"),
		"404 no such page":            ask(e, http.MethodGet, "/no/such/page"),
		"404 no such petition":        ask(e, http.MethodGet, "/petitions/none"),
		"404 no such petition in /v1": ask(e, http.MethodGet, "/v1/petitions/none"),
		"404 no such style sheet":     ask(e, http.MethodGet, "/static/css/none.css"),
		"405 another method":          ask(e, http.MethodDelete, "/petitions"),
		"413 too large":               post(e, signForm, "name="+strings.Repeat("x", 65<<10), ""),
		"422 an empty form":           post(e, signForm, "", ""),
		"500 a panic":                 ask(e, http.MethodGet, "/panics"),
		"200 a style sheet":           ask(e, http.MethodGet, static.URL("css/base.css")),
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"http://statehouse.example.org", "https://statehouse.example.org"} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			a, e := doors(t, "STATEHOUSE_BASE_URL="+base)
			makeCampaign(t, a)
			for what, answer := range refusals(e) {
				if got := http.StatusText(answer.Code); !strings.HasPrefix(what, itoa(answer.Code)) {
					t.Errorf("%s: answered with %d %s", what, answer.Code, got)
				}
				checkHeaders(t, what, answer, strings.HasPrefix(base, "https"))
			}
			for route := range audiences {
				method, path, _ := strings.Cut(route, " ")
				if method == "ANY" {
					method = http.MethodGet
				}
				checkHeaders(t, route, ask(e, method, filled(path)), strings.HasPrefix(base, "https"))
			}
		})
	}
}

// TestTheJobsPageAloneMayStyleItself: nothing else may, not even for an admin.
func TestTheJobsPageAloneMayStyleItself(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	session := signIn(t, a, e, "admin")
	for _, path := range []string{"/admin", "/admin/mail/doubtful", "/admin/jobs/", "/petitions/" + testSlug} {
		checkHeaders(t, "admin "+path, ask(e, http.MethodGet, path, session...), false)
	}
}

func itoa(n int) string {
	return string([]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)})
}

func checkHeaders(t *testing.T, what string, answer *httptest.ResponseRecorder, secure bool) {
	t.Helper()
	policy, framed := csp, strings.HasSuffix(what, "/embed")
	if framed {
		policy = strings.Replace(csp, "frame-ancestors 'none'", "frame-ancestors *", 1)
	}
	if what == "admin /admin/jobs/" {
		policy = strings.Replace(csp, "style-src 'self'", "style-src 'self' 'unsafe-inline'", 1)
	}
	want := map[string]string{
		"Content-Security-Policy":    policy,
		"X-Content-Type-Options":     "nosniff",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security":  "",
		"Server":                     "",
		"X-Powered-By":               "",
	}
	if secure {
		want["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
	}
	h := answer.Header()
	for name, value := range want {
		if got := h.Get(name); got != value {
			t.Errorf("%s: %s is %q, want %q", what, name, got, value)
		}
	}
	if got := h.Get("Referrer-Policy"); got != "same-origin" && got != "no-referrer" {
		t.Errorf("%s: Referrer-Policy is %q", what, got)
	}
	if got := h.Get("Permissions-Policy"); !strings.Contains(got, "camera=()") || strings.Contains(got, "*") {
		t.Errorf("%s: Permissions-Policy is %q", what, got)
	}
	forOthers := framed || strings.HasPrefix(what, "GET /v1/") || strings.HasSuffix(what, " in /v1") || strings.HasSuffix(what, "/card.png")
	if got := h.Get("Cross-Origin-Resource-Policy"); got != "same-origin" && !(got == "cross-origin" && forOthers) {
		t.Errorf("%s: Cross-Origin-Resource-Policy is %q", what, got)
	}
	if len(h.Values("X-Request-Id")) != 1 {
		t.Errorf("%s: has the request ids %q", what, h.Values("X-Request-Id"))
	}
	kind := h.Get("Content-Type")
	if answer.Body.Len() > 0 && (kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(strings.ToLower(kind), "charset=utf-8")) {
		t.Errorf("%s: Content-Type is %q", what, kind)
	}
}

// personal are answers that no cache may keep and whose address is told to nobody.
var personal = []string{
	"GET /account/sign-in", "GET /account/sign-in/:token", "POST /account/sign-in", "POST /account/sign-in/:token", "GET /admin", "GET /admin/mail/doubtful", "GET /organize", "GET /organize/campaigns/:slug/packets", "GET /organize/packets/:token", "GET /exit",
	"GET /letters/:token", "GET /my-data/:token", "GET /my-data/:token/download", "GET /my-data/:token/erase", "POST /my-data", "POST /my-data/:token/erase",
	"POST /my-data/:token/signatures/:ref", "POST /my-data/:token/signatures/:ref/withdraw", "GET /outbox", "GET /petitions/:slug/letters",
	"POST /petitions/:slug/letters", "POST /petitions/:slug/signatures", "GET /petitions/:slug/signed", "GET /s/:token", "POST /s/:token/confirm",
	"POST /s/:token/refuse", "GET /office/:token", "POST /office/:token/position", "POST /office/:token/requests", "GET /office/reply/:token", "POST /office/reply/:token", "GET /unsubscribe/:token", "POST /unsubscribe/:token",
}

func TestPersonalAnswersAreKeptByNobody(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	for _, route := range personal {
		method, path, _ := strings.Cut(route, " ")
		h := ask(e, method, filled(path)).Header()
		if got := h.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", route, got)
		}
		if got := h.Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("%s: Referrer-Policy is %q", route, got)
		}
	}
	if got := ask(e, http.MethodGet, "/safety").Header().Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("/safety: Referrer-Policy is %q", got)
	}
}

// TestCookiesComeOnlyWithAReason: reading sets none at all.
func TestCookiesComeOnlyWithAReason(t *testing.T) {
	t.Parallel()
	a, e := doors(t)
	makeCampaign(t, a)
	for route, of := range audiences {
		method, path, _ := strings.Cut(route, " ")
		if method == "ANY" || of == admins || of == organizers || path == "/exit" || path == "/account/sign-out" {
			continue
		}
		if got := ask(e, method, filled(path)).Header().Values("Set-Cookie"); len(got) > 0 {
			t.Errorf("%s sets %q", route, got)
		}
	}
}

func TestCookiesAreBoundToTheirHostOverTLS(t *testing.T) {
	t.Parallel()
	a, e := doors(t, "STATEHOUSE_BASE_URL=https://statehouse.example.org")
	makeCampaign(t, a)
	cookies := signIn(t, a, e, "moderator") // who is greeted with a flash
	cookies = append(cookies, ask(e, http.MethodGet, "/?lang=es").Result().Cookies()...)
	if len(cookies) < 3 {
		t.Fatalf("only %d cookies: %v", len(cookies), cookies)
	}
	for _, c := range cookies {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %s", c)
		}
		if c.Name != "lang" && !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("the cookie %s is not bound to its host", c.Name)
		}
	}
}

func TestLinksComeFromTheSettingsAlone(t *testing.T) {
	t.Parallel()
	a, e := doors(t, "STATEHOUSE_BASE_URL=https://statehouse.example.org")
	makeCampaign(t, a)
	for _, path := range []string{"/", "/petitions/" + testSlug, "/petitions/" + testSlug + "/signed", "/sitemap.xml", "/robots.txt", "/v1/petitions", "/no/such/page"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "evil.example.net"
		r.Header.Set("X-Forwarded-Host", "evil.example.net")
		r.Header.Set("Forwarded", "host=evil.example.net")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if strings.Contains(w.Body.String(), "evil.example") || strings.Contains(w.Header().Get("Location"), "evil.example") {
			t.Errorf("%s takes its links from the request", path)
		}
	}
	r := httptest.NewRequest(http.MethodPost, signForm, strings.NewReader(url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "zip": {"85012"}}.Encode()))
	r.Host = "evil.example.net"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/petitions/"+testSlug+"/check-email" {
		t.Errorf("signing under another Host answers %d to %q", w.Code, got)
	}
}
