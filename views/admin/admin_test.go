package admin

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/testkit/drawn"
	"statehouse/views/layout"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestOverviewNamesEveryState(t *testing.T) {
	t.Parallel()
	p := OverviewPage{Page: layout.Page{Path: "/admin"}, Transport: "outbox", Doubtful: 1}
	for state := range stateIDs {
		p.Mail = append(p.Mail, MailState{State: state, Count: 3, Oldest: noon})
	}
	for kind := range dataIDs {
		p.Data = append(p.Data, DataAge{Kind: kind})
	}
	for _, lang := range []string{"en", "es"} {
		doc := drawn.In(t, Overview(p), lang)
		doc.Find("tbody th").Each(func(_ int, s *goquery.Selection) {
			if name := s.Text(); name == "" || strings.Contains(name, "admin.") {
				t.Errorf("a row is called %q in %s", name, lang)
			}
		})
		if got := doc.Find("tbody tr").Length(); got != len(stateIDs)+len(dataIDs) {
			t.Errorf("%d rows, want %d", got, len(stateIDs)+len(dataIDs))
		}
	}
}

func TestOverviewSaysWhatVerifyFound(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]VerifyResult{
		"not been checked yet":   {},
		"every count agrees":     {At: noon},
		"one signature too many": {At: noon, Drift: []string{"az-safe-harbor counts one signature too many."}},
	} {
		if text := drawn.In(t, Overview(OverviewPage{Verify: v}), "en").Find("main").Text(); !strings.Contains(text, want) {
			t.Errorf("the overview does not say %q", want)
		}
	}
}

func TestDoubtfulMailIsDecidedByPost(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Doubtful(DoubtfulPage{Mails: []DoubtfulMail{{ID: "4", Ref: "3fa8", Kind: "letter", Since: noon, Tries: 7}}}), "en")
	form := doc.Find("form[method=post][action='/admin/mail/4']")
	for _, decision := range []string{"accepted", "again"} {
		if form.Find("button[name=decision][value="+decision+"]").Length() != 1 {
			t.Errorf("cannot decide %q", decision)
		}
	}
	if doc.Find("#twice").Length() != 1 {
		t.Error("the page does not warn that a mail may arrive twice")
	}
}
