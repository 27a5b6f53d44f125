package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAPartnerIsGivenWhatWasTickedAndNothingElse from the line on the form to the
// list of what to delete.
func TestAPartnerIsGivenWhatWasTickedAndNothingElse(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		clock := testkit.NewClock()
		h := house.Open(t, database, house.Setup{Now: clock.Now})
		c := testkit.MakeCampaign(t, h.DB)
		admin, visitor := signedIn(t, h, "ana@example.org", "admin"), h.Visitor(t)
		page := admin.Open("/admin/partners").Must(200).Submit("#partner-form", url.Values{"name": {"Partner One"}}).Must(422)
		if page.Text("#policy-error") == "" || page.Document.Find("#name").AttrOr("value", "") != "Partner One" {
			t.Error("a mistake is not named, or what was typed is lost")
		}
		page = page.Submit("#partner-form", url.Values{"site": {"partner.example.org"}, "policy": {"https://partner.example.org/privacy"}, "email": {"office@partner.example.org"}}).Must(200)
		at, petition := page.Path, "/petitions/"+c.Slug
		if visitor.Open(petition).Must(200).Has("#partners") {
			t.Error("a partner has a line before anybody put it on the campaign")
		}
		admin.Open("/organize/campaigns/"+c.Slug+"/partners").Must(200).Submit("form[action$='/attach']", nil).Must(200)

		page = visitor.Open(petition).Must(200)
		if _, ticked := page.Document.Find("#partners").Attr("checked"); ticked || !page.Has("a[href='https://partner.example.org/privacy']") {
			t.Error("its line is ticked, or leads to no policy")
		}
		tick := page.Document.Find("#partners").AttrOr("value", "")
		form := url.Values{"name": {"Canary Signer"}, "email": {"canary@example.org"}, "zip": {"850"}, "partner": {tick}}
		page = page.Submit(".sign form", form).Must(422)
		if _, ticked := page.Document.Find("#partners").Attr("checked"); !ticked {
			t.Error("a mistake elsewhere loses the tick")
		}
		page.Submit(".sign form", url.Values{"zip": {"85003"}}).Must(200)
		plain := url.Values{"name": {"Plain Signer"}, "email": {"plain@example.org"}, "zip": {"85003"}}
		visitor.Open(petition).Submit(".sign form", plain).Must(200)
		for _, email := range []string{"canary@example.org", "plain@example.org"} {
			link := house.LinkIn(t, h.WaitMails(t, email, 1)[0].Text, "/s/")
			page := visitor.Open(link).Must(200)
			if strings.Contains(page.Text("main"), "Partner One") != (email == "canary@example.org") {
				t.Errorf("%s is shown before confirming: %s", email, page.Text("main"))
			}
			page.Submit("form[action$='/confirm']", nil).Must(200)
		}

		take := func(kind string) string {
			return admin.Post(at+"/exports", url.Values{"kind": {kind}, "purpose": {"Their first mail about the hearing."}}).Must(200).Body
		}
		if page := admin.Post(at+"/exports", url.Values{"kind": {"partner"}}).Must(422); page.Text("#purpose-error") == "" {
			t.Error("names leave without a purpose")
		}
		file := take("partner")
		if !strings.Contains(file, "canary@example.org") || strings.Contains(file, "plain@") || strings.Contains(file, "85003") || !strings.Contains(file, "Olga Admin") {
			t.Errorf("the partner gets %s", file)
		}
		visitor.Open("/my-data").Must(200).Submit("main form", url.Values{"email": {"canary@example.org"}}).Must(200)
		mine := visitor.Open(house.LinkIn(t, h.WaitMails(t, "canary@example.org", 2)[1].Text, "/my-data/")).Must(200)
		if !strings.Contains(mine.Text("main"), "Partner One has your name") {
			t.Errorf("my data says %s", mine.Text("main"))
		}
		if page := mine.Submit("form[action*='/consents/']", nil).Must(200); !strings.Contains(page.Text("main"), "told to delete") {
			t.Errorf("after taking it back: %s", page.Text("main"))
		}
		if file := take("partner"); strings.Contains(file, "canary@") {
			t.Errorf("after taking it back the partner gets %s", file)
		}
		if file := take("partner_withdrawn"); strings.Count(file, "\n") != 2 || strings.Contains(file, "canary") {
			t.Errorf("to be deleted: %s", file)
		}
		if list := admin.Open("/admin/exports").Must(200).Text("table"); strings.Count(list, "Partner One") != 3 {
			t.Errorf("noted: %s", list)
		}
		clock.Advance(15 * time.Minute)
		admin.Post(at+"/exports", url.Values{"kind": {"partner"}, "purpose": {"Their first mail about the hearing."}}).Must(403)
	})
}

func signedIn(t *testing.T, h *house.House, email, role string) *house.Visitor {
	t.Helper()
	link, err := h.AddUser(t.Context(), email, "Olga Admin", role, "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visitor(t)
	v.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return v
}

// TestPagesOfOrganizationsWorkForEverybody looks at what endorsements and partners
// add, for visitors, organizers and admins.
func TestPagesOfOrganizationsWorkForEverybody(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{})
	c := testkit.MakeCampaign(t, h.DB)
	p := testkit.MakePartner(t, h.DB, "Partner One", c)
	petition, desk := "/petitions/"+c.Slug, "/organize/campaigns/"+c.Slug
	visitor, admin := h.Visitor(t), signedIn(t, h, "ana@example.org", "admin")
	visitor.Open(petition+"/endorse").Must(200).Submit("#endorse-form", url.Values{"organization": {"Parish One"}, "site": {"parish.example.org"}, "kind": {"faith"}, "place": {"Phoenix"},
		"statement": {"Call 602-555-0147."}, "name": {"Pat Pastor"}, "title": {"Pastor"}, "email": {"pat@example.org"}, "authorized": {"1"}}).Must(200)
	status := house.LinkIn(t, h.WaitMails(t, "pat@example.org", 1)[0].Text, "/endorsements/")
	visitor.Open(status).Must(200).Submit("form[action$='/confirm']", nil).Must(200)
	admin.Open(desk+"/endorsements").Must(200).Submit("form[action$='/accept']", nil).Must(200)
	line := visitor.Open(petition).Must(200)
	line.Submit(".sign form", url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "zip": {"85003"}, "partner": {line.Document.Find("#partners").AttrOr("value", "")}}).Must(200)
	confirm := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")
	visitor.Open("/my-data").Must(200).Submit("main form", url.Values{"email": {"ada@example.org"}}).Must(200)
	mine := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 2)[1].Text, "/my-data/")
	for _, at := range []*string{&status, &confirm, &mine} {
		*at = strings.TrimPrefix(*at, h.URL)
	}
	link, err := h.AddUser(t.Context(), "boss@example.org", "Sam Sample", "admin", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b.Open(link)
	b.Click("form[action^='/account/sign-in/'] button")
	for _, width := range []int{320, 1280} {
		for _, path := range []string{petition, petition + "?lang=es", petition + "/endorse", petition + "/endorse/check-email", status, confirm, mine,
			desk + "/endorsements", desk + "/partners", "/admin/partners", "/admin/partners/" + p.Ref, "/admin/partners/" + p.Ref + "?lang=en"} {
			b.Viewport(width, 900)
			if status := b.Open(h.URL + path); status != http.StatusOK {
				t.Fatalf("%s: %d", path, status)
			}
			browser.Eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
			for _, v := range b.Axe(t) {
				t.Errorf("%s at %d px: %s", path, width, v)
			}
			if wide := browser.Eval[int](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide at %d px", path, wide, width)
			}
		}
	}
}
