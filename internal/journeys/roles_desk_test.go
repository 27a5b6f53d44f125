package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

const roleDesk = "/organize/roles/az-park-table"

// TestAnOrganizerDescribesARole with mistakes first; what was typed stays, and
// everybody finds the role.
func TestAnOrganizerDescribesARole(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		if list := v.Open("/organize/roles").Must(200); !list.Has("a[href='"+roleDesk+"']") || list.Has("a[href='/organize/roles/hi-market-outreach']") {
			t.Errorf("the list is %s", list.Text("main"))
		}
		form := url.Values{"kind": {"intern"}, "state": {"az"}, "place": {"Tempe"}, "remote": {"1"}, "campaign": {"az-safe-harbor"}, "title_en": {"Summer intern"}, "summary_en": {"Read laws <with> us."},
			"body_en": {"# You read\n\n<script>alert(1)</script>\n\n- laws"}, "time_en": {"20 hours a week"}, "pay_en": {"A stipend"}, "starts_on": {"2027-06-01"}, "ends_on": {"2027-05-01"},
			"apply_by": {"2027-05-01"}, "places": {"2"}, "steps": {"questions", "call"}, "title_es": {"Pasantía"}}
		page := v.Post("/organize/roles", form).Must(422)
		for field, says := range map[string]string{"ends_on": "It ends before it begins.", "eligibility_en": "An internship has to say this.", "summary_es": "Write this part."} {
			if page.Text("#"+field+"-error") != says || !page.Has(".summary a[href='#"+field+"']") {
				t.Errorf("%s: %q", field, page.Text("#"+field+"-error"))
			}
		}
		if page.Document.Find("#body_en").Text() != form.Get("body_en") || !page.Has("#kind option[value=intern][selected]") || !page.Has("#remote[checked]") ||
			!page.Has("[name=steps][value=call][checked]") || page.Has("[name=steps][value=training][checked]") || !page.Has("#title_es[value='Pasantía']") || !page.Has("#campaign option[value='az-safe-harbor'][selected]") {
			t.Error("what was typed is lost")
		}
		form.Set("ends_on", "2027-08-15")
		form.Set("eligibility_en", "Students of any college.")
		form.Del("title_es")
		page = v.Post("/organize/roles", form).Must(200)
		if !page.Has(".flash") || page.Text("h1") != "Summer intern" {
			t.Errorf("after saving: %s", page.Text("main"))
		}
		const path = "/volunteer/az-summer-intern"
		open := h.Visitor(t).Open(path).Must(200)
		if text := open.Text("main"); !strings.Contains(text, "Students of any college.") || strings.Contains(open.Body, "alert(1)") || !open.Has(".prose li") || !open.Has("dd a[href='/petitions/az-safe-harbor']") {
			t.Errorf("the public page says %s", text)
		}
		form.Set("places", "5")
		v.Post("/organize/roles/az-summer-intern/edit", form).Must(200)
		if edit := v.Open("/organize/roles/az-summer-intern/edit").Must(200); !edit.Has("#places[value='5']") || !edit.Has("#state option[value=az][selected]") {
			t.Error("the form does not show what is stored")
		}
		v.Open("/organize/roles/az-summer-intern").Submit("form[action$='/status']", url.Values{"to": {"closed"}}).Must(200)
		if !h.Visitor(t).Open(path).Must(200).Has("#apply-title") || h.Visitor(t).Open(path).Has("form[action$='/applications']") {
			t.Error("a closed role takes applications")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post("/organize/roles/az-summer-intern/edit", form).Must(404)
	})
}

func TestThePagesOfRolesAreForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	shift := pastShift(t, h)
	for _, path := range []string{"/organize/roles", "/organize/roles/new", roleDesk, roleDesk + "/edit", roleDesk + "/shifts", roleDesk + "/hours", shift, shift + "/check-in"} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path, status)
		}
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}

