package journeys

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// written is a house with a letter that has arrived, and the secret of its mail.
func written(t *testing.T, database string) (h *house.House, c models.Campaign, sig models.Signature, letter models.Letter, tok string) {
	t.Helper()
	h = house.Open(t, database, house.Setup{Idle: true})
	c = testkit.MakeCampaign(t, h.DB)
	sig = testkit.MakeSignature(t, h.DB, h.Keys, c)
	letter = testkit.MakeLetter(t, h.DB, h.Keys, sig, testkit.MakeSeat(t, h.DB, "az", "upper", "1"))
	deliveries, err := models.DeliveriesOf(context.Background(), h.DB.Read(), letter.ID)
	if err != nil {
		t.Fatal(err)
	}
	now := models.Moment(time.Now())
	if err := h.DB.Write(context.Background(), func(tx *models.Tx) error {
		_, err := models.ReportMail(context.Background(), tx, *deliveries[0].OutboxID, models.MailDelivered, "id", now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return h, c, sig, letter, testkit.MakeOfficeLink(t, h.DB, *deliveries[0].OutboxID, now)
}

// follow is the address of a letter's page.
func follow(t *testing.T, h *house.House, letter models.Letter) string {
	t.Helper()
	tok, now := token.New(), models.Moment(time.Now())
	if err := h.DB.Write(context.Background(), func(tx *models.Tx) error {
		return models.AddLinks(context.Background(), tx, []models.Link{{Hash: token.Hash(tok), Kind: models.LinkLetters, SignatureID: &letter.SignatureID, LetterID: &letter.ID,
			CreatedAt: now, ExpiresAt: now.Add(time.Hour)}})
	}); err != nil {
		t.Fatal(err)
	}
	return "/letters/" + tok
}

// TestAnOfficeAnswersALetterWithoutAnAddress with mistakes first and a second
// click at the end; looking changes nothing.
func TestAnOfficeAnswersALetterWithoutAnAddress(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, _, sig, letter, tok := written(t, database)
		person, err := sig.OpenPerson(h.Keys)
		if err != nil {
			t.Fatal(err)
		}
		path, before := "/office/reply/"+tok, rowsOfAll(t, h)
		v := h.Visitor(t)
		for _, look := range []string{path, "/office/" + tok} {
			for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
				if status := fetch(t, method, h.URL+look); status != http.StatusOK {
					t.Errorf("%s %s answers %d", method, look[:8], status)
				}
			}
			if page := v.Open(look).Must(200); !strings.Contains(page.Body, "Please support the bill") || strings.Contains(page.Body, person.Email) || strings.Contains(page.Body, "Ada") || strings.Contains(page.Body, "85003") {
				t.Errorf("the page says too much or too little: %s", page.Text("main"))
			}
		}
		after := rowsOfAll(t, h)
		for table, rows := range before {
			if !slices.Equal(rows, after[table]) {
				t.Errorf("looking changed %s", table)
			}
		}
		form := url.Values{"text": {"Thank you <b>so</b> much"}, "name": {"Rosa Clerk"}, "position": {"undecided"}}
		page := v.Post(path, form).Must(422)
		if page.Text("#text-error") == "" || page.Text("#text") != form.Get("text") || !page.Has("input[name=name][value='Rosa Clerk']") || !page.Has("input[value=undecided][checked]") {
			t.Errorf("what was typed is lost, or the error: %s", page.Text("main"))
		}
		form.Set("text", "Thank you.\n\nThe senator reads it & answers \"soon\".")
		for range 2 {
			if page := v.Post(path, form).Must(200); !page.Has(".flash") || page.Document.Find("#answered ~ ul li").Length() != 1 {
				t.Errorf("after answering: %s", page.Text("main"))
			}
		}
		if n := number(t, h.DB, "SELECT count(*) FROM outbox WHERE kind = 'relay'"); n != 1 {
			t.Errorf("%d mails to the writer", n)
		}
		mine := v.Open(follow(t, h, letter)).Must(200)
		if !strings.Contains(mine.Body, "The senator reads it &amp; answers") || !strings.Contains(mine.Body, "Rosa Clerk") || !strings.Contains(mine.Text("ol.timeline"), "Answered by the office") {
			t.Errorf("the writer reads %s", mine.Text("main"))
		}
		v.Post("/office/reply/nothing", form).Must(404)
	})
}

