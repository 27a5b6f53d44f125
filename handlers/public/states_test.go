package public_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/imports"
	"statehouse/internal/laws"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// nation is a house with the shipped law cards and one live campaign.
func nation(t *testing.T, database string) *house.House {
	t.Helper()
	h := house.Open(t, database, house.Setup{Idle: true, Now: func() time.Time { return testkit.Now }})
	testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Criterion = "minors_immune" })
	cards, err := laws.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := laws.Import(t.Context(), h.DB, cards, imports.Options{Now: testkit.Now}); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestArizonaIsReplayed(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := nation(t, database)
		v := h.Visitor(t)
		for _, c := range []struct{ day, harbor, vacatur, says string }{
			{"2013-07-24", "Not known to us", "Not known to us", "we have not read what it said then"},
			{"2014-07-24", "Can be charged", "Not known to us", "Charges against minors stayed possible"},
			{"2015-07-03", "Can be charged", "Not known to us", "changed at some time in 2015"},
			{"2016-01-01", "Can be charged", "Convictions can be vacated", "HB 2553"},
			{"2017-09-01", "Can be charged", "Convictions can be vacated", "changed at some time in 2017"},
			{"2018-01-01", "Can be charged", "Convictions can be vacated", "city and town ordinances were included"},
			{"2024-09-13", "Can be charged", "Convictions can be vacated", "SB 1422"},
			{"2024-09-14", "Can be charged", "Convictions can be vacated", "this did not widen the offenses"},
			{"", "Can be charged", "Convictions can be vacated", "A lighter burden of proof"},
		} {
			page := v.Open("/states/az?as_of=" + c.day).Must(http.StatusOK)
			cards := page.Document.Find(".law-card")
			if cards.Length() != 2 || !strings.HasPrefix(said(cards.Eq(0).Find("h3")), c.harbor) || !strings.HasPrefix(said(cards.Eq(1).Find("h3")), c.vacatur) {
				t.Errorf("%s: the cards say %q", c.day, said(cards.Find("h3")))
			}
			var law strings.Builder
			cards.Children().Not("section[aria-labelledby^=history]").Each(func(_ int, s *goquery.Selection) { law.WriteString(said(s) + " ") })
			if !strings.Contains(law.String(), c.says) {
				t.Errorf("%s: the cards do not say %q but %q", c.day, c.says, law.String())
			}
			later := 0
			for _, day := range []string{"2014-04-22", "2022-12-31", "2015-12-31", "2017-12-31", "2024-09-14"} {
				if c.day != "" && day > c.day {
					later++
				}
			}
			if got := page.Document.Find(".timeline li"); got.Length() != 5 || got.Filter(".later").Length() != later {
				t.Errorf("%s: %d changes, %d later ones, want %d", c.day, got.Length(), got.Filter(".later").Length(), later)
			}
			table := v.Open("/states?as_of=" + c.day).Must(http.StatusOK)
			tiles := table.Document.Find(".tiles a[href^='/states/az'] title")
			if tiles.Length() != 2 || !strings.Contains(tiles.Eq(0).Text(), c.harbor) || !strings.Contains(tiles.Eq(1).Text(), c.vacatur) {
				t.Errorf("%s: the map says %q and %q", c.day, tiles.Eq(0).Text(), tiles.Eq(1).Text())
			}
			if row := said(table.Document.Find("tbody tr:contains('Arizona')")); !strings.Contains(row, c.harbor) || !strings.Contains(row, c.vacatur) {
				t.Errorf("%s: the table says %q", c.day, row)
			}
		}
	})
}

func TestEveryCellHasItsSourceAndItsDate(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := nation(t, database)
		for _, path := range []string{"/states", "/states?as_of=2012-12-31", "/states?lang=es"} {
			page := h.Visitor(t).Open(path).Must(http.StatusOK)
			cells := page.Document.Find(".states-table td:has(.law-status)")
			if cells.Length() != 104 {
				t.Fatalf("%s: %d cells", path, cells.Length())
			}
			cells.Each(func(_ int, s *goquery.Selection) {
				source, standing := said(s.Find(".law-source")), said(s.Find(".law-standing"))
				if len(source) < len("Source: x") || !strings.ContainsAny(standing, "0123456789") && !strings.Contains(standing, "n.d.") {
					t.Errorf("%s: a cell says %q", path, said(s))
				}
			})
		}
		doubt := said(h.Visitor(t).Open("/states").Document.Find("tbody tr:contains('Texas') td").First())
		if !strings.Contains(doubt, "Not verified") {
			t.Errorf("an unverified fact says %q", doubt)
		}
	})
}