// TestAnOrganizerPlansAWeek with a mistake first, and moves and cancels a shift
// on its page.
func TestAnOrganizerPlansAWeek(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		week := v.Open(roleDesk + "/shifts?week=2027-03-10").Must(200)
		if week.Document.Find("tbody tr").Length() != 7 || !strings.Contains(week.Text("tbody tr:first-child th"), "Sunday, March 7, 2027") ||
			!week.Has("a[rel=prev][href$='week=2027-02-28']") || !week.Has("a[rel=next][href$='week=2027-03-14']") {
			t.Errorf("the week is %s", week.Text("table"))
		}
		form := url.Values{"day": {"2027-03-14"}, "starts": {"02:30"}, "ends": {"05:00"}, "zone": {"America/Denver"}, "place": {"Four Corners <hall>"}, "capacity": {"4"}, "notes": {"Ring twice."}, "repeat": {"1"}}
		page := v.Post(roleDesk+"/shifts", form).Must(422)
		if !strings.Contains(page.Text("#starts-error"), "set forward") || !page.Has("#place[value='Four Corners <hall>']") || !page.Has("#zone option[value='America/Denver'][selected]") || page.Text("#notes") != "Ring twice." {
			t.Errorf("the error is %q, or what was typed is lost", page.Text("#starts-error"))
		}
		form.Set("starts", "03:30")
		page = v.Post(roleDesk+"/shifts", form).Must(200)
		if got := page.Text("tbody tr:first-child td"); !strings.Contains(got, "3:30 AM MDT") || !strings.Contains(got, "0 of 4 places taken") {
			t.Errorf("Sunday has %s", got)
		}
		if next := v.Open(roleDesk + "/shifts?week=2027-03-21").Must(200); next.Document.Find("td a").Length() != 1 {
			t.Errorf("the week after has %s", next.Text("table"))
		}
		shift := page.Document.Find("td a").AttrOr("href", "")
		page = v.Open(shift).Must(200).Submit("section[aria-labelledby=change] form.form", url.Values{"starts": {"2027-03-15T10:00"}, "ends": {"2027-03-15T09:00"}}).Must(422)
		if page.Text("#ends-error") == "" || !page.Has("#starts[value='2027-03-15T10:00']") {
			t.Error("a change that ends first is taken, or lost")
		}
		page = page.Submit("section[aria-labelledby=change] form.form", url.Values{"ends": {"2027-03-15T12:00"}}).Must(200)
		if !strings.Contains(page.Text("h1"), "March 15, 2027, 10:00 AM MDT") {
			t.Errorf("it is now %s", page.Text("h1"))
		}
		if page = page.Submit("form[action$='/cancel']", nil).Must(200); !page.Has(".badge.warn") || page.Has("form[action$='/cancel']") {
			t.Error("it is not cancelled")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Open(shift).Must(404)
	})
}

// TestTheBoardOfARoleIsGroupedByState and moves people from group to group.
func TestTheBoardOfARoleIsGroupedByState(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := staffVisitor(t, h, "az@example.org", "organizer", "az")
		page := v.Open(roleDesk).Must(200)
		if !strings.Contains(page.Text("#group-screening"), "(2)") || !strings.Contains(page.Text("#group-active"), "(5)") || !strings.Contains(page.Text("#group-paused"), "(1)") {
			t.Fatalf("the groups are %s", page.Text("section[aria-labelledby=applications]"))
		}
		page = page.Submit("form[action$='/pause']", nil).Must(200)
		if !strings.Contains(page.Text("#group-active"), "(4)") || !strings.Contains(page.Text("#group-paused"), "(2)") {
			t.Errorf("after a pause: %s", page.Text("section[aria-labelledby=applications]"))
		}
		page = page.Submit("form[action$='/resume']", nil).Must(200)
		if !strings.Contains(page.Text("#group-active"), "(5)") {
			t.Errorf("after the pause: %s", page.Text("section[aria-labelledby=applications]"))
		}
		page = page.Submit("form[action$='/decline']", url.Values{"reason": {"time"}}).Must(200)
		if past := page.Text("details"); !strings.Contains(past, "Declined (1)") || strings.Contains(past, "@example.org") {
			t.Errorf("who was declined is shown as %s", past)
		}
	})
}

