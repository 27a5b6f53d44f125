package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestSomebodyFindsARoleTakesAShiftAndGivesItBack goes from the state's page to
// a calendar, by the doors alone.
func TestSomebodyFindsARoleTakesAShiftAndGivesItBack(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{})
		if err := h.LoadDemo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		v := h.Visitor(t)
		if !v.Open("/states/az").Must(200).Has("a[href='/volunteer?state=az']") {
			t.Error("the state does not lead to its roles")
		}
		if list := v.Open("/volunteer?state=az").Must(200); !list.Has("a[href='/volunteer/az-park-table']") || list.Has("a[href='/volunteer/hi-market-outreach']") || !list.Has("a[href='/volunteer/read-the-laws']") {
			t.Errorf("the list for Arizona: %s", list.Text("main"))
		}
		v.Open("/volunteer/az-paper-signatures").Must(200).Submit("form[action$='/applications']", ada).Must(422)
		v.Open("/volunteer/az-park-table").Must(200).Submit("form[action$='/applications']", url.Values{"email": {"ada"}}).Must(422)
		v.Open("/volunteer/az-park-table").Must(200).Submit("form[action$='/applications']", ada).Must(200)
		mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/volunteering/")
		page := v.Open(mine).Must(200)
		if page.Has("#steps") {
			t.Error("the page shows more than its one button before the address is confirmed")
		}
		page = page.Submit("form[action$='/confirm']", nil).Must(200)
		page.Submit("form[action$='/steps/agreement']", nil).Must(422)
		page = page.Submit("form[action$='/steps/agreement']", url.Values{"agreement": {"1"}}).Must(200)
		if !strings.Contains(page.Text("main"), "Meet at the north side") {
			t.Errorf("no instructions once active: %s", page.Text("main"))
		}
		page = page.Submit("form[action$='/claim']", nil).Must(200)
		feed := v.Open(mine + "/calendar.ics")
		if feed.Status != 200 || !page.Has("form[action$='/drop']") {
			t.Errorf("feed %d, %s", feed.Status, page.Text("#shifts"))
		}
		withFile := 0
		for _, m := range h.WaitMails(t, "ada@example.org", 3) { // in whichever order they went out
			if len(m.Attachments) == 1 && strings.Contains(m.Text, "MST") {
				withFile++
			}
		}
		if withFile != 1 {
			t.Errorf("%d mails carry the shift and its local time", withFile)
		}
		page.Submit("form[action$='/drop']", nil).Must(200)
		left := v.Open(mine).Submit("form[action$='/leave']", nil).Must(200)
		if !strings.Contains(left.Text("main"), "You have left") {
			t.Errorf("after leaving: %s", left.Text("main"))
		}
	})
}

// TestAVolunteerTakesTheRecordOfTheirHours once somebody has noted that they came.
func TestAVolunteerTakesTheRecordOfTheirHours(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{})
		role := testkit.MakeRole(t, h.DB)
		v := h.Visitor(t)
		v.Open("/volunteer/"+role.Slug).Must(200).Submit("form[action$='/applications']", ada).Must(200)
		mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/volunteering/")
		page := v.Open(mine).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
		if page.Has("#hours") {
			t.Error("there are hours before the first shift")
		}
		if early := v.Open(mine + "/certificate.pdf"); early.Status != 200 || strings.HasPrefix(early.Body, "%PDF") {
			t.Errorf("a record of nothing: %d", early.Status)
		}
		rows, err := models.ApplicationsOf(t.Context(), h.DB.Read(), role.ID)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d applications, %v", len(rows), err)
		}
		shift := testkit.MakeHeldPlace(t, h.DB, rows[0])
		if err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
			place, err := models.PlaceOf(t.Context(), tx, shift.ID, rows[0].ID)
			if err != nil {
				return err
			}
			return models.NoteAttendance(t.Context(), tx, place, models.Attended, 180)
		}); err != nil {
			t.Fatal(err)
		}
		if page = v.Open(mine).Must(200); !strings.Contains(page.Text("section[aria-labelledby=hours]"), "3 h 0 min") {
			t.Errorf("the page says %s", page.Text("main"))
		}
		file := v.Open(mine + "/certificate.pdf")
		if file.Status != 200 || !strings.Contains(testkit.PDFText(t, []byte(file.Body)), "Ada Example") {
			t.Errorf("the record answers %d", file.Status)
		}
	})
}
