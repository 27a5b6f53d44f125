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

// TestAReaderInOrlandoAsksForAPetitionAndHearsWhenItIsThere: an organizer of
// Florida answers by name and drafts it; once it is published, who asked is told.
func TestAReaderInOrlandoAsksForAPetitionAndHearsWhenItIsThere(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		reader, organizer := h.Visitor(t), staffVisitor(t, h, "fl@example.org", "organizer", "fl")
		page := reader.Open("/states/fl").Must(200)
		if asked := page.Text("#ask-for"); !strings.Contains(asked, "7 people have asked") || page.Has("#ask-for a[href*='vacatur']") {
			t.Errorf("the state's page says %q", asked)
		}
		page = reader.Open(page.Document.Find("#ask-for a").AttrOr("href", "")).Must(200)
		typed := url.Values{"words": {"Help and a bed in Orlando, canaryword."}, "email": {"nobody"}}
		if page = page.Submit("form[action='/requests']", typed).Must(422); page.Text("#email-error") == "" || page.Text("#words") != typed.Get("words") {
			t.Error("the mistake is not named, or what was typed is lost")
		}
		if page = page.Submit("form[action='/requests']", url.Values{"email": {"orlando@example.org"}}).Must(200); page.Path != "/requests/check-email" {
			t.Errorf("it leads to %s", page.Path)
		}
		mails := h.WaitMails(t, "orlando@example.org", 1)
		if strings.Contains(mails[0].Text, "canaryword") || strings.Contains(mails[0].Text, "Florida") {
			t.Error("the first mail says what was asked")
		}
		link := house.LinkIn(t, mails[0].Text, "/requests/")
		reader.Open(link).Must(200)
		rows, err := models.WaitingCampaignRequests(t.Context(), h.DB.Read(), "fl", 100)
		if err != nil || len(rows) != 6 {
			t.Fatal(len(rows), err) // opening the link handed nothing in
		}
		reader.Open(link).Submit("form[action$='/confirm']", nil).Must(200)
		if rows, err = models.WaitingCampaignRequests(t.Context(), h.DB.Read(), "fl", 100); err != nil || len(rows) != 7 {
			t.Fatal(len(rows), err)
		}
		ref := newest(rows).Ref
		at := "/organize/requests/" + ref
		list := organizer.Open("/organize/requests").Must(200)
		if strings.Contains(list.Body, "canaryword") || !strings.Contains(list.Body, "Overdue since") || !strings.Contains(list.Body, "Soon due") {
			t.Error("the queue shows words, or no clock")
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(at+"/claim", nil).Must(404)
		page = list.Submit("#request-"+ref+" form", nil).Must(200)
		if !strings.Contains(page.Body, "canaryword") {
			t.Error("who took it cannot read it")
		}
		start := organizer.Open(page.Document.Find("a[href^='/organize/campaigns/new?']").AttrOr("href", "")).Must(200)
		template := start.Document.Find("input[name=template]").First().AttrOr("value", "")
		page = start.Submit("form[action='/organize/campaigns']", url.Values{"title": {"Care first in Florida"}, "template": {template}}).Must(200)
		if page.Path != at {
			t.Fatalf("the draft leads to %s", page.Path)
		}
		page.Submit("form[action$='/answer']", url.Values{"answer": {"We have begun to write it."}, "card": {"draft"}}).Must(200)
		mails = h.WaitMails(t, "orlando@example.org", 2)
		if !strings.Contains(mails[1].Text, "We have begun to write it.") || !strings.Contains(mails[1].Text, "Olga Organizer") {
			t.Errorf("the answer is %q", mails[1].Text)
		}
		if page = reader.Open(link).Must(200); !strings.Contains(page.Text("main"), "A petition is being written") || page.Has("main a[href^='/petitions/']") {
			t.Error("the asker's page has no answer, or shows a draft")
		}
		admin := staffVisitor(t, h, "first@example.org", "admin", "")
		admin.Post("/organize/campaigns/fl-care-first-in-florida/plan", url.Values{"goal": {"1000"}}).Must(200)
		admin.Post("/organize/campaigns/fl-care-first-in-florida/submit", nil).Must(200)
		testkit.Wait(t, "the mail about the petition", func() bool { return len(h.Mails(t, "orlando@example.org")) == 3 })
		if page = reader.Open(link).Must(200); !page.Has("a[href='/petitions/fl-care-first-in-florida']") {
			t.Error("the asker's page does not lead to the petition")
		}
		if others := h.WaitMails(t, "florida.reader2@example.org", 1); !strings.Contains(others[0].Text, "/requests/") {
			t.Error("who asked for the same is not told")
		}
	})
}

