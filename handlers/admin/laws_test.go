package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// nextYear is a day by which a card could be reviewed again.
var nextYear = time.Now().AddDate(1, 0, 0).Format(time.DateOnly)

// office is a house with the shipped law cards, all of them due, and a link by which an admin signs in.
func office(t *testing.T, database string) (h *house.House, signIn string) {
	t.Helper()
	h = house.Open(t, database, house.Setup{Idle: true})
	cards, err := laws.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for i := range cards {
		cards[i].ReviewedOn, cards[i].ReviewDue = "2026-01-24", "2026-07-24"
	}
	if _, err := laws.Import(t.Context(), h.DB, cards, imports.Options{Now: testkit.Now}); err != nil {
		t.Fatal(err)
	}
	link, err := h.AddUser(t.Context(), "admin@example.org", "Sam Sample", "admin", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return h, u.Path
}

const arizona = "/admin/laws/az/vacatur"

func said(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestCardsToReviewQueueUp(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, signIn := office(t, database)
		v := h.Visitor(t)
		v.Post(signIn, nil)
		page := v.Open("/admin").Must(http.StatusOK)
		if text := page.Text("section[aria-labelledby=laws]"); !strings.Contains(text, "102 law cards are due") || !page.Has("a[href='/admin/laws']") || !page.Has("a[href='/states/al']") {
			t.Errorf("the overview says %q", text)
		}
		form := v.Open(arizona).Must(http.StatusOK)
		form.Submit("form[action$='/reviewed']", url.Values{"next_review": {nextYear}}).Must(http.StatusOK)
		list := v.Open("/admin/laws").Must(http.StatusOK)
		if last := said(list.Document.Find("tbody tr").Last()); list.Document.Find("tbody tr").Length() != 102 || !strings.Contains(last, "Arizona, Vacatur") || strings.Contains(last, "due") {
			t.Errorf("the last of the list is %q", last)
		}
		if !strings.Contains(v.Open("/admin").Text("section[aria-labelledby=laws]"), "101 law cards are due") {
			t.Error("a reviewed card is still in the queue")
		}
		if !strings.Contains(v.Open("/states/az").Text(".law-card:first-child"), "was due for review on July 24, 2026") {
			t.Error("the public page does not say that a review is due")
		}
	})
}

func TestACorrectedFactIsShownWithWhatStoodThereBefore(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, signIn := office(t, database)
		v := h.Visitor(t)
		v.Post(signIn, nil)
		form := v.Open(arizona).Must(http.StatusOK)
		stale := form
		saved := form.Submit("#facts", url.Values{"status": {"vacatur"}, "confidence": {"high"}, "summary_en": {"A corrected summary."}, "source": {"azleg.gov/ars"}, "as_of": {"2026-07"}, "review_due": {nextYear}}).Must(http.StatusOK)
		if text := saved.Text("main"); !strings.Contains(text, "corrected") || !strings.Contains(text, "Sam Sample") || !strings.Contains(text, "The court must vacate") {
			t.Errorf("the card's edits: %q", saved.Text("section[aria-labelledby=edits]"))
		}
		if text := v.Open("/states/az").Text(".law-card"); !strings.Contains(text, "A corrected summary.") || !strings.Contains(text, "azleg.gov/ars") {
			t.Errorf("the public page says %q", text)
		}
		again := stale.Submit("#facts", url.Values{"status": {"vacatur"}, "confidence": {"high"}, "summary_en": {"Typed meanwhile."}, "as_of": {"2026-07"}, "review_due": {nextYear}}).Must(http.StatusConflict)
		if !strings.Contains(again.Text("[role=alert]"), "Somebody else changed") || again.Text("#summary_en") != "Typed meanwhile." {
			t.Errorf("the second editor sees %q", again.Text("#facts"))
		}
	})
}

func TestABadCorrectionLosesNothing(t *testing.T) {
	t.Parallel()
	h, signIn := office(t, testkit.SQLiteURL(t))
	v := h.Visitor(t)
	v.Post(signIn, nil)
	page := v.Open(arizona).Submit("#facts", url.Values{"status": {"sealing"}, "confidence": {"low"}, "citation": {"A <new> citation"}, "source": {" "}, "as_of": {"lately"}, "review_due": {"tomorrow"}}).Must(http.StatusUnprocessableEntity)
	for _, field := range []string{"source", "as_of", "review_due"} {
		if !page.Has("#"+field+"[aria-invalid=true]") || page.Text("#"+field+"-error") == "" || !page.Has(".summary a[href='#"+field+"']") {
			t.Errorf("nothing stands beside %s", field)
		}
	}
	for field, want := range map[string]string{"citation": "A <new> citation", "as_of": "lately", "review_due": "tomorrow"} {
		if got := page.Document.Find("#"+field).AttrOr("value", ""); got != want {
			t.Errorf("%s became %q", field, got)
		}
	}
	if page.Document.Find("#status option[selected]").AttrOr("value", "") != "sealing" {
		t.Error("the status was lost")
	}
	if edits, err := models.LawEdits(t.Context(), h.DB.Read(), "", ""); err != nil || len(edits) != 0 {
		t.Errorf("a refused edit was noted: %+v, %v", edits, err)
	}
	again := v.Open(arizona).Submit("form[action$='/reviewed']", url.Values{"next_review": {"never"}}).Must(http.StatusUnprocessableEntity)
	if again.Document.Find("#next_review[aria-invalid=true]").AttrOr("value", "") != "never" || again.Text("#next_review-error") == "" || again.Has("#review_due[aria-invalid]") {
		t.Error("nothing stands beside the day of the next review")
	}
	v.Open("/admin/laws/pr/vacatur").Must(http.StatusNotFound)
	v.Open("/admin/laws/az/parking").Must(http.StatusNotFound)
}

func TestPagesOfAdminsWorkForEverybody(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	h, signIn := office(t, testkit.SQLiteURL(t))
	campaign := testkit.MakeCampaign(t, h.DB)
	for code, people := range map[string]int{"1": 6, "2": 9, "3": 0} {
		seat := testkit.MakeSeat(t, h.DB, campaign.State, "upper", code)
		for range people {
			testkit.MakeSignature(t, h.DB, h.Keys, campaign, func(s *testkit.Signer) {
				s.Districts, s.At = []models.District{{ID: seat.DistrictID, Chamber: "upper"}}, time.Now().Add(-time.Hour)
			})
		}
	}
	b.Open(h.URL + signIn)
	browser.Eval[bool](b, "document.querySelector('main form').requestSubmit(), true")
	testkit.Wait(t, "the admin's page", func() bool { return browser.Eval[bool](b, "location.pathname.startsWith('/admin')") })
	for _, width := range []int{320, 1280} {
		for _, path := range []string{"/admin", "/admin/laws", arizona, "/admin/exports", "/admin/suppressions", "/organize/campaigns/" + campaign.Slug, arizona + "?lang=es"} {
			b.Viewport(width, 900)
			if status := b.Open(h.URL + path); status != http.StatusOK {
				t.Fatalf("%s: %d", path, status)
			}
			browser.Eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
			for _, v := range b.Axe(t) {
				t.Errorf("%s at %d px: %s", path, width, v)
			}
			if wide := browser.Eval[int](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide at %d px", path, wide, width)
			}
		}
	}
}