// TestWhatAnOfficeSaysOfItselfWaitsForAPerson: an organizer for its position, an
// admin for its mail.
func TestWhatAnOfficeSaysOfItselfWaitsForAPerson(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h, c, _, _, tok := written(t, database)
		v, path := h.Visitor(t), "/office/"+tok
		page := v.Open(path).Must(200)
		about := page.Document.Find("select[name=about] option").AttrOr("value", "")
		seat := page.Document.Find("input[name=seat]").AttrOr("value", "")
		form := url.Values{"about": {about}, "stance": {"supports"}, "source": {""}}
		if page := v.Post(path+"/position", form).Must(422); page.Text("#source-error") == "" || !page.Has("input[value=supports][checked]") {
			t.Error("a position without evidence is taken, or forgotten")
		}
		form.Set("source", "“I will vote for it.”")
		if page := v.Post(path+"/position", form).Must(200); !page.Has(".flash") || !strings.Contains(page.Text("main"), "Waits for organizers") {
			t.Errorf("after proposing: %s", page.Text("main"))
		}
		if page := v.Post(path+"/requests", url.Values{"seat": {seat}, "kind": {"hours"}, "detail": {""}}).Must(422); page.Text("#detail-error") == "" {
			t.Error("hours without a word are taken")
		}
		v.Post(path+"/requests", url.Values{"seat": {seat}, "kind": {"hours"}, "detail": {"After <noon>, please"}}).Must(422)
		v.Post(path+"/requests", url.Values{"seat": {seat}, "kind": {"hours"}, "detail": {"After noon, please"}}).Must(200)
		public := "/petitions/" + c.Slug + "/positions"
		if page := v.Open(public).Must(200); strings.Contains(page.Body, "I will vote for it") {
			t.Error("it is public before anybody has looked")
		}
		desk := "/organize/campaigns/" + c.Slug + "/positions"
		organizer := staffVisitor(t, h, "az@example.org", "organizer", "az")
		action := organizer.Open(desk).Must(200).Document.Find("form[action*='/proposals/']").AttrOr("action", "")
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Post(action, url.Values{"decision": {"confirm"}}).Must(404)
		organizer.Post(action, url.Values{"decision": {"maybe"}}).Must(422)
		if page := organizer.Post(action, url.Values{"decision": {"confirm"}}).Must(200); !page.Has(".flash") || page.Has("form[action*='/proposals/']") {
			t.Errorf("after confirming: %s", page.Text("main"))
		}
		organizer.Post(action, url.Values{"decision": {"decline"}}).Must(409)
		if page := v.Open(public).Must(200); !strings.Contains(page.Body, "I will vote for it") {
			t.Error("what was confirmed is not public")
		}
		admin := staffVisitor(t, h, "boss@example.org", "admin", "")
		page = admin.Open("/admin").Must(200)
		if !strings.Contains(page.Text("section[aria-labelledby=requests]"), "After noon, please") {
			t.Errorf("admins read %q", page.Text("section[aria-labelledby=requests]"))
		}
		if page = page.Submit("form[action^='/admin/requests/']", nil).Must(200); page.Has("form[action^='/admin/requests/']") {
			t.Error("what was seen to still waits")
		}
	})
}

func TestThePagesOfAnOfficeAreForEveryHand(t *testing.T) {
	t.Parallel()
	h, _, _, letter, tok := written(t, testkit.SQLiteURL(t))
	b := browser.New(t)
	for _, path := range []string{"/office/" + tok, "/office/reply/" + tok} {
		if status := b.Open(h.URL + path); status != 200 {
			t.Fatalf("%s answers %d", path[:8], status)
		}
		inspectAll(t, b, "a page of an office")
	}
	h.Visitor(t).Post("/office/reply/"+tok, url.Values{"text": {"Thank you."}, "name": {"Rosa Clerk"}}).Must(200)
	if status := b.Open(h.URL + follow(t, h, letter)); status != 200 {
		t.Fatalf("the letter's page answers %d", status)
	}
	inspectAll(t, b, "a letter with an answer")
	nothingStopped(t, b)
}
