package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const launched = "/organize/campaigns/az-clear-what-was-done-to-them"

// TestANewOrganizerLaunchesACampaign from an invitation to a petition that people
// sign, in Spanish and with mistakes first: like campaigns are shown, what is
// missing is said, a moderator sends it back once and then publishes it.
func TestANewOrganizerLaunchesACampaign(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		v.Open("/organize?lang=es").Must(200)
		begin(t, v)

		page := v.Open(launched + "/text").Must(200)
		long := strings.Repeat("ñ", 201)
		page = page.Submit("form[action$='/text']", url.Values{"title_en": {long}, "story_es": {"Mi <texto>"}}).Must(422)
		if page.Text("#title_en-error") == "" || page.Text("#story_es") != "Mi <texto>" {
			t.Errorf("the error is %q, the text %q", page.Text("#title_en-error"), page.Text("#story_es"))
		}
		page = v.Open(launched+"/text").Must(200).Submit("form[action$='/text']", url.Values{"title_en": {"Clear what was done to them"}, "ask_en": {"My own ask."}}).Must(200)
		if got := page.Text("#ask_en"); !strings.HasPrefix(got, "Change the law of Arizona") {
			t.Errorf("the locked ask became %q", got)
		}
		page = v.Post(launched+"/submit", nil).Must(422)
		if page.Text(".summary a[href='#plan']") == "" || page.Text(".summary a[href='#text']") != "" {
			t.Errorf("what is missing: %q", page.Text(".summary"))
		}
		v.Post(launched+"/plan", url.Values{"goal": {"many"}}).Must(422)
		v.Post(launched+"/plan", url.Values{"goal": {"1000"}, "bill": {"HB 1"}, "criterion": {"offenses_covered"}}).Must(200)
		for _, add := range v.Open(launched + "/targets").Must(200).Document.Find("button[name=add]").EachIter() {
			v.Post(launched+"/targets", url.Values{"add": {add.AttrOr("value", "")}}).Must(200)
		}
		if n := v.Open(launched + "/targets").Document.Find("[id^='target-']").Length(); n != 2 {
			t.Errorf("%d targets", n)
		}
		if page = v.Open(launched + "/preview").Must(200); page.Text("h1") == "" || !page.Has("fieldset[disabled] form[action$='/signatures']") {
			t.Error("the preview is not the page")
		}
		h.Visitor(t).Open("/petitions/az-clear-what-was-done-to-them").Must(404)
		if page = v.Post(launched+"/submit", nil).Must(200); !page.Has("form[action$='/take-back']") {
			t.Error("it does not wait for its review")
		}
		review(t, h, v)

		signer := h.Visitor(t)
		signer.Open("/petitions/az-clear-what-was-done-to-them").Must(200).Submit("form[action$='/signatures']", ada).Must(200)
		signer.Open(house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")).Must(200).Submit("form[action$='/confirm']", nil).Must(200)

		v.Open(launched+"/text").Must(200).Submit("form[action$='/text']", url.Values{"title_en": {"Clear all that was done to them"}}).Must(200)
		v.Post(launched+"/submit", nil).Must(200)
		stale := signer.Open("/petitions/az-clear-what-was-done-to-them").Must(200)
		if stale.Text("h1") != "Clear what was done to them" {
			t.Errorf("before its review the new text is shown: %q", stale.Text("h1"))
		}
		decide(t, staffVisitor(t, h, "m2@example.org", "moderator", ""), url.Values{"decision": {"published"}})
		if open := signer.Open("/petitions/az-clear-what-was-done-to-them").Must(200); open.Text("h1") != "Clear all that was done to them" {
			t.Errorf("after its review the old text is shown: %q", open.Text("h1"))
		}
		again := stale.Submit("form[action$='/signatures']", url.Values{"name": {"Ben Example"}, "email": {"ben@example.org"}, "zip": {"85003"}}).Must(422)
		if again.Text("h1") != "Clear all that was done to them" || again.Text(".summary a[href='#version']") == "" || !again.Has("input[value='ben@example.org']") {
			t.Errorf("who began with the old text signs the new one unseen: %q", again.Text(".summary"))
		}
		if page = v.Open(launched + "/text").Must(200); page.Document.Find("tbody tr").Length() != 2 || page.Document.Find("tbody tr").First().Find("td").Last().Text() != "1" {
			t.Errorf("the versions are %q", page.Text("tbody"))
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(launched+"/submit", nil).Must(404)
	})
}

