package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const lettersDesk = "/organize/campaigns/az-safe-harbor/letters"

// TestAnOrganizerOffersTextsToWriters with mistakes first: texts are written,
// ordered, tried on oneself and taken away, and talking points stand beside them.
func TestAnOrganizerOffersTextsToWriters(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		text := url.Values{"title_en": {"From the heart"}, "subject_en": {"Please hear us"}, "body_en": {"Dear {{legislater}}, I live in {{zip}} and ask you for a word on the bill. {{name}}"}}
		page := v.Post(lettersDesk, text).Must(422)
		if page.Text("#body_en-error") == "" || page.Text("#body_en") != text.Get("body_en") {
			t.Errorf("the error is %q, the text %q", page.Text("#body_en-error"), page.Text("#body_en"))
		}
		text.Set("body_en", strings.Replace(text.Get("body_en"), "legislater", "legislator", 1))
		text.Set("preview", "1")
		if page = v.Post(lettersDesk, text).Must(200); !strings.Contains(page.Text(".typed"), "Ada Example") || strings.Contains(page.Text(".typed"), "{{") {
			t.Errorf("the office would get %q", page.Text(".typed"))
		}
		if n := v.Open(lettersDesk).Document.Find("[id^='variant-']").Length(); n != 3 {
			t.Errorf("looking stored something: %d texts", n)
		}
		text.Del("preview")
		page = v.Post(lettersDesk, text).Must(200)
		page.Submit("form[action$='/test']", nil).Must(200)
		mail := h.WaitMails(t, "az@example.org", 1)[0]
		if !strings.Contains(strings.ToLower(mail.Subject), "test") || !strings.Contains(mail.Text, "I live in") {
			t.Errorf("the test is %q", mail.Subject)
		}
		v.Open(lettersDesk).Submit("#variant-4 form[action$='/raise']", nil).Must(200)
		if got := v.Open(lettersDesk).Document.Find("[id^='variant-']").Eq(2).AttrOr("id", ""); got != "variant-4" {
			t.Errorf("the third text is %s", got)
		}
		v.Post(lettersDesk, text).Must(200)
		if page = v.Post(lettersDesk, text).Must(409); page.Text("#title_en-error") == "" {
			t.Error("a sixth text is refused without a word")
		}
		v.Post(lettersDesk+"/4/remove", nil).Must(200)
		v.Post(lettersDesk+"/4/remove", nil).Must(404)

		points := url.Values{"point_1_en": {"What it means to you."}, "point_2_es": {"Solo en español."}, "point_3_en": {"A figure."}, "point_3_year": {"3021"}}
		page = v.Post(lettersDesk+"/points", points).Must(422)
		if page.Text("#point_2_en-error") == "" || page.Text("#point_3_year-error") == "" || page.Text("#point_1_en") != points.Get("point_1_en") {
			t.Errorf("the errors are %q and %q", page.Text("#point_2_en-error"), page.Text("#point_3_year-error"))
		}
		v.Post(lettersDesk+"/points", url.Values{"point_1_en": {"What it means to <you>."}}).Must(200)
		writer := h.Visitor(t)
		writer.Open("/petitions/az-safe-harbor").Must(200).Submit("form[action$='/signatures']", ada).Must(200)
		writer.Open(house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
		if open := writer.Open("/petitions/az-safe-harbor/letters?zip=85012").Must(200); !strings.Contains(open.Body, "What it means to &lt;you&gt;.") {
			t.Error("writers do not see the talking point")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(lettersDesk+"/points", points).Must(404)
	})
}

// TestAnOrganizerSaysWhoIsAddressed: a chamber in one press, a seat by a search.
func TestAnOrganizerSaysWhoIsAddressed(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		const path = "/organize/campaigns/az-safe-harbor/targets"
		page := v.Open(path).Must(200)
		if page.Document.Find("[id^='target-']").Length() != 0 {
			t.Fatal("the demo's campaign has targets already")
		}
		page = v.Post(path, url.Values{"add": {"chamber upper"}}).Must(200)
		if page.Document.Find("[id^='target-']").Length() != 1 || page.Document.Find("[id^='target-'] details li").Length() < 2 {
			t.Errorf("after adding the chamber: %s", page.Text("main"))
		}
		v.Post(path, url.Values{"add": {"chamber upper"}}).Must(200) // who adds twice has what they wanted
		for _, wrong := range []string{"", "chamber moon", "seat 999999", "seat x", "committee 999999"} {
			if page := v.Post(path, url.Values{"add": {wrong}}).Must(422); !page.Has(".summary") {
				t.Errorf("%q is refused without a word", wrong)
			}
		}
		found := v.Open(path + "?q=house+11").Must(200).Document.Find("button[value^='seat ']")
		if found.Length() == 0 {
			t.Fatal("nothing is found")
		}
		page = v.Post(path, url.Values{"add": {found.First().AttrOr("value", "")}}).Must(200)
		if page.Document.Find("[id^='target-']").Length() != 2 {
			t.Errorf("after adding a seat: %s", page.Text("main"))
		}
		page.Submit("[id^='target-'] form", nil).Must(200)
		if n := v.Open(path).Document.Find("[id^='target-']").Length(); n != 1 {
			t.Errorf("after removing one: %d", n)
		}
	})
}

func TestThePagesOfTextsAndTargetsAreForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	for _, path := range []string{lettersDesk, lettersDesk + "/new", lettersDesk + "/1", "/organize/campaigns/az-safe-harbor/targets?q=house", "/organize"} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path, status)
		}
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
