package journeys

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAnAdminInvitesAColleague who signs in, is suspended, and is out at once;
// the log has all of it, and who may review reads reasons that the admin wrote.
func TestAnAdminInvitesAColleague(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		boss := staffVisitor(t, h, "boss@example.org", "admin", "")
		typed := url.Values{"email": {"new@example"}, "name": {"Nora <New>"}, "role": {"moderator"}}
		page := boss.Post("/admin/staff", typed).Must(422)
		if page.Text("#email-error") == "" || !page.Has("input[value='Nora <New>']") || !page.Has("input[value=moderator][checked]") {
			t.Errorf("the error is %q", page.Text("#email-error"))
		}
		typed.Set("email", "new@example.org")
		typed.Set("name", "Nora New")
		boss.Post("/admin/staff", typed).Must(200)
		nora := h.Visitor(t)
		nora.Open(house.LinkIn(t, h.WaitMails(t, "new@example.org", 1)[0].Text, "/account/sign-in/")).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
		nora.Open("/moderate/campaigns").Must(200)
		entry := boss.Open("/admin/staff").Must(200).Document.Find("li.entry").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), "Nora New") })
		boss.Post(entry.Find("form").AttrOr("action", ""), url.Values{"act": {"suspend"}}).Must(200)
		if after := nora.Open("/moderate/campaigns"); after.Status == 200 && after.Has("h1") && strings.Contains(after.Body, "/moderate/questions") {
			t.Error("who is suspended still sees the door")
		}
		boss.Post("/admin/reasons", url.Values{"code": {"Bad code"}, "title_en": {"A <title>"}}).Must(422)
		reason := url.Values{"code": {"too_long"}, "title_en": {"It is too long"}, "title_es": {"Es demasiado larga"}, "text_en": {"Cut it."}, "text_es": {"Acórtela."}}
		boss.Post("/admin/reasons", reason).Must(200)
		boss.Post("/admin/reasons", reason).Must(422)
		log := boss.Open("/admin/audit?q=/admin/").Must(200)
		for _, act := range []string{"POST /admin/staff", "POST /admin/reasons"} {
			if !strings.Contains(log.Text("tbody"), act) {
				t.Errorf("the log lacks %s: %q", act, log.Text("tbody"))
			}
		}
		if n := log.Document.Find("tbody tr").Length(); n != 3 { // what was refused changed nothing
			t.Errorf("%d entries", n)
		}
		if strings.Contains(log.Body, "new@example.org") {
			t.Error("the log holds an address")
		}
	})
}

func TestThePagesOfAdminsAreForEveryAdmin(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "admin"))
	b.Click("form[action^='/account/sign-in/'] button")
	for _, path := range []string{"/admin/staff", "/admin/reasons", "/admin/audit"} {
		b.Open(h.URL + path)
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
