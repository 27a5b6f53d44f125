package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/config"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// form is a public form that can be closed, with a link that leads to it.
type form struct {
	page, post string
	typed      url.Values
	kept       string // the field whose text must not be lost
	link       string // in linked
	linked     string
}

// TestAFeatureIsSwitchedOffAndOnAgain: its form says so and loses nothing, what leads
// to it is gone, and what was there stays.
func TestAFeatureIsSwitchedOffAndOnAgain(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true, Now: testkit.NewClock().Now})
		story, role := testkit.MakeStory(t, h.DB), testkit.MakeRole(t, h.DB)
		boss, v := adminOf(t, h), h.Visitor(t)
		for name, f := range map[string]form{
			"comments": {"/stories/" + story.Slug, "/stories/" + story.Slug + "/comments", url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "comment": {"Thank you for this."}}, "#comment", "", ""},
			"requests": {"/requests/new", "/requests", url.Values{"state": {"fl"}, "topic": {"vacatur"}, "words": {"Please begin one."}, "email": {"ada@example.org"}}, "#words", "a[href^='/requests/new']", "/states/az"},
			"volunteers": {"/volunteer/" + role.Slug, "/volunteer/" + role.Slug + "/applications", url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "zip": {"85003"}, "answer": {"I speak Navajo."}},
				"#answer", "a[href^='/volunteer']", "/states/az"},
		} {
			at := "/admin/settings/features/" + name
			if page := boss.Post(at, url.Values{"number": {"1"}, "to": {"off"}}).Must(422); page.Text("#reason-error") == "" {
				t.Error("no reason is given, and nobody says so")
			}
			boss.Open(at).Must(200).Submit("#switch", url.Values{"to": {"off"}, "reason": {"Too few people read them."}}).Must(200)
			boss.Post(at, url.Values{"number": {"1"}, "to": {"off"}, "reason": {"Twice."}}).Must(409)
			if page := v.Open(f.page).Must(200); page.Has("form[action='"+f.post+"']") || !strings.Contains(page.Text("main [role=status]"), "closed for now") {
				t.Errorf("%s: the form is there, or %q", name, page.Text("main [role=status]"))
			}
			if f.link != "" && v.Open(f.linked).Must(200).Has(f.link) {
				t.Errorf("%s: something still leads to it", name)
			}
			page := v.Post(f.post, f.typed).Must(503)
			typed, _ := page.Document.Find(f.kept).Attr("value")
			if want := f.typed.Get(strings.TrimPrefix(f.kept, "#")); typed+page.Text(f.kept) != want {
				t.Errorf("%s: %q was typed, and %q stands there", name, want, typed+page.Text(f.kept))
			}
			boss.Open(at).Must(200).Submit("#switch", url.Values{"to": {"on"}, "reason": {"They do again."}}).Must(200)
			v.Post(f.post, f.typed).Must(200)
			if f.link != "" && !v.Open(f.linked).Must(200).Has(f.link) {
				t.Errorf("%s: nothing leads to it again", name)
			}
			if text := boss.Open(at).Must(200).Text("ol"); strings.Count(text, "by Ana Admin") != 2 || !strings.Contains(text, "Too few people read them.") {
				t.Errorf("%s: its history is %q", name, text)
			}
		}
		boss.Open("/admin/settings/features/signing").Must(404)
		if set, err := models.Features(t.Context(), h.DB.Read()); err != nil || len(set) != 0 {
			t.Errorf("%v differs from what was declared, %v", set, err)
		}
	})
}

// TestEverySettingStandsOnThePageAndNoSecretDoes goes through the table of settings.
func TestEverySettingStandsOnThePageAndNoSecretDoes(t *testing.T) {
	t.Parallel()
	const key = "hush-resend-key"
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true, Env: map[string]string{"RESEND_API_KEY": key, "RESEND_WEBHOOK_SECRET": key}})
	page := adminOf(t, h).Open("/admin/settings").Must(200)
	if strings.Contains(page.Body, key) || strings.Contains(page.Body, house.Secret) || strings.Contains(page.Body, "xxxxx") {
		t.Error("a secret, or its mark, stands on the page")
	}
	rows := page.Document.Find("tbody tr")
	cells := map[string]string{}
	for i := range rows.Length() {
		row := rows.Eq(i)
		cells[said(row.Find("th"))] = said(row.Find("td").First()) + ", " + said(row.Find("td").Last())
	}
	for _, s := range (config.Config{}).Settings() {
		value, ok := cells[s.Name]
		if !ok {
			t.Errorf("%s has no row", s.Name)
		}
		if s.Secret && !strings.HasPrefix(value, "set, ") && !strings.HasPrefix(value, "not set, ") {
			t.Errorf("the secret %s says %q", s.Name, value)
		}
	}
	for name, want := range map[string]string{"RESEND_API_KEY": "set, environment", "STATEHOUSE_SMTP_URL": "not set, not set", "STATEHOUSE_MAIL": "outbox, environment", "STATEHOUSE_EXIT_URL": "https://www.weather.gov/, not set"} {
		if cells[name] != want {
			t.Errorf("%s says %q, want %q", name, cells[name], want)
		}
	}
}