// begin goes from the list to a draft.
func begin(t *testing.T, v *house.Visitor) {
	t.Helper()
	page := v.Open("/organize/campaigns/new").Must(200)
	if !strings.Contains(page.Body, "Iniciar una campaña") || page.Document.Find("#state option").Length() != 1 {
		t.Error("the first page offers other states")
	}
	page = page.Submit("form[action='/organize/campaigns/new']", url.Values{"topic": {"vacatur"}}).Must(200)
	if !strings.Contains(page.Body, "A.R.S. § 13-909") || !page.Has("a[href='/petitions/az-vacatur-wider']") {
		t.Error("the law card or a campaign of the state is missing")
	}
	form := "form[action='/organize/campaigns']"
	page = page.Submit(form, url.Values{"title": {""}, "template": {"vacatur-range"}}).Must(422)
	if page.Text("#title-error") == "" || !page.Has("input[value='vacatur-range'][checked]") {
		t.Error("a missing title is not said, or the choice is lost")
	}
	page = page.Submit(form, url.Values{"title": {"Clear what was done to them"}, "template": {"vacatur-range"}}).Must(422)
	if !page.Has("#similar a[href='/petitions/az-vacatur-wider']") {
		t.Fatalf("like campaigns are not shown: %q", page.Text("#similar"))
	}
	page.Submit(form, url.Values{"different": {"1"}}).Must(200)
	if got := page.Text("h1"); got == "" {
		t.Error("no page follows")
	}
}

// review sends a petition back once, and then publishes it.
func review(t *testing.T, h *house.House, organizer *house.Visitor) {
	t.Helper()
	m := staffVisitor(t, h, "m@example.org", "moderator", "")
	page := m.Open("/moderate/campaigns").Must(200).Submit("form[action$='/az-clear-what-was-done-to-them/claim']", nil).Must(200)
	if !strings.Contains(page.Body, "Clear what was done to them") || page.Has("a[href*='@']") {
		t.Error("the reviewer does not see the text")
	}
	page = page.Submit("form[action$='/decision']", url.Values{"decision": {"rejected"}, "note": {"See <line> 3."}}).Must(422)
	if page.Text("#reason-error") == "" || page.Text("#note") != "See <line> 3." {
		t.Errorf("the error is %q, the note %q", page.Text("#reason-error"), page.Text("#note"))
	}
	page.Submit("form[action$='/decision']", url.Values{"reason": {page.Document.Find("input[name=reason]").First().AttrOr("value", "")}}).Must(200)
	back := organizer.Open(launched).Must(200)
	if !strings.Contains(back.Body, "See &lt;line&gt; 3.") {
		t.Error("the organizer does not read why")
	}
	organizer.Post(launched+"/status", url.Values{"to": {"draft"}, "reason": {"Mended."}}).Must(200)
	organizer.Post(launched+"/submit", nil).Must(200)
	decide(t, m, url.Values{"decision": {"published"}})
}

func decide(t *testing.T, m *house.Visitor, what url.Values) {
	t.Helper()
	m.Open("/moderate/campaigns").Must(200).Submit("form[action$='/az-clear-what-was-done-to-them/claim']", nil).Must(200).Submit("form[action$='/decision']", what).Must(200)
}

func TestThePagesOfALaunchAreForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	v := staffVisitor(t, h, "az@example.org", "organizer", "az")
	v.Open("/organize?lang=es").Must(200)
	begin(t, v)
	b := browser.New(t)
	b.Open(staffLink(t, h, "admin"))
	b.Click("form[action^='/account/sign-in/'] button")
	for _, path := range []string{"/organize/campaigns/new", "/organize/campaigns/new?state=az&topic=vacatur", launched, launched + "/text", launched + "/plan", launched + "/preview"} {
		b.Open(h.URL + path)
		inspectAll(t, b, path)
	}
	v.Post(launched+"/plan", url.Values{"goal": {"1000"}}).Must(200)
	v.Post(launched+"/submit", nil).Must(200)
	for _, path := range []string{"/moderate/campaigns", "/moderate/campaigns/az-clear-what-was-done-to-them"} {
		b.Open(h.URL + path)
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
