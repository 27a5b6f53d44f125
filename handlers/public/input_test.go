package public_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
)

func TestWhatNoPersonTypesIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		sign := "/petitions/" + campaign.Slug + "/signatures"
		for _, field := range []string{"name", "email", "zip", "display", "comment", "updates", "website"} {
			if got := send(h, http.MethodPost, sign, with(field, "a\x00b").Encode()).Code; got != http.StatusBadRequest {
				t.Errorf("a NUL in %s: %d, want 400", field, got)
			}
			if got := send(h, http.MethodPost, sign, with(field, "a\xff\xfe").Encode()).Code; got != http.StatusBadRequest {
				t.Errorf("broken UTF-8 in %s: %d, want 400", field, got)
			}
		}
		for _, path := range []string{
			"/petitions?q=%00", "/petitions?state=%00", "/petitions?topic=%00", "/petitions?status=%00", "/petitions?sort=%00", "/petitions?page=%00",
			"/petitions?q=%ff", "/petitions?topic=%ff", "/petitions?q=%zz", "/petitions?page=-1", "/petitions?page=99999999999999999999", "/petitions?page=9223372036854775807",
			"/petitions/%00", "/petitions/%ff", "/states/%00", "/states/%ff", "/states?state=%00", "/p/%00", "/p/%ff", "/s/%00", "/my-data/%00", "/letters/%ff",
			"/unsubscribe/%00", "/v1/petitions?q=%00", "/v1/petitions?q=%ff", "/v1/petitions/%ff", "/?lang=%00", "/petitions/" + campaign.Slug + "/letters?zip=%00",
			"/petitions/" + campaign.Slug + "/letters?zip=%ff", "/petitions/" + campaign.Slug + "/letters?upper=%00", "/account/sign-in/%00",
		} {
			if got := send(h, http.MethodGet, path, "").Code; got >= 500 {
				t.Errorf("GET %s: %d", path, got)
			}
		}
		for _, path := range []string{"/my-data", "/account/sign-in"} {
			if got := send(h, http.MethodPost, path, "email=a%00b%40example.org").Code; got != http.StatusBadRequest {
				t.Errorf("a NUL for %s: %d, want 400", path, got)
			}
			if got := send(h, http.MethodPost, path, "email=a%ff%40example.org").Code; got >= 500 || got < 400 {
				t.Errorf("broken UTF-8 for %s: %d", path, got)
			}
		}
	})
}

func TestNaughtyTextIsShownAsText(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	for _, text := range []string{`"><script>alert(1)</script>`, `' onmouseover='x`, `</textarea><img src=x>`, `javascript:alert(1)`, `{{.}}`, `%s%n`} {
		form := with("name", text)
		form.Set("comment", text)
		form.Set("email", text)
		doc := parsed(t, send(h, http.MethodPost, "/petitions/"+campaign.Slug+"/signatures", form.Encode()))
		if got := doc.Find("#name").AttrOr("value", ""); got != text {
			t.Errorf("the name comes back as %q, want %q", got, text)
		}
		if got := doc.Find("#comment").Text(); got != text {
			t.Errorf("the comment comes back as %q, want %q", got, text)
		}
		if doc.Find("script:not([src])").Length()+doc.Find("main img").Length()+doc.Find("[onmouseover]").Length() > 0 {
			t.Errorf("%q got out of its place", text)
		}
		search := parsed(t, send(h, http.MethodGet, "/petitions?q="+url.QueryEscape(text), ""))
		if search.Find("script:not([src])").Length()+search.Find("main img").Length() > 0 {
			t.Errorf("searching for %q lets it out of its place", text)
		}
	}
}

func TestLargeBodiesAreCutOff(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	sign := "/petitions/" + campaign.Slug + "/signatures"
	for size, want := range map[int]int{60 << 10: http.StatusUnprocessableEntity, 65 << 10: http.StatusRequestEntityTooLarge} {
		body := with("comment", strings.Repeat("x", size)).Encode()
		if got := send(h, http.MethodPost, sign, body).Code; got != want {
			t.Errorf("%d bytes: %d, want %d", size, got, want)
		}
		unannounced := func(r *http.Request) { r.ContentLength, r.Body = -1, io.NopCloser(strings.NewReader(body)) }
		if got := send(h, http.MethodPost, sign, body, unannounced).Code; got != want {
			t.Errorf("%d bytes without a length: %d, want %d", size, got, want)
		}
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	header := func(pairs ...string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			for i := 0; i < len(pairs); i += 2 {
				r.Header.Set(pairs[i], pairs[i+1])
			}
		}
	}
	for _, path := range []string{"/petitions/" + campaign.Slug + "/signatures", "/petitions/" + campaign.Slug + "/letters", "/my-data", "/s/x/confirm", "/s/x/refuse",
		"/my-data/x/erase", "/unsubscribe/x", "/account/sign-in", "/account/sign-in/x", "/account/sign-out", "/admin/mail/1"} {
		for name, foreign := range map[string]func(*http.Request){
			"cross-site":    header("Sec-Fetch-Site", "cross-site"),
			"same-site":     header("Sec-Fetch-Site", "same-site"),
			"Origin":        header("Origin", "https://evil.example.net"),
			"null Origin":   header("Origin", "null"),
			"another port":  header("Origin", "http://example.com:81"),
			"both, one bad": header("Sec-Fetch-Site", "cross-site", "Origin", "http://example.com"),
		} {
			if got := send(h, http.MethodPost, path, "", foreign).Code; got != http.StatusForbidden {
				t.Errorf("POST %s from another site (%s): %d, want 403", path, name, got)
			}
		}
	}
	for name, own := range map[string]func(*http.Request){
		"same-origin": header("Sec-Fetch-Site", "same-origin"), "no browser": header(), "own Origin": header("Origin", "http://example.com"), // the host of the request
	} {
		if got := send(h, http.MethodPost, "/petitions/"+campaign.Slug+"/signatures", good().Encode(), own).Code; got != http.StatusSeeOther {
			t.Errorf("POST from this site (%s): %d", name, got)
		}
	}
}

func TestWrongMethodsAreNamedSo(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	for _, c := range []struct{ method, path, allow string }{
		{http.MethodPut, "/petitions", "GET"}, {http.MethodDelete, "/petitions/" + campaign.Slug, "GET"}, {http.MethodGet, "/petitions/" + campaign.Slug + "/signatures", "POST"},
		{http.MethodPost, "/", "GET"}, {http.MethodPatch, "/my-data", "POST"}, {http.MethodPost, "/v1/petitions", "GET"}, {http.MethodGet, "/hooks/resend", "POST"},
	} {
		answer := send(h, c.method, c.path, "")
		if answer.Code != http.StatusMethodNotAllowed || !strings.Contains(answer.Header().Get("Allow"), c.allow) {
			t.Errorf("%s %s: %d, allowed %q", c.method, c.path, answer.Code, answer.Header().Get("Allow"))
		}
	}
	for _, path := range []string{"/", "/petitions", "/petitions/" + campaign.Slug, "/states/az", "/safety", "/v1/petitions"} {
		if answer := send(h, http.MethodHead, path, ""); answer.Code != http.StatusOK || answer.Body.Len() > 0 {
			t.Errorf("HEAD %s: %d with %d bytes", path, answer.Code, answer.Body.Len())
		}
	}
}
