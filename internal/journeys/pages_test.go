package journeys

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// pages are the public pages that need no secret, with the status they answer.
var pages = map[string]int{
	"/": 200, "/states": 200, "/states/az": 200, "/petitions": 200, "/petitions?q=nothing+like+it": 200, "/petitions/az-vacatur-cutoff": 200,
	"/petitions/hi-vacatur-waiting": 200, "/petitions/az-safe-harbor/progress": 200, "/petitions/az-safe-harbor/positions": 200, "/petitions/az-safe-harbor/embed": 200,
	"/petitions/az-safe-harbor/deliveries": 200, "/petitions/az-safe-harbor/deliveries/upper-11-1": 200,
	"/petitions/az-safe-harbor/letters": 200, "/petitions/az-safe-harbor/letters?zip=850": 200, "/petitions/az-safe-harbor/letters?zip=85008": 200,
	"/petitions/az-vacatur-cutoff/letters": 200, "/my-data": 200, "/my-data/check-email": 200, "/my-data/unknown": 410, "/unsubscribe/unknown": 404,
	"/stories": 200, "/stories/what-safe-harbor-means": 200, "/stories/what-safe-harbor-means/check-email": 200, "/comments/unknown": 404, "/stories/no-such": 404,
	"/safety": 200, "/privacy": 200, "/accessibility": 200, "/about": 200, "/account/sign-in": 200, "/account/signed-out": 200, "/outbox": 200,
	"/volunteer": 200, "/volunteer?kind=host&remote=1": 200, "/volunteer/az-park-table": 200, "/volunteer/fl-orlando-internship": 200, "/volunteer/az-be-there": 200,
	"/volunteer/az-park-table/check-email": 200, "/volunteering/unknown": 410,
	"/s/unknown": 404, "/letters/unknown": 404, "/no/such/page": 404,
}

// secretPages are those behind the links that one supporter gets.
func secretPages(t *testing.T, h *house.House) map[string]int {
	t.Helper()
	v := h.Visitor(t)
	v.Open("/petitions/az-safe-harbor").Submit("form[action$='/signatures']", ada).Must(200)
	confirm := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")
	v.Open(confirm).Submit("form[action$='/confirm']", nil).Must(200)
	letter := v.Open("/petitions/az-safe-harbor/letters").Submit("form[method='post']", nil).Must(200)
	v.Post("/my-data", url.Values{"email": {"ada@example.org"}}).Must(200)
	mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 2)[1].Text, "/my-data/")
	v.Open("/volunteer/az-park-table").Submit("form[action$='/applications']", url.Values{"name": {"Ben Example"}, "email": {"ben@example.org"}, "zip": {"85003"}}).Must(200)
	fresh := house.LinkIn(t, h.WaitMails(t, "ben@example.org", 1)[0].Text, "/volunteering/")
	v.Open("/volunteer/az-park-table").Submit("form[action$='/applications']", url.Values{"name": {"Cleo Example"}, "email": {"cleo@example.org"}, "zip": {"85003"}}).Must(200)
	active := house.LinkIn(t, h.WaitMails(t, "cleo@example.org", 1)[0].Text, "/volunteering/")
	v.Open(active).Submit("form[action$='/confirm']", nil).Submit("form[action$='/steps/agreement']", url.Values{"agreement": {"1"}}).Must(200)
	old := testkit.MakeSignature(t, h.DB, h.Keys, campaignOf(t, h, "az-safe-harbor"), testkit.As(models.SignaturePending),
		func(s *testkit.Signer) { s.At = models.Moment(time.Now().AddDate(0, 0, -8)) })
	return map[string]int{
		fresh: 200, active: 200, confirm: 200, letter.Path: 200, strings.TrimSuffix(letter.Path, "?sent=1"): 200, mine: 200, mine + "/erase": 200,
		stopLink(h.WaitMails(t, "-az.example.org", 1)[0]): 200, "/s/" + testkit.ConfirmToken(old): 410,
	}
}

func campaignOf(t *testing.T, h *house.House, slug string) models.Campaign {
	t.Helper()
	campaign, err := models.CampaignBySlug(t.Context(), h.DB.Read(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return campaign
}

// stopLink is the link by which a mail's reader stops mail.
func stopLink(m mail.Parsed) string {
	for _, header := range m.Headers {
		if header.Name == "List-Unsubscribe" {
			return strings.Trim(header.Value, "<>")
		}
	}
	return ""
}

// TestEveryPublicPageIsForEverybody looks at each in both languages: at all
// sizes and colors in English, on the narrowest telephone in Spanish, which has
// the longer words.
func TestEveryPublicPageIsForEverybody(t *testing.T) {
	t.Parallel()
	h := shop(t)
	b := browser.New(t)
	secret := secretPages(t, h)
	each := func(show func(path string)) {
		for _, list := range []map[string]int{pages, secret} {
			for path, want := range list {
				if strings.HasPrefix(path, "/") {
					path = h.URL + path
				}
				if status := b.Open(path); status != want {
					t.Errorf("%s answers %d, want %d", path, status, want)
				}
				show(strings.TrimPrefix(path, h.URL))
			}
		}
	}
	each(func(path string) { inspectAll(t, b, path) })
	b.Viewport(320, 800)
	b.Open(h.URL + "/?lang=es")
	each(func(path string) {
		inspect(t, b, "in Spanish "+path)
		if lang := browser.Eval[string](b, "document.documentElement.lang"); lang != "es" {
			t.Errorf("%s is in %q", path, lang)
		}
	})
	nothingStopped(t, b)
}

// TestTheKeyboardFindsTheWayOutFirst and then the way to the content.
func TestTheKeyboardFindsTheWayOutFirst(t *testing.T) {
	t.Parallel()
	h := shop(t)
	b := browser.New(t)
	for _, path := range []string{"/", "/petitions/az-safe-harbor", "/petitions/az-safe-harbor/letters", "/my-data", "/no/such/page"} {
		b.Open(h.URL + path)
		var stops []string
		for range 3 {
			b.Keys("\t")
			stops = append(stops, browser.Eval[string](b, "document.activeElement.getAttribute('href')"))
			if browser.Eval[bool](b, "document.activeElement.getBoundingClientRect().top < 0") {
				t.Errorf("%s: the stop %s is out of sight", path, stops[len(stops)-1])
			}
		}
		if got := strings.Join(stops, " "); got != "/exit #main /safety" {
			t.Errorf("%s: the first stops are %s", path, got)
		}
		browser.Eval[bool](b, "document.querySelector('.skip').focus(), true")
		b.Keys("\r")
		if at := browser.Eval[string](b, "document.activeElement.id"); at != "main" {
			t.Errorf("%s: the skip link leads to %q", path, at)
		}
	}
}
