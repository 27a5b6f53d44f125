package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAnOrganizerNotesWhereALegislatorStands with mistakes first, and everybody
// sees it; the note before stays.
func TestAnOrganizerNotesWhereALegislatorStands(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		const path = "/organize/campaigns/az-safe-harbor/positions"
		page := v.Open(path).Must(200)
		seat := page.Document.Find("select[name='seat'] option").Eq(1).AttrOr("value", "")
		form := url.Values{"seat": {seat}, "stance": {"undecided"}, "evidence": {"meeting"}, "source": {""}, "summary": {"Wants to read <the> draft."}, "said_on": {"2099-01-01"}}
		page = v.Post(path, form).Must(422)
		if page.Text("#source-error") == "" || page.Text("#said_on-error") != "The day lies in the future." || !page.Has(".problem a[href='#source']") && !page.Has("a[href='#source']") {
			t.Errorf("the errors are %q and %q", page.Text("#source-error"), page.Text("#said_on-error"))
		}
		if !page.Has("option[value='"+seat+"'][selected]") || !page.Has("input[value='undecided'][checked]") || page.Text("#summary") != form.Get("summary") {
			t.Error("what was typed is lost")
		}
		form.Set("source", "Meeting on the record")
		form.Set("said_on", "2026-11-20")
		page = v.Post(path, form).Must(200)
		if !page.Has(".flash") || !strings.Contains(page.Text("#seat-"+seat), "Undecided") {
			t.Errorf("after noting the seat says %q", page.Text("#seat-"+seat))
		}
		form.Set("stance", "withdrawn")
		page = v.Post(path, form).Must(200)
		if got := page.Text("#seat-" + seat + " .history"); !strings.Contains(got, "Taken back") || !strings.Contains(got, "Undecided") || !strings.Contains(got, "Noted by Olga Organizer") {
			t.Errorf("the history is %q", got)
		}
		form.Set("stance", "supports")
		v.Post(path, form).Must(200)
		if open := h.Visitor(t).Open("/petitions/az-safe-harbor/positions").Must(200); !strings.Contains(open.Body, "Wants to read &lt;the&gt; draft.") {
			t.Error("the public page does not show it")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(path, form).Must(404)
	})
}

func TestThePageOfPositionsIsForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	if status := b.Open(h.URL + "/organize/campaigns/az-safe-harbor/positions"); status != 200 {
		t.Fatalf("it answers %d", status)
	}
	inspectAll(t, b, "the organizers' page of positions")
	nothingStopped(t, b)
}
