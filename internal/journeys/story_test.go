package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAModeratorWritesAStory with a figure that nobody gave at first; it is
// read by others only while it is published.
func TestAModeratorWritesAStory(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		author, second, reader := staffVisitor(t, h, "one@example.org", "moderator", ""), staffVisitor(t, h, "two@example.org", "admin", ""), h.Visitor(t)
		form := url.Values{"title_en": {"A day in court"}, "summary_en": {"What vacating takes."}, "body_en": {"First **one** hearing.\n\n<script>alert(1)</script>"},
			"claim_en_1_figure": {"4 of 10"}, "claim_en_1_source": {""}, "claim_en_1_year": {""}, "claim_en_1_claim": {"Petitions granted"}, "claim_en_1_caveat": {"In one county."},
			"source_1_title": {"Court rules"}, "source_1_url": {"no address"}, "source_1_dated": {"2025-03-01"}, "campaign": {"az-safe-harbor"}}
		page := author.Post("/moderate/stories", form).Must(422)
		for selector, want := range map[string]string{"#title_en": "A day in court", "#claim_en_1_figure": "4 of 10", "#source_1_url": "no address", "#source_1_dated": "2025-03-01"} {
			if got := page.Document.Find(selector).AttrOr("value", ""); got != want {
				t.Errorf("%s holds %q after a mistake, not %q", selector, got, want)
			}
		}
		if page.Text("#source_1_url-error") == "" || page.Document.Find("#body_en").Text() != form.Get("body_en") || page.Document.Find("input[name=campaign][checked]").Length() != 1 {
			t.Error("a mistake is not named, or what was typed is not kept")
		}
		form.Set("source_1_url", "https://example.org/rules")
		form.Set("preview", "1")
		if page = author.Post("/moderate/stories", form).Must(200); !strings.Contains(page.Text("#looks"), "First one hearing") || page.Has("#looks script") {
			t.Errorf("the preview is %q", page.Text("#looks"))
		}
		form.Del("preview")
		page = author.Post("/moderate/stories", form).Must(200)
		if second.Open("/moderate/stories").Must(200).Text("#story-a-day-in-court .badge") != "Draft" || reader.Open("/stories/a-day-in-court").Status != 404 {
			t.Error("it is not a draft for staff alone")
		}
		page = page.Submit("#publish-form", nil).Must(422)
		if page.Text("#claim_en_1_source-error") == "" || page.Text("#claim_en_1_year-error") == "" {
			t.Error("a figure that nobody gave is let through")
		}
		stale := page
		page = page.Submit("#story-form", url.Values{"claim_en_1_source": {"A legal clinic"}, "claim_en_1_year": {"2023"}}).Must(200)
		stale.Submit("#publish-form", nil).Must(409)
		if kept := stale.Submit("#story-form", url.Values{"title_en": {"Mine is lost?"}}).Must(409); kept.Document.Find("#title_en").AttrOr("value", "") != "Mine is lost?" {
			t.Error("who was slower loses what they typed")
		}
		page = page.Submit("#publish-form", nil).Must(200)
		shown := reader.Open("/stories/a-day-in-court").Must(200)
		for _, want := range []string{"A day in court", "4 of 10", "Petitions granted", "A legal clinic, 2023", "In one county.", "Court rules", "(March 1, 2025)"} {
			if !strings.Contains(shown.Text("main"), want) {
				t.Errorf("readers do not see %q", want)
			}
		}
		if strings.Contains(shown.Text("article .meta"), "Changed") || !shown.Has("a[href='/petitions/az-safe-harbor']") {
			t.Error("it says that it was changed, or leads to no petition")
		}
		page.Submit("#story-form", url.Values{"title_en": {"A long day in court"}}).Must(200)
		if shown = reader.Open("/stories/a-day-in-court").Must(200); !strings.Contains(shown.Text("article .meta"), "Changed") || shown.Text("h1") != "A long day in court" {
			t.Errorf("after a change it says %q under %q", shown.Text("article .meta"), shown.Text("h1"))
		}
		second.Open("/moderate/stories/a-day-in-court").Must(200).Submit("#withdraw-form", nil).Must(200)
		if reader.Open("/stories/a-day-in-court").Status != 404 || strings.Contains(reader.Open("/stories").Body, "A long day") || strings.Contains(reader.Open("/sitemap.xml").Body, "a-day-in-court") {
			t.Error("readers still find it")
		}
		staffOnly(t, h, "/moderate/stories")
	})
}

// staffOnly checks that organizers do not come in.
func staffOnly(t *testing.T, h *house.House, path string) {
	t.Helper()
	if status := staffVisitor(t, h, "org@example.org", "organizer", "az").Open(path).Status; status != 403 {
		t.Errorf("%s answers an organizer with %d", path, status)
	}
}

func TestThePagesOfStoriesAreForEveryModerator(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "admin"))
	b.Click("form[action^='/account/sign-in/'] button")
	for _, path := range []string{"/moderate/stories", "/moderate/stories/new", "/moderate/stories/what-safe-harbor-means", "/stories/what-safe-harbor-means?lang=es", "/moderate/stories/what-safe-harbor-means?lang=es"} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path, status)
		}
		browser.Eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
