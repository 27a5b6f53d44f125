package journeys

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const (
	billCampaign = "/organize/campaigns/az-vacatur-wider"
	billPetition = "/petitions/az-vacatur-wider"
)

// TestABillIsHeardVotedOnAndItsPetitionEnds with mistakes first: a hearing two days
// away is said, its committee is addressed, it is over by itself, the vote is noted,
// and the petition is closed as won and leads to what follows it.
func TestABillIsHeardVotedOnAndItsPetitionEnds(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		clock := testkit.NewClock()
		h := house.Open(t, database, house.Setup{Idle: true, Now: clock.Now})
		if err := h.LoadDemo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		hearing := noteHearing(t, v, clock.Now().Add(48*time.Hour))

		supporter := h.Visitor(t)
		if page := supporter.Open(billPetition).Must(200); !strings.Contains(page.Text(".hearing"), hearing) || page.Text("#bill") != "The bill: HB 7 (2027)" {
			t.Errorf("the supporter reads %q of %q", page.Text(".hearing"), page.Text("#bill"))
		}
		if page := supporter.Open(billPetition + "/bill?lang=es").Must(200); !strings.Contains(page.Body, "Sala &lt;1&gt;") {
			t.Error("the timeline in Spanish lacks the place")
		}
		overview := v.Open(billCampaign).Must(200)
		add := overview.Document.Find("button[name=add]").AttrOr("value", "")
		if !strings.HasPrefix(add, "committee ") {
			t.Fatalf("the committee is not offered: %q", add)
		}
		v.Post(billCampaign+"/targets", url.Values{"add": {add}}).Must(200)
		if page := v.Open(billCampaign).Must(200); page.Has("button[name=add]") || !v.Open(billCampaign+"/targets").Must(200).Has("[id^='target-']") {
			t.Error("the committee is offered still, or is no target")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(billCampaign+"/bill/stage", url.Values{"stage": {"law"}}).Must(404)

		clock.Advance(49 * time.Hour)
		supporter = h.Visitor(t)
		if supporter.Open(billPetition).Must(200).Has(".hearing") {
			t.Error("a hearing that is over is near still")
		}
		v = staffVisitor(t, h, "az2@example.org", "organizer", "az")
		vote := url.Values{"day": {clock.Now().Format(time.DateOnly)}, "where": {add}, "yes": {"6"}, "no": {"1"}, "absent": {"0"}, "passed": {"yes"}, "source": {"https://legislature.example.org/hb7"}}
		v.Post(billCampaign+"/bill/vote", vote).Must(200)
		vote.Set("stage", "committee")
		v.Post(billCampaign+"/bill/stage", vote).Must(200)
		page := supporter.Open(billPetition + "/bill").Must(200)
		if page.Text(".track li.now") != "In committee" || !strings.Contains(page.Text("#entry-2"), "6 yes, 1 no, 0 absent") || !page.Has("#entry-2 a[rel~=nofollow]") {
			t.Errorf("it stands at %q; the vote: %q", page.Text(".track li.now"), page.Text("#entry-2"))
		}
		endsAsWon(t, h, v)
	})
}

// noteHearing says what the bill is and when it is heard, and returns the time as pages
// write it.
func noteHearing(t *testing.T, v *house.Visitor, at time.Time) string {
	t.Helper()
	v.Post(billCampaign+"/bill/hearing", url.Values{"day": {"2026-12-01"}, "time": {"09:00"}, "where": {"chamber upper"}, "place": {"Room 1"}, "source": {"The agenda"}}).Must(409)
	page := v.Post(billCampaign+"/bill", url.Values{"number": {""}, "url": {"not <a> page"}}).Must(422)
	if page.Text("#number-error") == "" || !page.Has("input[value='not <a> page']") {
		t.Errorf("the error is %q", page.Text("#number-error"))
	}
	v.Post(billCampaign+"/bill", url.Values{"number": {"HB 7 (2027)"}, "chamber": {"lower"}, "title": {"An act"}}).Must(200)
	form := v.Open(billCampaign + "/bill/hearing").Must(200)
	committee := form.Document.Find("option[value^='committee ']").AttrOr("value", "")
	phoenix, err := time.LoadLocation("America/Phoenix")
	if err != nil {
		t.Fatal(err)
	}
	at = at.In(phoenix)
	typed := url.Values{"day": {at.Format(time.DateOnly)}, "time": {at.Format("15:04")}, "where": {committee}, "source": {"The agenda"}}
	page = form.Submit("form[action$='/hearing']", typed).Must(422)
	if page.Text("#place-error") == "" || !page.Has("option[value='"+committee+"'][selected]") {
		t.Errorf("the error is %q", page.Text("#place-error"))
	}
	page.Submit("form[action$='/hearing']", url.Values{"place": {"Sala <1>"}}).Must(200)
	return at.Format("January 2, 2006, 3:04 PM MST")
}

// endsAsWon extends the petition, closes it with a successor, and follows its links.
func endsAsWon(t *testing.T, h *house.House, v *house.Visitor) {
	t.Helper()
	v.Post(billCampaign+"/status/closing", url.Values{"day": {"2020-01-01"}, "reason": {"A <reason>."}}).Must(422)
	v.Post(billCampaign+"/status/closing", url.Values{"day": {"2027-03-31"}, "reason": {"The session is long."}}).Must(200)
	supporter := h.Visitor(t)
	if page := supporter.Open(billPetition).Must(200); !strings.Contains(page.Text(".count"), "March 31, 2027") || !strings.Contains(page.Text(".count"), "Extended on") {
		t.Errorf("the extension is not said: %q", page.Text(".count"))
	}
	closing := url.Values{"to": {"closed"}, "outcome": {"won"}, "successor": {"hi-safe-harbor"}, "reason": {"The governor signed."}}
	if page := v.Post(billCampaign+"/status", closing).Must(422); page.Text("#successor-error") == "" {
		t.Error("another state's petition follows")
	}
	closing.Set("successor", "az-safe-harbor")
	v.Post(billCampaign+"/status", closing).Must(200)
	if page := supporter.Open(billPetition).Must(200); !page.Has("a[href='/petitions/az-safe-harbor']") {
		t.Error("the closed page leads nowhere")
	}
	for _, code := range []string{"r4wt9c", "n8xd3p"} {
		if page := supporter.Open("/p/" + code).Must(200); !strings.HasPrefix(page.Path, "/petitions/az-safe-harbor") || !strings.Contains(page.Body, "You looked for") {
			t.Errorf("/p/%s leads to %s", code, page.Path)
		}
	}
	staffVisitor(t, h, "admin2@example.org", "admin", "").Post(billCampaign+"/status", url.Values{"to": {"hidden"}, "reason": {"For the test."}}).Must(200)
	supporter.Open(billPetition).Must(404)
	if page := supporter.Open("/p/r4wt9c").Must(200); !strings.Contains(page.Body, "is no longer here") || strings.Contains(page.Body, "You looked for") {
		t.Errorf("the short link of a hidden one leads to %s", page.Path)
	}
}

func TestThePagesOfABillAreForEverybody(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	for _, page := range []string{"/petitions/az-safe-harbor/bill", "/petitions/az-safe-harbor"} {
		b.Open(h.URL + page)
		inspectAll(t, b, page)
	}
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	for _, page := range []string{"", "/bill", "/bill/hearing", "/bill/vote", "/bill/stage?correct=1", "/status/closing"} {
		b.Open(h.URL + "/organize/campaigns/az-safe-harbor" + page)
		inspectAll(t, b, page)
	}
	nothingStopped(t, b)
}
