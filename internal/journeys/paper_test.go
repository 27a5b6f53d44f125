package journeys

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

var sheetNumbers = regexp.MustCompile(`Sheets? (\d+)`)

// TestSheetsAreIssuedKeyedTwiceSettledSampledAndCountedApart from the form that
// asks for sheets to the petition's page, with a row that two people read
// differently.
func TestSheetsAreIssuedKeyedTwiceSettledSampledAndCountedApart(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		first, second := staffVisitor(t, h, "one@example.org", "organizer", "fl"), staffVisitor(t, h, "two@example.org", "organizer", "fl")
		const paper = "/organize/campaigns/fl-vacatur-access/paper"
		before := h.Visitor(t).Open("/petitions/fl-vacatur-access").Must(200).Text(".count-total .number")
		page := first.Open(paper).Must(200).Submit("form[action$='/paper']", url.Values{"sheets": {"0"}, "label": {"Library <steps>"}}).Must(422)
		if page.Text("#sheets-error") == "" || !page.Has("input[value='Library <steps>']") {
			t.Error("what is wrong is not said, or what was typed is lost")
		}
		page = page.Submit("form[action$='/paper']", url.Values{"sheets": {"1"}}).Must(200)
		number := sheetNumbers.FindStringSubmatch(page.Text("h1"))
		if number == nil {
			t.Fatalf("the batch is called %q", page.Text("h1"))
		}
		sheet, _ := strconv.Atoi(number[1])
		batch := page.Document.Find("form[action$='/rows']").AttrOr("action", "")
		batch = strings.TrimSuffix(batch, "/rows")
		if pdf := testkit.PDFText(t, []byte(first.Open(batch+"/sheets.pdf").Must(200).Body)); !strings.Contains(pdf, models.RowCode(sheet, 10)) {
			t.Error("the sheets lack a row's code")
		}

		row := func(line int, name string) url.Values {
			return url.Values{"code_1": {models.RowCode(sheet, line)}, "name_1": {name}, "zip_1": {"32801"}, "day_1": {"2026-11-20"}}
		}
		page = first.Post(batch+"/rows", url.Values{"code_1": {models.RowCode(sheet, 1)}, "name_1": {"Pat Paper"}, "zip_1": {"no"}, "day_1": {"2026-11-20"}}).Must(422)
		if page.Text(".summary a[href='#zip_1']") == "" || !page.Has("input[value='Pat Paper']") {
			t.Errorf("the problem is %q", page.Text(".summary"))
		}
		first.Post(batch+"/rows", row(1, "Pat Paper")).Must(200)
		first.Post(batch+"/rows", row(2, "Quinn Quill")).Must(200)
		first.Post(batch+"/rows", row(2, "Quinn Quill")).Must(422)
		first.Post(batch+"/done", nil).Must(200)
		first.Post(batch+"/rows", row(3, "Late Comer")).Must(409)
		if page = second.Open(batch).Must(200); strings.Contains(page.Body, "Pat Paper") {
			t.Error("the second keyer sees what the first keyed")
		}
		csv := "code,name,zip,date\n" + models.RowCode(sheet, 1) + ",Pat Paper,32801,2026-11-20\n" + models.RowCode(sheet, 2) + ",Quinn Quiet,32801,2026-11-20\n"
		page = second.Post(batch+"/csv", url.Values{"csv": {strings.Replace(csv, "Pat Paper", "=Pat", 1)}}).Must(422)
		if !strings.Contains(page.Text(".summary"), "Row 1:") || page.Text("#csv") == "" {
			t.Errorf("the problem is %q", page.Text(".summary"))
		}
		second.Post(batch+"/csv", url.Values{"csv": {csv}}).Must(200)
		second.Post(batch+"/done", nil).Must(200)
		settleAndCount(t, first, second, batch)

		visitor := h.Visitor(t)
		page = visitor.Open("/petitions/fl-vacatur-access").Must(200)
		if !strings.Contains(page.Text(".count-parts"), "and 2 more on paper, checked") || page.Text(".count-total .number") != before {
			t.Errorf("the count is %q, its parts %q", page.Text(".count-total"), page.Text(".count-parts"))
		}
		if got := visitor.Open("/v1/petitions/fl-vacatur-access").Must(200).Body; !strings.Contains(got, `"paper":2`) {
			t.Errorf("programs are told %s", got)
		}
		staffVisitor(t, h, "hi@example.org", "organizer", "hi").Open(batch).Must(404)
	})
}

// settleAndCount settles the row that reads differently, and holds both rows
// against the sheet.
func settleAndCount(t *testing.T, first, second *house.Visitor, batch string) {
	t.Helper()
	page := first.Open(batch).Must(200)
	if !strings.Contains(page.Text("#differences ~ form"), "Quinn Quiet") {
		t.Errorf("the difference is not shown: %q", page.Text("main"))
	}
	first.Post(batch+"/sample", nil).Must(422)
	page.Submit("form[action$='/differences']", nil).Must(422)
	page.Submit("form[action$='/differences']", url.Values{"choice": {"first"}}).Must(200)
	if page = first.Post(batch+"/sample", nil).Must(422); page.Text(".summary a[href='#draw']") == "" {
		t.Error("a missing witness is not said")
	}
	first.Post(batch+"/witness", url.Values{"witness": {"Wanda Witness"}, "witnessed_on": {"2026-11-21"}}).Must(200)
	page = first.Post(batch+"/sample", nil).Must(200)
	second.Post(batch+"/finish", nil).Must(422)
	for _, code := range page.Document.Find("form[action$='/checks'] input[name=code]").EachIter() {
		second.Post(batch+"/checks", url.Values{"code": {code.AttrOr("value", "")}, "reads": {"right"}}).Must(200)
	}
	if page = second.Post(batch+"/finish", nil).Must(200); !strings.Contains(page.Text("#result ~ ul"), "65.8 %") {
		t.Errorf("the result is %q", page.Text("main"))
	}
	second.Post(batch+"/finish", nil).Must(409)
}

func TestThePagesOfPaperAreForEveryOrganizer(t *testing.T) {
	t.Parallel()
	h := house.Demo(t)
	b := browser.New(t)
	b.Open(staffLink(t, h, "admin"))
	b.Click("form[action^='/account/sign-in/'] button")
	second := staffVisitor(t, h, "two@example.org", "organizer", "az")
	const paper = "/organize/campaigns/az-safe-harbor/paper"
	paths := []string{paper}
	for _, link := range second.Open(paper).Must(200).Document.Find("main .entries a").EachIter() {
		paths = append(paths, link.AttrOr("href", ""))
	}
	for _, path := range append(paths, paths[1]) { // the newest is keyed twice meanwhile
		b.Open(h.URL + path)
		inspectAll(t, b, path)
		if path == paths[len(paths)-1] {
			keyOtherwise(t, second, paths[1])
		}
	}
	nothingStopped(t, b)
}

// keyOtherwise keys one row that the first keyer reads differently.
func keyOtherwise(t *testing.T, second *house.Visitor, batch string) {
	t.Helper()
	number := sheetNumbers.FindStringSubmatch(second.Open(batch).Must(200).Text("h1"))
	sheet, _ := strconv.Atoi(number[1])
	second.Post(batch+"/rows", url.Values{"code_1": {models.RowCode(sheet, 1)}, "name_1": {"Another Name"}, "zip_1": {"85004"}, "day_1": {"2020-01-02"}}).Must(200)
	second.Post(batch+"/done", nil).Must(200)
}