func newest(rows []models.CampaignRequest) (last models.CampaignRequest) {
	for _, r := range rows {
		if r.ID > last.ID {
			last = r
		}
	}
	return last
}

// TestACodeOfAPosterIsCreditedWithAConfirmedSignature and a supporter's own code
// with those who come by it; neither is counted for being looked at.
func TestACodeOfAPosterIsCreditedWithAConfirmedSignature(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		organizer := staffVisitor(t, h, "az@example.org", "organizer", "az")
		const desk = "/organize/campaigns/az-safe-harbor/share"
		page := organizer.Open(desk).Must(200).Submit("form[action$='/share']", url.Values{"label": {""}}).Must(422)
		if page.Text("#label-error") == "" {
			t.Error("a missing label is not said")
		}
		organizer.Open(desk).Submit("form[action$='/share']", url.Values{"label": {"Bus stop"}}).Must(200)
		campaign, err := models.CampaignBySlug(t.Context(), h.DB.Read(), "az-safe-harbor")
		if err != nil {
			t.Fatal(err)
		}
		read := func() (c models.Channel) {
			list, err := models.TeamChannels(t.Context(), h.DB.Read(), campaign.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, channel := range list {
				if channel.Label == "Bus stop" {
					c = channel
				}
			}
			return c
		}
		signer := h.Visitor(t)
		for _, path := range []string{"/share", "/share/qr.svg", "/share/poster.pdf", "/share/sheet.pdf"} {
			signer.Open("/petitions/az-safe-harbor" + path + "?via=" + read().Code).Must(200)
		}
		page = signer.Open("/p/" + campaign.Code + "/" + read().Code).Must(200)
		if got := read(); got.Signed != 0 {
			t.Errorf("a look is counted: %+v", got)
		}
		page = page.Submit("form[action$='/signatures']", url.Values{"name": {"Ada Example"}, "email": {"no"}, "zip": {"85012"}}).Must(422)
		page.Submit("form[action$='/signatures']", url.Values{"email": {"ada@example.org"}}).Must(200)
		signer.Post("/petitions/az-safe-harbor/share/code", nil).Must(403)
		signer.Open(house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")).Submit("form[action$='/confirm']", nil).Must(200)
		if got := read(); got.Signed != 1 || got.Counted != 1 {
			t.Errorf("%+v", got)
		}
		own := signer.Open("/petitions/az-safe-harbor/share").Must(200).Submit("form[action$='/share/code']", nil).Must(200)
		if !strings.Contains(own.Text("main"), "Fewer than five signatures") || !strings.Contains(own.Body, "/p/"+campaign.Code+"/") {
			t.Errorf("%q", own.Text("main"))
		}
		if body := organizer.Open("/organize/campaigns/az-safe-harbor").Must(200).Text("main"); !strings.Contains(body, "Bus stop") || !strings.Contains(body, "Links of supporters, together") {
			t.Error("the organizers' page has no sources")
		}
		if file := organizer.Open("/organize/campaigns/az-safe-harbor/sources.csv").Must(200).Body; strings.Contains(file, "Bus stop") || !strings.Contains(file, "Sunday market poster") || !strings.Contains(file, "others together") {
			t.Errorf("small numbers are not folded: %q", file)
		}
	})
}

func TestThePagesOfRequestsAndSharingAreForEverybody(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "organizer"))
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + "/organize/requests")
	b.Click("form[action$='/claim'] button")
	at := browser.Eval[string](b, "location.pathname")
	for _, path := range []string{"/requests/new?state=fl&topic=safe_harbor", "/requests/check-email", "/states/fl?lang=es", "/petitions/az-safe-harbor/share",
		"/organize/requests", at, "/organize/campaigns/az-safe-harbor/share?lang=en", "/organize/campaigns/az-safe-harbor", "/organize"} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path, status)
		}
		inspectAll(t, b, path)
	}
	nothingStopped(t, b)
}
