package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestAReaderReportsAPageAndAModeratorSettlesIt from the link below every page.
func TestAReaderReportsAPageAndAModeratorSettlesIt(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		reader, one, two := h.Visitor(t), staffVisitor(t, h, "one@example.org", "moderator", ""), staffVisitor(t, h, "two@example.org", "moderator", "")
		link := reader.Open("/petitions/az-safe-harbor?lang=en").Must(200).Document.Find("footer a[href^='/report']").AttrOr("href", "")
		page := reader.Open(link).Must(200)
		if got := page.Document.Find("#path").AttrOr("value", ""); got != "/petitions/az-safe-harbor" {
			t.Errorf("the link %q leads to a form about %q", link, got)
		}
		typed := url.Values{"note": {"It shows my canarycousin."}, "email": {"nobody"}}
		page = page.Submit("main form", typed).Must(422)
		if page.Text("#reason-error") == "" || page.Text("#email-error") == "" || page.Document.Find("#note").Text() != typed.Get("note") {
			t.Error("mistakes are not named, or what was typed is not kept")
		}
		page = page.Submit("main form", url.Values{"reason": {"person"}, "email": {"canary@example.org"}}).Must(200)
		if page.Path != "/report/thanks" || page.Has("main .hotline") {
			t.Errorf("it leads to %s", page.Path)
		}
		page = reader.Post("/report", url.Values{"path": {h.URL + "/stories"}, "reason": {"unsafe"}}).Must(200)
		if page.Path != "/report/received" || !strings.Contains(page.Text("main .hotline"), "1-888-373-7888") {
			t.Errorf("danger leads to %s with %q", page.Path, page.Text("main .hotline"))
		}
		rows, err := models.WaitingPageReports(t.Context(), h.DB.Read(), 10)
		if err != nil || len(rows) < 2 {
			t.Fatal(len(rows), err)
		}
		var mine models.PageReport
		for _, row := range rows {
			if row.Reason == models.PageNamesPerson && row.Path == "/petitions/az-safe-harbor" {
				mine = row
			}
		}
		queue := one.Open("/moderate/reports").Must(200)
		if !strings.Contains(queue.Text("#report-"+mine.Ref), "/petitions/az-safe-harbor") || strings.Contains(queue.Body, "canary") {
			t.Error("the queue lacks the report, or shows its words")
		}
		at := "/moderate/reports/" + mine.Ref
		one.Open(at).Must(409)
		page = queue.Submit("#report-"+mine.Ref+" form", nil).Must(200)
		two.Post(at+"/claim", nil).Must(409)
		if got := page.Text("#note-text"); !strings.Contains(got, "canarycousin") || !strings.Contains(got, "canary@example.org") {
			t.Errorf("who took it reads %q", got)
		}
		page = page.Submit("#settle-form", url.Values{"remark": {"The picture is gone."}}).Must(422)
		page = page.Submit("#settle-form", url.Values{"outcome": {"removed"}}).Must(200)
		if page.Has("#report-"+mine.Ref) || !strings.Contains(two.Open(at).Must(200).Text("#note-text"), "The picture is gone.") {
			t.Error("it still waits, or what came of it is not noted")
		}
		staffOnly(t, h, "/moderate/reports")
		if body := reader.Open("/").Body + reader.Open("/petitions/az-safe-harbor").Body; strings.Contains(body, "canary") {
			t.Error("a report is public")
		}
	})
}

// TestAPageWithASecretInItsAddressIsReportedWithoutIt and a network that sends
// too much has to wait, with what it typed.
func TestAPageWithASecretInItsAddressIsReportedWithoutIt(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	v := h.Visitor(t)
	secret := strings.Repeat("x", 43)
	for _, path := range []string{"/my-data/" + secret, "/s/" + secret, "/letters/" + secret, "/comments/" + secret, "/unsubscribe/" + secret, "/volunteering/" + secret} {
		page := v.Open(path)
		if link := page.Document.Find("footer a[href^='/report']").AttrOr("href", ""); strings.Contains(link, "xxx") {
			t.Errorf("%s leads to %s", path, link)
		}
	}
	if got := v.Open("/report?path=/letters/"+secret).Must(200).Document.Find("#path").AttrOr("value", ""); got != "" {
		t.Errorf("the form is filled with %q", got)
	}
	for range 10 {
		v.Post("/report", url.Values{"path": {"/"}, "reason": {"other"}}).Must(200)
	}
	if page := v.Post("/report", url.Values{"path": {"/"}, "reason": {"other"}, "note": {"Once more."}}).Must(429); page.Document.Find("#note").Text() != "Once more." || page.Text("#note-error") == "" {
		t.Error("what was typed is lost")
	}
}

func TestThePagesOfReportsAreForEverybody(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	v := staffVisitor(t, h, "first@example.org", "admin", "")
	v.Post("/report", url.Values{"path": {"/about"}, "reason": {"wrong"}, "note": {"The year."}, "email": {"reader@example.org"}}).Must(200)
	b := browser.New(t)
	b.Open(staffLink(t, h, "moderator"))
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + "/moderate/reports")
	b.Click("form[action$='/claim'] button")
	at := browser.Eval[string](b, "location.pathname")
	for _, path := range []string{"/report?path=/about", "/report/thanks", "/report/received?lang=es", "/moderate/reports", at, "/moderate/questions?lang=en"} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path, status)
		}
		browser.Eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
