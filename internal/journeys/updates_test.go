package journeys

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// morning is the last time that it was ten o'clock in Phoenix.
func morning() time.Time {
	now := time.Now().UTC()
	at := time.Date(now.Year(), now.Month(), now.Day(), 17, 0, 0, 0, time.UTC)
	if at.After(now) {
		at = at.AddDate(0, 0, -1)
	}
	return at
}

const updatesPage = "/organize/campaigns/az-safe-harbor/updates"

// TestAnOrganizerTellsSupportersWhatBecameOfIt with mistakes first, and a second
// person in between; who signed gets it, and everybody can read it.
func TestAnOrganizerTellsSupportersWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Now: morning})
		if err := h.LoadDemo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		reader := h.Visitor(t)
		reader.Open("/petitions/az-safe-harbor").Must(200).Submit("form[action$='/signatures']", ada).Must(200)
		link := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")
		reader.Open(link).Must(200).Submit("form[action$='/confirm']", nil).Must(200)

		author := staffVisitor(t, h, "one@example.org", "organizer", "az")
		form := url.Values{"headline_en": {""}, "body_en": {"Dear {{name}}, the committee **voted**."}, "headline_es": {"La comisión votó"}, "body_es": {""}, "audience": {"all"}, "public": {"1"}}
		page := author.Post(updatesPage, form).Must(422)
		if page.Text("#headline_en-error") == "" || page.Text("#body_es-error") == "" || page.Text("#body_en") != form.Get("body_en") {
			t.Errorf("the errors are %q and %q, and the text %q", page.Text("#headline_en-error"), page.Text("#body_es-error"), page.Text("#body_en"))
		}
		form.Set("headline_en", "The committee voted")
		form.Set("body_es", "Hola, {{name}}: la comisión **votó**.")
		page = author.Post(updatesPage, form).Must(200)
		if got := page.Text(".typed"); !strings.Contains(got, "Dear Olga") {
			t.Errorf("the author sees %q", got)
		}
		page.Submit("form[action$='/test']", nil).Must(200)
		if mails := h.WaitMails(t, "one@example.org", 1); !strings.HasPrefix(mails[0].Subject, "[Test]") {
			t.Errorf("the test is called %q", mails[0].Subject)
		}
		page = page.Submit("form[action$='/send']", nil).Must(200)
		second := staffVisitor(t, h, "two@example.org", "organizer", "az")
		if page.Has("form[action$='/send']") || page.Has("form[action$='/approve']") {
			t.Error("the author alone can send it to so many")
		}
		list := second.Open(updatesPage).Must(200)
		at := list.Document.Find(".entries a[href*='/updates/']").AttrOr("href", "")
		if staffVisitor(t, h, "hi@example.org", "organizer", "hi").Open(at).Status != 404 {
			t.Error("another state's organizer sees it")
		}
		second.Open(at).Must(200).Submit("form[action$='/approve']", nil).Must(200)
		testkit.Wait(t, "the copy", func() bool {
			return slices.ContainsFunc(h.Mails(t, "ada@example.org"), func(m mail.Parsed) bool {
				return strings.Contains(m.Text, "The committee voted") && strings.Contains(m.Text, "Dear Ada") && strings.Contains(m.HTML, "<strong>voted</strong>")
			})
		})
		if open := h.Visitor(t).Open("/petitions/az-safe-harbor/progress").Must(200); !strings.Contains(open.Text("#updates ~ article"), "The committee voted") {
			t.Error("the progress page does not show it")
		}
		if page := author.Open(at).Must(200); page.Has("form[action$='/stop']") {
			page.Submit("form[action$='/stop']", nil).Must(200)
		}
	})
}

func TestThePagesOfUpdatesAreForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	if status := b.Open(h.URL + updatesPage); status != 200 {
		t.Fatalf("it answers %d", status)
	}
	inspectAll(t, b, "the organizers' page of updates")
	b.Fill("#headline_en", "The committee voted")
	b.Fill("#body_en", "Dear {{name}}, it **voted**.")
	b.Click("form[action$='/updates'] button")
	inspectAll(t, b, "the page of one update")
	nothingStopped(t, b)
}
