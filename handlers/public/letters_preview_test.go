package public_test

import (
	"net/http"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestALetterIsLookedAtBeforeItGoes and nothing that was typed is lost on the way.
func TestALetterIsLookedAtBeforeItGoes(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		form := letterTo(d.upper, d.lower)
		form.Set("preview", "1")
		answer := send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket)
		doc := parsed(t, answer)
		if n := doc.Find("article").Length(); answer.Code != http.StatusOK || n != 2 || answer.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d, %d mails: %s", answer.Code, n, said(doc.Find("main")))
		}
		if text := said(doc.Find("article").First()); !strings.Contains(text, "Ada E. via Statehouse") || !strings.Contains(text, "Dear Senator Sam Sample") {
			t.Errorf("the mail: %s", text)
		}
		if n := len(d.letters(t)); n != 0 {
			t.Fatalf("%d letters came of a preview", n)
		}
		form.Del("preview")
		form.Set("edit", "1")
		doc = parsed(t, send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket))
		if doc.Find("#body").Text() != form.Get("body") || doc.Find("#reply[checked]").Length() != 1 || doc.Find("input[name=to][checked]").Length() != 2 {
			t.Error("going back loses what was typed")
		}
		form.Del("edit")
		form.Set("preview", "1")
		form.Set("body", form.Get("body")+" 33101")
		doc = parsed(t, send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket))
		if doc.Find("input[name=other_zip]").Length() != 1 || !strings.Contains(said(doc.Find("main")), "ZIP code from elsewhere") {
			t.Errorf("not asked about the other ZIP code: %s", said(doc.Find("main")))
		}
		form.Set("other_zip", "1")
		send := func() int { return send(d.h, http.MethodPost, d.path(), form.Encode(), d.ticket).Code }
		if got := send(); got != http.StatusOK {
			t.Errorf("preview after the tick: %d", got)
		}
		form.Del("preview")
		if got := send(); got != http.StatusSeeOther || len(d.letters(t)) != 1 {
			t.Errorf("sent: %d, %d letters", got, len(d.letters(t)))
		}
	})
}

// TestAParkedOfficeIsShownWithItsTelephone and cannot be ticked.
func TestAParkedOfficeIsShownWithItsTelephone(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		d := openDesk(t, database, models.SignatureCounted)
		if err := d.h.DB.Write(t.Context(), func(tx *models.Tx) error {
			return models.ParkOffice(t.Context(), tx, models.OfficeIndex(d.h.Keys, d.upper.Email), models.ParkedComplained, testkit.Now)
		}); err != nil {
			t.Fatal(err)
		}
		doc := parsed(t, send(d.h, http.MethodGet, d.path(), "", d.ticket))
		if n := doc.Find("input[name=to]").Length(); n != 1 || !strings.Contains(said(doc.Find("main")), "Mail to this office came back") {
			t.Errorf("%d offices to write to: %.600s", n, said(doc.Find("main")))
		}
	})
}