// pastShift finds the page of the shift that the demo left with one person to
// note.
func pastShift(t *testing.T, h *house.House) (path string) {
	t.Helper()
	if err := h.DB.SQL().QueryRowContext(t.Context(), "SELECT s.ref FROM shifts s JOIN shift_messages m ON m.shift_id = s.id").Scan(&path); err != nil {
		t.Fatal(err)
	}
	return roleDesk + "/shifts/" + path
}

// TestAnOrganizerChecksPeopleInAndTakesTheHoursOut by the doors alone.
func TestAnOrganizerChecksPeopleInAndTakesTheHoursOut(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v, shift := staffVisitor(t, h, "az@example.org", "organizer", "az"), pastShift(t, h)
		page := v.Open(shift).Must(200)
		if !page.Has("a[href='"+shift+"/check-in']") || !strings.Contains(page.Text("section[aria-labelledby=messages]"), "wrote to 5 people") {
			t.Errorf("the shift: %s", page.Text("main"))
		}
		list := v.Open(shift + "/check-in").Must(200)
		if !strings.Contains(list.Text("main"), "nothing noted of 1 person") || list.Document.Find(".check-in-buttons").Length() != 5 {
			t.Fatalf("the list: %s", list.Text("main"))
		}
		who := list.Document.Find("li:contains('Nothing noted') [name=application]").AttrOr("value", "")
		list = v.Post(shift+"/check-in", url.Values{"application": {who}, "came": {"missed"}}).Must(200)
		if !strings.Contains(list.Text("#place-"+who), "was not there") {
			t.Errorf("after a tap: %s", list.Text("#place-"+who))
		}
		v.Post(shift+"/check-in", url.Values{"rest": {"1"}}).Must(200)
		if list := v.Open(shift + "/check-in"); list.Has("button[name=rest]") || !strings.Contains(list.Text("main"), "nothing noted of 0 people") {
			t.Errorf("after the rest: %s", list.Text("main"))
		}
		hours := v.Open(roleDesk + "/hours").Must(200)
		if sum := hours.Text("tfoot"); !strings.Contains(sum, "33 h 0 min") {
			t.Errorf("the sum is %s", sum)
		}
		hours = hours.Submit("form[action$='/hours']", url.Values{"purpose": {"short"}, "named": {"1"}}).Must(422)
		if hours.Text("#purpose-error") == "" || !hours.Has("#purpose[value=short]") || !hours.Has("#named[checked]") || !hours.Has("details[open]") {
			t.Error("the form lost what was typed")
		}
		file := v.Post(roleDesk+"/hours", url.Values{"purpose": {"The yearly report, until March."}})
		if file.Status != 200 || !strings.HasPrefix(file.Body, "application,state,shifts,minutes,missed\n") || strings.Contains(file.Body, "@") {
			t.Errorf("%d: %s", file.Status, file.Body)
		}
		roster := v.Post(shift+"/roster", url.Values{"purpose": {"The list for the door, until Sunday."}, "named": {"1"}})
		if roster.Status != 200 || strings.Count(roster.Body, "@example.org") != 5 {
			t.Errorf("%d: %s", roster.Status, roster.Body)
		}
		typed := v.Post(shift+"/messages", url.Values{"key": {"k"}, "message": {"hm"}}).Must(422)
		if typed.Text("#message-error") == "" || typed.Text("#message") != "hm" || !typed.Has("[name=key][value=k]") {
			t.Error("the message lost what was typed")
		}
		page = v.Post(shift+"/messages", url.Values{"key": {"k"}, "message": {"Thank you all."}}).Must(200)
		if got := page.Document.Find("section[aria-labelledby=messages] li").Length(); got != 2 {
			t.Errorf("%d messages are listed", got)
		}
		stranger := staffVisitor(t, h, "hi@example.org", "organizer", "hi")
		for _, path := range []string{shift, shift + "/check-in", roleDesk + "/hours"} {
			stranger.Open(path).Must(404)
		}
		stranger.Post(shift+"/roster", url.Values{"purpose": {"The list for the door."}}).Must(404)
	})
}
