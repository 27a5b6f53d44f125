package journeys

import (
	"net/url"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const statusPage = "/organize/campaigns/az-safe-harbor/status"

// TestAnOrganizerPausesResumesAndClosesAPetition with mistakes first; what people
// see follows at once.
func TestAnOrganizerPausesResumesAndClosesAPetition(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		page := v.Post(statusPage, url.Values{"to": {"closed"}, "reason": {"The <governor> signed."}}).Must(422)
		if page.Text("#outcome-error") == "" || page.Text("#reason") != "The <governor> signed." || !page.Has("input[value=closed][checked]") {
			t.Errorf("the error is %q, the reason %q", page.Text("#outcome-error"), page.Text("#reason"))
		}
		v.Post(statusPage, url.Values{"to": {"hidden"}, "reason": {"No."}}).Must(422)
		v.Post(statusPage, url.Values{"to": {"paused"}, "reason": {"A pause."}}).Must(200)
		open := h.Visitor(t)
		if open.Open("/petitions/az-safe-harbor").Must(200).Has("form[action$='/signatures']") {
			t.Error("a paused petition still asks for signatures")
		}
		v.Post(statusPage, url.Values{"to": {"live"}, "reason": {"On again."}}).Must(200)
		if !open.Open("/petitions/az-safe-harbor").Must(200).Has("form[action$='/signatures']") {
			t.Error("an open petition asks for no signature")
		}
		page = v.Post(statusPage, url.Values{"to": {"closed"}, "outcome": {"won"}, "reason": {"The <governor> signed."}}).Must(200)
		if n := page.Document.Find("#history ~ ol li").Length(); n != 3 || page.Has("form[action$='/status']") {
			t.Errorf("%d moves in the history", n)
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(statusPage, url.Values{"to": {"live"}, "reason": {"No."}}).Must(404)
	})
}

func TestThePageOfAStatusIsForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + statusPage)
	inspectAll(t, b, "the page of a status")
	nothingStopped(t, b)
}
