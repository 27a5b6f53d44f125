package journeys

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestAScannerThatOpensEveryLinkChangesNothing plays a mail service that fetches
// every link of every mail, twice and with HEAD too, before its reader does.
func TestAScannerThatOpensEveryLinkChangesNothing(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		v := h.Visitor(t)
		links := everyKindOfMail(t, h, v)
		settled(t, h)
		testkit.Wait(t, "the demo's packet", func() bool {
			return number(t, h.DB, "SELECT count(*) FROM packets WHERE state IN ('queued','making')") == 0
		})
		before := rowsOfAll(t, h)
		for _, link := range links {
			for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
				if status := fetch(t, method, link); status != http.StatusOK {
					t.Errorf("%s %s answers a scanner with %d", method, kindOf(link), status)
				}
			}
		}
		settled(t, h)
		after := rowsOfAll(t, h)
		for table, rows := range before {
			if !slices.Equal(rows, after[table]) {
				t.Errorf("the scanner changed %s: %d rows, then %d", table, len(rows), len(after[table]))
			}
		}

		counted := h.Counts(t, "az-safe-harbor").Counted()
		for _, link := range links {
			if page := v.Open(link).Must(200); kindOf(link) == "s" && page.Has("form[action$='/confirm']") {
				page.Submit("form[action$='/confirm']", nil).Must(200)
			}
		}
		if got := h.Counts(t, "az-safe-harbor").Counted(); got != counted+1 {
			t.Errorf("after the scanner the button counts %d, want 1", got-counted)
		}
	})
}

// everyKindOfMail makes the house send a mail of each kind, and gives the links
// in them: one supporter has confirmed, written and asked for their data,
// another has only signed, and a member of staff wants to come in.
func everyKindOfMail(t *testing.T, h *house.House, v *house.Visitor) (links []string) {
	t.Helper()
	v.Open("/petitions/az-safe-harbor").Submit("form[action$='/signatures']", ada).Must(200)
	confirm := house.LinkIn(t, h.WaitMails(t, "ada@example.org", 1)[0].Text, "/s/")
	v.Open(confirm).Submit("form[action$='/confirm']", nil).Must(200)
	followed := v.Open("/petitions/az-safe-harbor/letters").Submit("form[method='post']", nil).Must(200)
	links = append(links, h.URL+followed.Path)
	v.Post("/my-data", url.Values{"email": {"ada@example.org"}}).Must(200)
	v.Open("/petitions/az-safe-harbor").Submit("form[action$='/signatures']", ada).Must(200) // again: counted already
	bo := url.Values{"name": {"Bo Example"}, "email": {"bo@example.org"}, "zip": {"85012"}}
	v.Open("/petitions/az-safe-harbor").Submit("form[action$='/signatures']", bo).Must(200)
	v.Post("/account/sign-in", url.Values{"email": {"admin@example.org"}}).Must(200)
	for to, n := range map[string]int{"ada@example.org": 3, "bo@example.org": 1, "admin@example.org": 1, "-az.example.org": 3} {
		for _, m := range h.WaitMails(t, to, n) {
			text := m.Text + " " + m.HTML
			for _, header := range m.Headers {
				text += " " + header.Value
			}
			links = append(links, linkForm(h).FindAllString(text, -1)...)
		}
	}
	slices.Sort(links)
	links = slices.DeleteFunc(slices.Compact(links), func(link string) bool { return link == h.URL+"/" || strings.HasPrefix(kindOf(link), "petitions") })
	kinds := map[string]bool{}
	for _, link := range links {
		kinds[kindOf(link)] = true
	}
	for _, kind := range []string{"s", "letters", "my-data", "unsubscribe", "account/sign-in"} {
		if !kinds[kind] {
			t.Errorf("no mail had a link of %s: %v", kind, kinds)
		}
	}
	return links
}

func linkForm(h *house.House) *regexp.Regexp {
	return regexp.MustCompile(regexp.QuoteMeta(h.URL) + `[A-Za-z0-9/_-]*`)
}

// kindOf is a link's path without its secret.
func kindOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	return strings.Join(parts[:max(len(parts)-1, 0)], "/")
}

// fetch asks without cookies, and follows where it is sent.
func fetch(t *testing.T, method, link string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// rowsOfAll reads every table of ours, a row a line.
func rowsOfAll(t *testing.T, h *house.House) map[string][]string {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	if h.DB.Dialect == models.Postgres {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	all := map[string][]string{}
	for _, table := range column(t, h.DB, query) {
		if !strings.HasPrefix(table, "river") && !strings.HasPrefix(table, "goose") {
			all[table] = rowsOfTable(t, h, table)
		}
	}
	return all
}

func column(t *testing.T, db *models.DB, query string) (names []string) {
	t.Helper()
	rows, err := db.SQL().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

func rowsOfTable(t *testing.T, h *house.House, table string) (lines []string) {
	t.Helper()
	rows, err := h.DB.SQL().QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(columns))
		to := make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(values...))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}