func TestADayThatCannotBeShownIsRefused(t *testing.T) {
	t.Parallel()
	h := nation(t, testkit.SQLiteURL(t))
	v := h.Visitor(t)
	for typed, says := range map[string]string{
		"2014-13-45": "Enter a day that exists", "soon": "Enter a day that exists", "2014": "Enter a day that exists",
		testkit.Now.AddDate(0, 0, 1).Format(time.DateOnly): "This day has not come yet",
	} {
		for _, path := range []string{"/states", "/states/az"} {
			page := v.Open(path + "?as_of=" + typed).Must(http.StatusUnprocessableEntity)
			if !strings.Contains(page.Text("#as_of-error"), says) || page.Document.Find("#as_of").AttrOr("value", "") != typed {
				t.Errorf("%s, %q: the field says %q", path, typed, page.Text(".as-of"))
			}
		}
		if page := v.Open("/states.csv?as_of=" + typed); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Body, says) {
			t.Errorf("the CSV of %q: %d", typed, page.Status)
		}
	}
}

func TestTheTableIsACSVThatNoSpreadsheetRuns(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := nation(t, database)
		card, err := models.LawCardOf(t.Context(), h.DB.Read(), "az", "vacatur")
		if err != nil {
			t.Fatal(err)
		}
		card.Source, card.Citation = "=HYPERLINK(\"https://example.org\")", "@SUM(1)\nand more"
		if err := h.DB.Write(t.Context(), func(tx *models.Tx) error { return models.SaveLawCard(t.Context(), tx, card) }); err != nil {
			t.Fatal(err)
		}
		answer := send(h, http.MethodGet, "/states.csv", "")
		rows, err := csv.NewReader(answer.Body).ReadAll()
		if err != nil || len(rows) != 1+52*2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		at := map[string]int{}
		for i, name := range rows[0] {
			at[name] = i
		}
		for _, row := range rows[1:] {
			if row[at["source"]] == "" || row[at["as_of"]] == "" || row[at["day"]] != testkit.Now.Format(time.DateOnly) {
				t.Errorf("no source or date: %q", row)
			}
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a formula: %q", cell)
				}
			}
			if row[0] == "az" && row[at["topic"]] == "vacatur" && row[at["source"]] != "'"+card.Source {
				t.Errorf("the source became %q", row[at["source"]])
			}
		}
	})
}

func TestStatePagesHaveNoDeadLinks(t *testing.T) {
	t.Parallel()
	h := nation(t, testkit.SQLiteURL(t))
	v := h.Visitor(t)
	for _, path := range []string{"/states", "/states/az", "/states/az?as_of=2016-01-01", "/states/tx"} {
		page := v.Open(path).Must(http.StatusOK)
		page.Document.Find("main a[href^='/']").Each(func(i int, s *goquery.Selection) {
			href := s.AttrOr("href", "")
			if strings.HasPrefix(href, "/states/") && !strings.HasPrefix(href, "/states/az") {
				return // as many as there are states, each the same page
			}
			v.Open(href).Must(http.StatusOK)
		})
	}
	az := v.Open("/states/az")
	if az.Document.Find(".points a[href^='/petitions/']").Length() != 1 {
		t.Error("no petition stands beside the point that it asks for")
	}
	if az.Document.Find(".acts > div").Length() != 3 || az.Document.Find(".acts a[href$='#sign']").Length() != 1 || az.Document.Find(".acts a[href$='/letters']").Length() != 1 {
		t.Errorf("what one can do: %s", az.Text(".acts"))
	}
}

func TestStatePagesWorkForEverybody(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	h := nation(t, testkit.SQLiteURL(t))
	for _, width := range []int{320, 1280} {
		for _, path := range []string{"/states", "/states?as_of=2016-01-01", "/states?as_of=x", "/states/az", "/states/az?as_of=2016-01-01", "/states/tx?lang=es", "/states/az/press", "/states/tx/press?lang=es"} {
			b.Viewport(width, 900)
			b.Open(h.URL + path)
			for _, v := range b.Axe(t) {
				t.Errorf("%s at %d px: %s", path, width, v)
			}
			if wide := browser.Eval[int](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide at %d px", path, wide, width)
			}
		}
	}
}
