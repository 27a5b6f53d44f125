package moderate_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

func staff(t *testing.T, h *house.House, email, state string) *house.Visitor {
	t.Helper()
	link, err := h.AddUser(t.Context(), email, "Mo Moderator", "moderator", state, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visitor(t)
	v.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return v
}

// TestAModeratorFindsSignaturesTakesThemOutAndPutsThemBack without any of what was
// typed in an address, and with every step noted.
func TestAModeratorFindsSignaturesTakesThemOutAndPutsThemBack(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{})
		c := testkit.MakeCampaign(t, h.DB)
		for _, email := range []string{"ada@example.org", "bot1@bulk.example", "bot2@bulk.example"} {
			testkit.MakeSignature(t, h.DB, h.Keys, c, func(s *testkit.Signer) { s.Email = email })
		}
		here, elsewhere := staff(t, h, "here@example.org", c.State), staff(t, h, "elsewhere@example.org", "hi")

		page := here.Open("/moderate/signatures").Must(200).Submit("#search-form", url.Values{"email": {"nobody"}, "name": {"Canary Person"}}).Must(422)
		if page.Text("#email-error") == "" || page.Document.Find("#name").AttrOr("value", "") != "Canary Person" {
			t.Error("a mistake is not named, or what was typed is lost")
		}
		page = page.Submit("#search-form", url.Values{"email": {""}, "name": {""}, "domain": {"bulk.example"}}).Must(200)
		if strings.Contains(page.Path, "bulk") || !strings.Contains(page.Text("table"), "bot1@bulk.example") || strings.Contains(page.Text("table"), "ada@") {
			t.Errorf("%s: %s", page.Path, page.Text("table"))
		}
		search := page.Path
		elsewhere.Open(search).Must(404)
		page = page.Submit("#proposal-form", nil).Must(422)
		if page.Text("#reason-error") == "" || page.Text("#note-error") == "" {
			t.Error("without a reason and a note")
		}
		page = page.Submit("#proposal-form", url.Values{"reason": {"automated"}, "note": {"All within a minute."}}).Must(200)
		at := page.Path
		look := func(says string) *house.Page {
			testkit.Wait(t, says, func() bool {
				page = here.Open(at).Must(200)
				return strings.Contains(page.Text("main"), says)
			})
			return page
		}
		if look("Counted, not begun"); h.Counts(t, c.Slug).Counted() != 3 || !strings.Contains(page.Text("table"), "67 %") {
			t.Errorf("before anybody says so: %s", page.Text("table"))
		}
		elsewhere.Open(at).Must(404)
		elsewhere.Post(at+"/start", nil).Must(404)
		page.Submit("#start-form", nil).Must(200)
		if look("taken out 2"); h.Counts(t, c.Slug).Counted() != 1 || page.Has("meta[http-equiv='refresh']") {
			t.Error("two are taken out, and the page says so for good")
		}
		here.Open("/moderate/invalidations").Must(200)
		page.Submit("#undo-form", nil).Must(200)
		look("put back 2")
		if counts := h.Counts(t, c.Slug); counts.Counted() != 3 || counts.Invalidated != 0 {
			t.Errorf("%+v", counts)
		}
		rows, _, err := models.AuditLog(t.Context(), h.DB.Read(), models.AuditFilter{Text: "/moderate/", Page: 1, Size: 20})
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, row := range rows {
			acts = append(acts, row.Act)
		}
		for _, act := range []string{"POST /moderate/signatures", "POST " + search + "/invalidation", "POST " + at + "/start", "POST " + at + "/undo"} {
			if !strings.Contains(strings.Join(acts, "\n"), act) {
				t.Errorf("%q is not noted: %q", act, acts)
			}
		}
	})
}

func TestThePagesOfSignaturesAreForEveryModerator(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{})
	c := testkit.MakeCampaign(t, h.DB)
	testkit.MakeSignature(t, h.DB, h.Keys, c)
	link, err := h.AddUser(t.Context(), "admin@example.org", "Sam Sample", "admin", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b.Open(link)
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + "/moderate/signatures")
	browser.Eval[bool](b, "document.querySelector('#domain').value = 'example.org', true")
	b.Click("#search-form button")
	paths := []string{"/moderate/signatures", "/moderate/signatures?lang=es", "/moderate/invalidations", browser.Eval[string](b, "location.pathname")}
	browser.Eval[bool](b, "document.querySelector('#reason').checked = true, document.querySelector('#note').value = 'They are nobody.', true")
	b.Click("#proposal-form button")
	at := browser.Eval[string](b, "location.pathname")
	testkit.Wait(t, "the count", func() bool {
		b.Open(h.URL + at)
		return browser.Eval[bool](b, "!!document.querySelector('#start-form')")
	})
	for _, width := range []int{320, 1280} {
		for _, path := range append(paths, at, at+"?lang=es") {
			b.Viewport(width, 900)
			if status := b.Open(h.URL + path); status != http.StatusOK {
				t.Fatalf("%s: %d", path, status)
			}
			for _, v := range b.Axe(t) {
				t.Errorf("%s at %d px: %s", path, width, v)
			}
			if wide := browser.Eval[int](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide at %d px", path, wide, width)
			}
		}
	}
}
