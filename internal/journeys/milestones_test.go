package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const milestonesPage = "/organize/campaigns/az-safe-harbor/milestones"

// TestAnOrganizerSetsMilestonesAndSeesADigest with mistakes first, and has one
// sent to their own address; no office gets anything of it.
func TestAnOrganizerSetsMilestonesAndSeesADigest(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		page := v.Open(milestonesPage).Must(200)
		if !page.Has("#reached ~ .entries details li") || !strings.Contains(page.Text("#reached ~ .entries"), "1,000 in Arizona") {
			t.Errorf("reached so far: %q", page.Text("#reached ~ .entries"))
		}
		page = v.Post(milestonesPage, url.Values{"state": {"1,000 20000"}, "district": {"4"}}).Must(422)
		if page.Text("#state-error") == "" || page.Text("#district-error") == "" || page.Text("#state") != "1,000 20000" {
			t.Errorf("the errors are %q and %q, the numbers %q", page.Text("#state-error"), page.Text("#district-error"), page.Text("#state"))
		}
		page = v.Post(milestonesPage, url.Values{"state": {"20000\n1000"}, "district": {"7000, 9000"}}).Must(200)
		if !page.Has(".flash") || page.Text("#state") != "1000 20000" || page.Text("#district") != "7000 9000" {
			t.Errorf("the numbers are %q and %q", page.Text("#state"), page.Text("#district"))
		}
		seat := page.Document.Find("#seat option").Eq(0).AttrOr("value", "")
		milestone := page.Document.Find("#milestone option").Eq(0).AttrOr("value", "")
		page = v.Open(milestonesPage + "?seat=" + seat + "&milestone=" + milestone).Must(200)
		if text := page.Text(".letter-text"); !strings.Contains(text, "1,000 people signed (Arizona)") || !strings.Contains(text, "Where your constituents live, by ZIP code:") {
			t.Errorf("the digest is\n%s", text)
		}
		v.Open(milestonesPage + "?seat=0&milestone=0").Must(422)
		v.Post(milestonesPage+"/test", url.Values{"seat": {seat}, "milestone": {"0"}}).Must(422)
		v.Post(milestonesPage+"/test", url.Values{"seat": {seat}, "milestone": {milestone}}).Must(200)
		if mails := h.WaitMails(t, "az@example.org", 1); !strings.HasPrefix(mails[0].Subject, "[Test] 1,000 people signed") || !strings.Contains(mails[0].Text, "It went to you alone") {
			t.Errorf("the test is %q\n%s", mails[0].Subject, mails[0].Text)
		}
		page = v.Post(milestonesPage+"/targets", url.Values{"letters_only": {"chamber:upper"}}).Must(200)
		if !page.Has("input[value='chamber:upper'][checked]") || page.Has("input[value='chamber:lower'][checked]") {
			t.Error("the choice is lost")
		}
		v.Post(milestonesPage+"/targets", url.Values{"letters_only": {"chamber:governor"}}).Must(422)
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(milestonesPage, url.Values{"state": {"10"}}).Must(404)
	})
}

func TestThePageOfMilestonesIsForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	if status := b.Open(h.URL + milestonesPage + "?seat=1&milestone=1"); status != 200 {
		t.Fatalf("it answers %d", status)
	}
	inspectAll(t, b, "the organizers' page of milestones")
	nothingStopped(t, b)
}
