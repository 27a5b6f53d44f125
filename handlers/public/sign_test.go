package public_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/drawn"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// open is a house without workers, with one live campaign.
func open(t *testing.T, database string) (*house.House, models.Campaign) {
	t.Helper()
	h := house.Open(t, database, house.Setup{Idle: true})
	return h, testkit.MakeCampaign(t, h.DB)
}

// send asks a house as a browser on its own page would; option changes the request.
func send(h *house.House, method, path, body string, options ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, option := range options {
		option(r)
	}
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	return w
}

func parsed(t *testing.T, answer *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	return drawn.Read(t, answer.Body.String())
}

func said(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// good is a form that passes.
func good() url.Values {
	return url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "zip": {"85012"}, "display": {"full"},
		"comment": {"For “every” child <3"}, "updates": {"1"}, "help": {"1"}}
}

func with(name, value string) url.Values {
	form := good()
	form.Set(name, value)
	return form
}

func TestAProblemStandsBesideItsFieldAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	for _, c := range []struct{ field, typed, says string }{
		{"name", "", "Enter your name."},
		{"name", "https://example.org", "Enter a name, without links or addresses."},
		{"name", "=HYPERLINK(1)", "Your name contains characters"},
		{"name", strings.Repeat("n", 81), "Your name is too long"},
		{"email", "", "Enter your e-mail address."},
		{"email", "ada@", "Enter an e-mail address such as name@example.org."},
		{"email", "ada@example.org\nBcc: x@example.org", "Enter an e-mail address such as name@example.org."},
		{"zip", "", "Enter your ZIP code."},
		{"zip", "8501", "Enter a ZIP code of five digits"},
		{"comment", strings.Repeat("c", 501), "This text is too long."},
	} {
		form := with(c.field, c.typed)
		answer := send(h, http.MethodPost, "/petitions/"+campaign.Slug+"/signatures", form.Encode())
		if answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s %q: status %d", c.field, c.typed, answer.Code)
			continue
		}
		doc := parsed(t, answer)
		problem := doc.Find("#" + c.field + "-error")
		if !strings.HasPrefix(said(problem), c.says) {
			t.Errorf("%s %q: beside the field stands %q, want %q", c.field, c.typed, said(problem), c.says)
		}
		field := doc.Find("#" + c.field)
		if !strings.Contains(" "+field.AttrOr("aria-describedby", "")+" ", " "+c.field+"-error ") || field.AttrOr("aria-invalid", "") != "true" {
			t.Errorf("%s: the field does not point at its problem", c.field)
		}
		if n := doc.Find(".summary[role=alert] a[href='#" + c.field + "']").Length(); n != 1 {
			t.Errorf("%s: the summary has %d links to the field", c.field, n)
		}
		if n := doc.Find(".problem").Length(); n != 1 {
			t.Errorf("%s %q: %d problems are shown, want 1", c.field, c.typed, n)
		}
		if title := doc.Find("title").Text(); !strings.HasPrefix(title, "Please correct: ") {
			t.Errorf("%s: the title is %q", c.field, title)
		}
		checkKept(t, doc, form)
	}
	if got := h.Counts(t, campaign.Slug); got.Pending != 0 {
		t.Errorf("%d signatures came of forms that were refused", got.Pending)
	}
}

func checkKept(t *testing.T, doc *goquery.Document, form url.Values) {
	t.Helper()
	for _, name := range []string{"name", "email", "zip"} {
		if got := doc.Find("#"+name).AttrOr("value", ""); got != form.Get(name) {
			t.Errorf("%s keeps %q, want %q", name, got, form.Get(name))
		}
	}
	if got := doc.Find("#comment").Text(); got != form.Get("comment") {
		t.Errorf("the comment keeps %q, want %q", got, form.Get("comment"))
	}
	if got := doc.Find("input[name=display][checked]").AttrOr("value", ""); got != form.Get("display") {
		t.Errorf("display keeps %q", got)
	}
	for _, name := range []string{"updates", "help"} {
		if doc.Find("#"+name+"[checked]").Length() != 1 {
			t.Errorf("%s is no longer ticked", name)
		}
	}
}

func TestAllProblemsAreShownAtOnceInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	path := "/petitions/" + campaign.Slug + "/signatures"
	english := parsed(t, send(h, http.MethodPost, path, "display=loud&website=x"))
	spanish := parsed(t, send(h, http.MethodPost, path, "display=loud&website=x", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "lang", Value: "es"}) }))
	for _, field := range []string{"name", "email", "zip", "display"} {
		en, es := said(english.Find("#"+field+"-error")), said(spanish.Find("#"+field+"-error"))
		if en == "" || es == "" || en == es {
			t.Errorf("%s: %q in English, %q in Spanish", field, en, es)
		}
	}
	if n := english.Find(".summary li").Length(); n != 5 {
		t.Errorf("the summary lists %d problems, want 5 with the hidden field's", n)
	}
	if got := spanish.Find("html").AttrOr("lang", ""); got != "es" {
		t.Errorf("the refused form comes back in %q", got)
	}
}

func TestASecondTryAnswersLikeTheFirst(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, campaign := open(t, database)
		testkit.MakeSignature(t, h.DB, h.Keys, campaign, func(s *testkit.Signer) { s.Email = "counted@example.org" })
		var answers []string
		for _, email := range []string{"new@example.org", "new@example.org", "counted@example.org"} {
			answer := send(h, http.MethodPost, "/petitions/"+campaign.Slug+"/signatures", with("email", email).Encode())
			header := maps.Clone(answer.Header())
			header.Del("X-Request-Id")
			answers = append(answers, http.StatusText(answer.Code)+" "+strings.Join(header["Location"], " ")+" "+strings.Join(header["Set-Cookie"], " ")+answer.Body.String())
		}
		if answers[0] != answers[1] || answers[0] != answers[2] || !strings.HasPrefix(answers[0], "See Other /petitions/"+campaign.Slug+"/check-email") {
			t.Errorf("the answers differ:\n%s", strings.Join(answers, "\n"))
		}
	})
}

func TestWhoMaySignDependsOnWhereTheCampaignStands(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		for _, status := range models.CampaignStatuses {
			campaign := testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) {
				c.Status = status
				if status == models.CampaignClosed {
					c.ClosedAt = &testkit.Now
				}
			})
			page, sign := http.StatusNotFound, http.StatusNotFound
			switch status {
			case models.CampaignLive:
				page, sign = http.StatusOK, http.StatusSeeOther
			case models.CampaignClosed, models.CampaignPaused, models.CampaignWithdrawn:
				page, sign = http.StatusOK, http.StatusGone
			}
			for _, tail := range []string{"", "/progress", "/letters", "/check-email", "/signed"} {
				if got := send(h, http.MethodGet, "/petitions/"+campaign.Slug+tail, "").Code; got != page {
					t.Errorf("%s of a campaign that is %s: %d, want %d", tail, status, got, page)
				}
			}
			if got := send(h, http.MethodGet, "/v1/petitions/"+campaign.Slug, "").Code; got != page {
				t.Errorf("/v1 of a campaign that is %s: %d, want %d", status, got, page)
			}
			if got := send(h, http.MethodPost, "/petitions/"+campaign.Slug+"/signatures", good().Encode()).Code; got != sign {
				t.Errorf("signing a campaign that is %s: %d, want %d", status, got, sign)
			}
			short := send(h, http.MethodGet, "/p/"+campaign.Code, "")
			if page == http.StatusNotFound && (short.Code != page || strings.Contains(short.Body.String()+short.Header().Get("Location"), campaign.Slug)) {
				t.Errorf("the short link of a campaign that is %s: %d to %q", status, short.Code, short.Header().Get("Location"))
			}
			if page == http.StatusOK && (short.Code != http.StatusFound || short.Header().Get("Location") != "/petitions/"+campaign.Slug) {
				t.Errorf("the short link of a campaign that is %s: %d to %q", status, short.Code, short.Header().Get("Location"))
			}
			if list := send(h, http.MethodGet, "/petitions", "").Body.String(); strings.Contains(list, campaign.Slug) != (page == http.StatusOK) {
				t.Errorf("a campaign that is %s: listed %v", status, page != http.StatusOK)
			}
		}
	})
}
