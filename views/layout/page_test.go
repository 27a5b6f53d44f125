package layout

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"statehouse/internal/i18n"
)

func TestLanguageSwitchKeepsPathAndQuery(t *testing.T) {
	t.Parallel()
	cases := [][2]string{
		{"/petitions?state=az&page=2", "/petitions?lang=es&page=2&state=az"},
		{"/petitions?lang=en", "/petitions?lang=es"},
		{"", "/?lang=es"},
		{"//evil.example.org/x", "/?lang=es"},
		{"https://evil.example.org/", "/?lang=es"},
		{"javascript:alert(1)", "/?lang=es"},
		{"/%zz", "/?lang=es"},
	}
	for _, c := range cases {
		if got := (Page{Path: c[0]}).In("es"); got != c[1] {
			t.Errorf("In(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func render(t *testing.T, p Page, lang string) string {
	t.Helper()
	var b strings.Builder
	if err := Frame(p).Render(i18n.With(t.Context(), lang), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFrameShowsOnlyWhatThePageHas(t *testing.T) {
	t.Parallel()
	plain := render(t, Page{Title: "Petitions", Path: "/petitions"}, "en")
	full := render(t, Page{Title: "Petitions", Path: "/petitions", Flash: "Saved <1>", Notice: "Maintenance tonight", Demo: true, NoIndex: true,
		Staff: &Staff{Name: "Ana", Links: []Link{{URL: "/admin", Text: "Overview"}}}}, "es")
	for _, only := range []string{"Saved &lt;1&gt;", "Maintenance tonight", `href="/outbox"`, "noindex", "Sesión iniciada como Ana", `href="/admin"`} {
		if strings.Contains(plain, only) || !strings.Contains(full, only) {
			t.Errorf("%q: plain page %v, full page %v", only, strings.Contains(plain, only), strings.Contains(full, only))
		}
	}
	for _, always := range []string{"<title>Petitions – Statehouse</title>", `href="/exit"`, `rel="nofollow noreferrer"`, "tel:+1-888-373-7888", "tel:911", `aria-current="page"`, `hreflang="es"`} {
		if !strings.Contains(plain, always) {
			t.Errorf("the frame lacks %s", always)
		}
	}
}

func TestOneDoorOfStaffIsTheCurrentOne(t *testing.T) {
	t.Parallel()
	staff := &Staff{Links: []Link{{URL: "/moderate"}, {URL: "/moderate/campaigns", More: "/moderate/drafts"}}}
	for path, want := range map[string][2]bool{"/moderate": {true, false}, "/moderate/comments/x": {true, false}, "/moderate/campaigns": {false, true}, "/moderate/campaigns/x?lang=es": {false, true}, "/moderate/drafts/x": {false, true}, "/organize": {}} {
		p := Page{Path: path, Staff: staff}
		if got := [2]bool{p.current(staff.Links[0]), p.current(staff.Links[1])}; got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestWhoOnlyLooksCanAskAndNotSend(t *testing.T) {
	t.Parallel()
	page := templ.Raw(`<form method="get"><input name="q"><button>Show</button></form><form class="x" method="post"><select name="s"></select><textarea></textarea><button class="b">Save</button></form><button>Copy</button>`)
	want := map[bool]string{
		false: `<form method="get"><input name="q"><button>Show</button></form><form class="x" method="post"><select name="s"></select><textarea></textarea><button class="b">Save</button></form><button>Copy</button>`,
		true:  `<form method="get"><input name="q"><button>Show</button></form><form class="x" method="post"><select disabled name="s"></select><textarea disabled></textarea><button disabled class="b">Save</button></form><button>Copy</button>`,
	}
	for looks, words := range want {
		var b strings.Builder
		if err := Frame(Page{Staff: &Staff{OnlyLooks: looks}}).Render(templ.WithChildren(i18n.With(t.Context(), "en"), page), &b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), words) {
			t.Errorf("who only looks %v: %s", looks, b.String())
		}
	}
}
