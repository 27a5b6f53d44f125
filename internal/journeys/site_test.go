package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAnAdminSpeaksToEverybodyAndPausesSigning: every page shows the notice, and
// what a supporter typed in the pause stays in the form.
func TestAnAdminSpeaksToEverybodyAndPausesSigning(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		campaign := testkit.MakeCampaign(t, h.DB)
		admin := staffVisitor(t, h, "root@example.org", "admin", "")
		page := admin.Post("/admin/site/notice", url.Values{"notice_en": {""}, "notice_es": {"Mantenimiento"}}).Must(422)
		if page.Text("#notice_en-error") == "" || page.Text("#notice_es") != "Mantenimiento" {
			t.Errorf("the error is %q, the field %q", page.Text("#notice_en-error"), page.Text("#notice_es"))
		}
		admin.Post("/admin/site/notice", url.Values{"notice_en": {"Maintenance <tonight>"}, "notice_es": {"Mantenimiento"}}).Must(200)
		visitor := h.Visitor(t)
		if got := visitor.Open("/about").Must(200).Text(".strip.notice"); got != "Maintenance <tonight>" {
			t.Errorf("the notice is %q", got)
		}
		if got := visitor.Open("/about?lang=es").Must(200).Text(".strip.notice"); got != "Mantenimiento" {
			t.Errorf("in Spanish: %q", got)
		}
		visitor.Open("/about?lang=en")
		admin.Post("/admin/site/notice", url.Values{}).Must(200)
		if visitor.Open("/about").Must(200).Has(".strip.notice") {
			t.Error("it stays")
		}

		admin.Post("/admin/site/signing", url.Values{"act": {"pause"}}).Must(200)
		admin.Post("/admin/site/signing", url.Values{"act": {"pause"}}).Must(409)
		path := "/petitions/" + campaign.Slug
		refused := visitor.Post(path+"/signatures", ada).Must(503)
		if got, _ := refused.Document.Find("#email").Attr("value"); got != "ada@example.org" || !strings.Contains(refused.Text("#sign"), "paused") {
			t.Errorf("what was typed is %q, and the form says %q", got, refused.Text("#sign"))
		}
		admin.Post("/admin/site/signing", url.Values{"act": {"resume"}}).Must(200)
		testkit.Wait(t, "signing to go on", func() bool {
			return visitor.Post(path+"/signatures", ada).Status == 200
		})
	})
}

func TestThePageOfTheSiteIsForEveryAdmin(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	b := browser.New(t)
	b.Open(staffLink(t, h, "admin"))
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + "/admin/site")
	inspectAll(t, b, "the page of the whole site")
	b.Click("button[value=pause]")
	inspectAll(t, b, "the page of the whole site in a pause")
	nothingStopped(t, b)
}
