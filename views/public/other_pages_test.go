package public

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"statehouse/internal/i18n"
	"statehouse/internal/testkit/drawn"
	"statehouse/views/layout"
)

func on(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 15, 4, 0, 0, time.UTC)
}

func pageAt(path string) layout.Page {
	return layout.Page{Title: "Statehouse", Path: path}
}

var (
	district4  = District{Code: "4", Name: "District 4", Members: "Amara Osei"}
	district11 = District{Code: "11", Name: "District 11", Members: "Ana Ruiz"}
	senate     = Chamber{Code: "upper", Name: "Arizona Senate", All: []District{district4, district11}}
	house      = Chamber{Code: "lower", Name: "Arizona House of Representatives", All: []District{district4, district11}}
	azSeats    = []Seat{
		{ID: "s1", Title: "Senator", Name: "Ana Ruiz", ChamberName: senate.Name, DistrictName: "District 11", Party: "Democratic", Phone: "602-555-0111", HasEmail: true},
		{ID: "h1", Title: "Representative", Name: "Noor Haddad", ChamberName: house.Name, DistrictName: "District 11", Party: "Republican", Phone: "602-555-0112 ext. 4", HasEmail: true},
		{ID: "h2", Title: "Representative", Name: "", ChamberName: house.Name, DistrictName: "District 11"},
	}
)

func lettersPage() LettersPage {
	return LettersPage{
		Page: pageAt("/petitions/az-safe-harbor/letters"), Slug: "az-safe-harbor",
		CampaignTitle: "Safe harbor for Arizona’s minors", Ask: "No one under 18 is charged with prostitution.",
		StateName: "Arizona", LegislatureURL: "https://www.azleg.gov", ImportedAt: on(11, 20),
		Chambers: []Chamber{senate, house},
	}
}

func lettersFound() LettersPage {
	p := lettersPage()
	p.ZIP, p.Seats = "85004", azSeats
	p.Chambers[0].Chosen, p.Chambers[1].Chosen = "11", "11"
	return p
}

func lettersToChoose() LettersPage {
	p := lettersPage()
	p.ZIP = "85003"
	p.Chambers[0].Candidates = []District{district4, district11}
	p.Chambers[1].Chosen, p.Seats = "11", azSeats[1:]
	return p
}

// lettersByAddress is asked about a senate district by an address near a line.
func lettersByAddress() LettersPage {
	p := lettersToChoose()
	p.Geocoder, p.Outcome = "geocoding.geo.census.gov", "placed"
	p.Chambers[0].Candidates, p.Chambers[0].ByAddress = []District{district4}, true
	return p
}

func lettersUnplaced(outcome string) LettersPage {
	p := lettersPage()
	p.Geocoder, p.Outcome, p.Street, p.ZIP = "maps.example.org", outcome, "100 Sample Street", "85099"
	return p
}

func lettersToWrite() LettersPage {
	p := lettersFound()
	p.Letter = &LetterForm{Subject: "Safe harbor", Body: "Dear {{legislator}},\n\nPlease act.\n\nAlex Doe", Name: "Alex Doe", To: []string{"s1"}}
	return p
}

func lettersRefused() LettersPage {
	p := lettersToWrite()
	p.Held = true
	p.Letter.Body, p.Letter.To = "", nil
	p.Errors = map[string]string{"body": "error.body.empty", "to": "error.to.empty"}
	return p
}

func progressPage() ProgressPage {
	p := ProgressPage{
		Page: pageAt("/petitions/az-safe-harbor/progress"), Slug: "az-safe-harbor",
		CampaignTitle: "Safe harbor for Arizona’s minors", StateName: "Arizona", Goal: 5000, AsOf: on(11, 24),
		Parts: CountParts{Counted: 2811, InState: 2410, OutOfState: 401, Paper: 120, Pending: 212, Held: 9, Withdrawn: 14, Invalidated: 3},
		Chambers: []ChamberCount{{Code: "upper", Name: "Arizona Senate", Districts: []DistrictCount{
			{"District 4", 212}, {"District 11", 640}, {"District 23", 0}, {"District 24", 0},
		}, Unplaced: 311}},
		Letters: LetterNumbers{Written: 456, Untold: 5, First: on(10, 5), Last: on(11, 23),
			Fates: []FateCount{{"queued", 12}, {"accepted", 31}, {"delivered", 402}, {"bounced", 6}}},
		Versions: []VersionCount{{Number: 2, From: on(11, 2), Note: "The bill number was added.", Count: 640, Current: true}, {Number: 1, From: on(10, 1), Count: 2291}},
	}
	for i := range 55 {
		p.Days = append(p.Days, DayCount{Day: on(10, 1).AddDate(0, 0, i), InState: 20 + (i*i*7)%53, OutOfState: i % 9})
	}
	return p
}

func lateLetters() MyLettersPage {
	return MyLettersPage{
		Page: pageAt("/letters/x"), Slug: "az-safe-harbor", CampaignTitle: "Safe harbor for Arizona’s minors",
		WrittenAt: on(11, 20), Subject: "Safe harbor", Body: "Dear Senator,\n\nPlease act.\n\nAlex Doe", Reply: true,
		Letters: []MyLetter{
			{Office: "Senator Ana Ruiz, District 11", State: "delivered", Since: on(11, 20), Head: strings.Repeat("5d", 32),
				Steps: []LetterStep{{"written", "statehouse", on(11, 20)}, {"queued", "statehouse", on(11, 20)}, {"accepted", "provider", on(11, 20)}, {"delivered", "provider", on(11, 20)}}},
			{Office: "Representative Noor Haddad, District 11", Phone: "602-555-0112", State: "bounced", Since: on(11, 21)},
		},
	}
}

func myData() MyDataPage {
	return MyDataPage{
		Page: pageAt("/my-data/x"), Token: "tok", Email: "alex@example.org", Until: on(11, 24),
		Signatures: []MySignature{
			{ID: "7", CampaignTitle: "Safe harbor for Arizona’s minors", Slug: "az-safe-harbor", StateName: "Arizona", State: "counted", SignedAt: on(11, 2), Name: "Alex Doe", ZIP: "85004", Display: "first", Updates: true, Comment: "It matters."},
			{ID: "8", CampaignTitle: "Relief in Florida", Slug: "fl-vacatur", StateName: "Florida", State: "withdrawn", SignedAt: on(10, 12), Name: "Alex Doe", ZIP: "85004", Display: "hidden"},
		},
		Letters: []MyDataLetter{{Office: "Senator Ana Ruiz, District 11", CampaignTitle: "Safe harbor for Arizona’s minors", WrittenAt: on(11, 20), State: "delivered"}},
	}
}

func myDataRefused() MyDataPage {
	p := myData()
	p.ErrorIn, p.Errors = "7", map[string]string{"name": "error.name.empty"}
	return p
}

func outboxMail() OutboxMailPage {
	return OutboxMailPage{
		Page: pageAt("/outbox/x"), Name: "20261124T080102.000000-confirmation-0123456789ab-00ff.eml", Subject: "Please confirm your e-mail address",
		Headers: []MailHeader{{"From", "Statehouse <hello@example.org>"}, {"To", "alex@example.org"}, {"Message-ID", "<00ff@example.org>"}},
		Text:    "Hello,\n\nopen http://127.0.0.1:8080/s/h3Kq9.\n<script>",
	}
}

// otherPages are all pages of this file's subjects, with invented contents.
func otherPages() map[string]templ.Component {
	closed := lettersFound()
	closed.Closed = true
	quiet := ProgressPage{Page: pageAt("/petitions/new/progress"), Slug: "new", CampaignTitle: "New", StateName: "Hawaii", AsOf: on(11, 24)}
	return map[string]templ.Component{
		"letters": Letters(lettersPage()), "letters_found": Letters(lettersFound()), "letters_choose": Letters(lettersToChoose()),
		"letters_address": Letters(lettersByAddress()), "letters_unknown": Letters(lettersUnplaced("unknown")),
		"letters_elsewhere": Letters(lettersUnplaced("elsewhere")), "letters_unanswered": Letters(lettersUnplaced("unanswered")),
		"letters_write": Letters(lettersToWrite()), "letters_refused": Letters(lettersRefused()), "letters_closed": Letters(closed),
		"letter_sent": LetterSent(LetterSentPage{
			Page: pageAt("/petitions/az-safe-harbor/letters/sent"), Slug: "az-safe-harbor", CampaignTitle: "Safe harbor for Arizona’s minors",
			Link:    "http://127.0.0.1:8080/letters/Zk31pQ",
			Letters: []LetterState{{"Senator Ana Ruiz, District 11", "queued"}, {"Representative Noor Haddad, District 11", "queued"}},
		}),
		"letter_saved":        LetterSent(LetterSentPage{Page: pageAt("/x"), Slug: "az", Link: "http://127.0.0.1/letters/Zk", Held: true, Letters: []LetterState{{"Senator Ana Ruiz", "waiting"}}}),
		"my_letters":          MyLetters(lateLetters()),
		"progress":            Progress(progressPage()),
		"progress_new":        Progress(quiet),
		"mydata_ask":          MyDataAsk(MyDataAskPage{Page: pageAt("/my-data")}),
		"mydata_refused":      MyDataAsk(MyDataAskPage{Page: pageAt("/my-data"), Email: "alex@", Errors: map[string]string{"email": "error.email.shape"}}),
		"mydata_sent":         MyDataCheckEmail(MyDataCheckEmailPage{Page: pageAt("/my-data/check-email"), Minutes: 10}),
		"mydata_late":         MyDataExpired(MyDataExpiredPage{Page: pageAt("/my-data/x")}),
		"mydata":              MyData(myData()),
		"mydata_none":         MyData(MyDataPage{Page: pageAt("/my-data/x"), Token: "t", Email: "new@example.org", Until: on(11, 24)}),
		"mydata_erase":        MyDataErase(MyDataErasePage{Page: pageAt("/my-data/x/erase"), Token: "tok", Signatures: 2, BackupDays: 35}),
		"mydata_erased":       MyDataErased(MyDataErasedPage{Page: pageAt("/my-data/x"), BackupDays: 35}),
		"unsubscribe":         Unsubscribe(UnsubscribePage{Page: pageAt("/unsubscribe/x"), Token: "tok", CampaignTitle: "Safe harbor for Arizona’s minors"}),
		"unsubscribe_done":    Unsubscribe(UnsubscribePage{Page: pageAt("/unsubscribe/x"), Token: "tok", Done: "petition"}),
		"unsubscribe_office":  Unsubscribe(UnsubscribePage{Page: pageAt("/unsubscribe/x"), Token: "tok", Office: "Senator Ana Ruiz"}),
		"unsubscribe_unknown": Unsubscribe(UnsubscribePage{Page: pageAt("/unsubscribe/x")}),
		"safety":              Safety(SafetyPage{Page: pageAt("/safety")}),
		"mydata_bad":          MyData(myDataRefused()),
		"privacy": Privacy(PrivacyPage{Page: pageAt("/privacy"), MailProvider: "Resend", Contact: "privacy@example.org", ChangedAt: on(11, 24),
			Keep: Retention{Pending: 30, Letter: 90, Mail: 30, Application: 180, Network: 30, Backup: 35, Unconfirmed: 7, Declined: 30, Report: 90, Request: 365}}),
		"privacy_own":   Privacy(PrivacyPage{Page: pageAt("/privacy")}),
		"accessibility": Accessibility(AccessibilityPage{Page: pageAt("/accessibility"), Contact: "access@example.org"}),
		"about":         About(AboutPage{Page: pageAt("/about"), LegislatorsAt: on(11, 20), DistrictsAt: on(11, 1), LawsAt: on(11, 24)}),
		"outbox": Outbox(OutboxPage{Page: pageAt("/outbox"), Total: 40, Mails: []OutboxMail{
			{Name: "20261124T080102.000000-confirmation-0123456789ab-00ff.eml", To: "alex@example.org", Subject: "Please confirm your e-mail address", Kind: "confirmation", At: on(11, 24)},
			{Name: "b.eml", To: "ana.ruiz@senate-az.example.org", Subject: "", Kind: "letter", At: on(11, 23)},
		}}),
		"outbox_empty": Outbox(OutboxPage{Page: pageAt("/outbox")}),
		"outbox_mail":  OutboxMessage(outboxMail()),
	}
}

func TestOtherPagesAreSound(t *testing.T) {
	t.Parallel()
	pages := otherPages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		for _, lang := range []string{"en", "es"} {
			doc := drawn.In(t, pages[name], lang)
			for _, fault := range unsound(doc) {
				t.Errorf("%s (%s): %s", name, lang, fault)
			}
		}
	}
}

// unsound lists what would keep somebody from using the page.
func unsound(doc *goquery.Document) []string {
	var faults []string
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if n := doc.Find("h1").Length(); n != 1 {
		add("%d h1 headings", n)
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if id == "" || ids[id] {
			add("id %q is empty or used twice", id)
		}
		ids[id] = true
	})
	for _, attr := range []string{"aria-labelledby", "aria-describedby", "for"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attr, "")) {
				if !ids[id] {
					add("%s leads to no #%s", attr, id)
				}
			}
		})
	}
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if doc.Find("label[for='"+id+"']").Length() == 0 && s.Closest("label").Length() == 0 {
			add("field %q has no label", s.AttrOr("name", ""))
		}
	})
	level := 0
	doc.Find("main h1, main h2, main h3, main h4").Each(func(_ int, s *goquery.Selection) {
		next := int(goquery.NodeName(s)[1] - '0')
		if next > level+1 {
			add("heading %q skips a level", s.Text())
		}
		level = next
	})
	if n := doc.Find("[style], script:not([src]), style").Length(); n > 0 {
		add("%d inline styles or scripts", n)
	}
	for word := range strings.FieldsSeq(doc.Text()) {
		if strings.Contains(word, "%!") || strings.Contains(word, "<no") {
			add("unfilled text %q", word)
		}
		if family, rest, ok := strings.Cut(word, "."); ok && slices.Contains(families, family) && rest != "" {
			add("message %q has no text", word)
		}
	}
	return faults
}

var families = []string{"letters", "progress", "mydata", "unsubscribe", "safety", "privacy", "accessibility", "about", "outbox"}

func TestLettersAsksWhereAZIPCrossesDistricts(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Letters(lettersToChoose()), "en")
	for _, code := range []string{"4", "11", Unsure} {
		if doc.Find("form input[type=radio][name=upper][value='"+code+"']").Length() != 1 {
			t.Errorf("district %s cannot be chosen", code)
		}
	}
	if doc.Find("input[type=radio][name=lower]").Length() != 0 {
		t.Error("a chamber with one district is asked about")
	}
	if got := doc.Find("form:has(input[name=upper]) input[type=hidden][name=lower]").AttrOr("value", ""); got != "11" {
		t.Errorf("the other chamber's district is lost: %q", got)
	}
	if !strings.Contains(doc.Find("main").Text(), "This seat is vacant today") {
		t.Error("a vacant seat is not said to be vacant")
	}
}

func TestLettersSaysWhereAStreetGoesBeforeItAsks(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]LettersPage{"U.S. Census Bureau (geocoding.geo.census.gov)": lettersByAddress(), "address service at maps.example.org": lettersUnplaced("unknown")} {
		text := drawn.In(t, Letters(p), "en").Find("form[method=post]").Text()
		said, asked := strings.Index(text, name), strings.Index(text, "Your house number and street")
		if said < 0 || asked < said {
			t.Errorf("%q at %d, the question at %d", name, said, asked)
		}
	}
	if doc := drawn.In(t, Letters(lettersPage()), "en"); doc.Find("input[name=street]").Length() > 0 {
		t.Error("a street is asked for that nobody would look up")
	}
}

func TestLettersAsksAboutASingleCandidate(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Letters(lettersByAddress()), "en")
	if doc.Find("input[type=radio][name=upper]").Length() != 2 || !strings.Contains(doc.Find("legend").Text(), "Your address may lie in 1 district") {
		t.Errorf("%s", doc.Find("main").Text())
	}
}

func TestLettersOpensTheListOfDistrictsWhereNothingElseLeadsOn(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Letters(lettersUnplaced("unanswered")), "en")
	if doc.Find("details[open] select[name=upper]").Length() != 1 || !strings.Contains(doc.Find("main").Text(), "We know no district for this ZIP code") {
		t.Errorf("%s", doc.Find("main").Text())
	}
}

func TestLettersFormOnlyForWhoHasConfirmed(t *testing.T) {
	t.Parallel()
	found := drawn.In(t, Letters(lettersFound()), "en")
	if found.Find("form[method=post]").Length() != 0 {
		t.Error("the letter form is shown without a ticket")
	}
	if got := found.Find("a[href='tel:+16025550112']").Text(); got != "602-555-0112 ext. 4" {
		t.Errorf("phone link reads %q", got)
	}
	form := drawn.In(t, Letters(lettersToWrite()), "en").Find("form[method=post][action='/petitions/az-safe-harbor/letters']")
	if form.Find("input[name=to]").Length() != 2 || form.Find("input[name=to][value=s1][checked]").Length() != 1 {
		t.Error("only filled seats with an address can be ticked, as chosen")
	}
	if form.Find("input[name=reply][checked]").Length() != 0 {
		t.Error("the reply box is ticked without being asked")
	}
	if !strings.Contains(form.Text(), "public records") {
		t.Error("the form does not warn of public records")
	}
}

func TestLettersNamesErrorsBesideTheFields(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Letters(lettersRefused()), "en")
	body := doc.Find("textarea[name=body]")
	if body.AttrOr("aria-invalid", "") != "true" {
		t.Error("the empty letter is not marked as invalid")
	}
	if doc.Find(".summary a[href='#"+body.AttrOr("id", "?")+"']").Length() != 1 {
		t.Error("the summary does not lead to the field")
	}
}

func TestProgressHidesSmallNumbers(t *testing.T) {
	t.Parallel()
	text := drawn.In(t, Progress(progressPage()), "en").Find("details.districts").Text()
	if strings.Count(text, "not shown") != 2 || !strings.Contains(text, "640") {
		t.Errorf("districts read:\n%s", text)
	}
}

func TestProgressListsWhatItDraws(t *testing.T) {
	t.Parallel()
	p := progressPage()
	doc := drawn.In(t, Progress(p), "en")
	if got := doc.Find("rect.chart-bar").Length(); got != len(p.Days) {
		t.Errorf("%d bars for %d days", got, len(p.Days))
	}
	if got := doc.Find("table:has(time[datetime='2026-10-01']) tbody tr").Length(); got < len(p.Days) {
		t.Errorf("%d rows for %d days", got, len(p.Days))
	}
}

func TestEveryFateHasItsWords(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, lang := range []string{"en", "es"} {
		ctx := i18n.With(context.Background(), lang)
		for state := range fateIDs {
			label, meaning := fateLabel(ctx, state), fateMeaning(ctx, state)
			if strings.HasPrefix(label, "letters.") || strings.HasPrefix(meaning, "letters.") || seen[lang+meaning] {
				t.Errorf("%s has no words of its own in %s: %q, %q", state, lang, label, meaning)
			}
			seen[lang+meaning] = true
		}
	}
}

func TestOutboxLinksAreLinksAndTextIsText(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, OutboxMessage(outboxMail()), "en")
	if got := doc.Find(".typed a").AttrOr("href", ""); got != "http://127.0.0.1:8080/s/h3Kq9" {
		t.Errorf("link leads to %q", got)
	}
	if got := doc.Find(".typed").Text(); got != outboxMail().Text {
		t.Errorf("the text is shown as %q", got)
	}
}

func TestMyDataFormsPost(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, MyData(myData()), "en")
	for _, action := range []string{"/my-data/tok/signatures/7", "/my-data/tok/signatures/7/withdraw"} {
		if doc.Find("form[method=post][action='"+action+"']").Length() != 1 {
			t.Errorf("no form posts to %s", action)
		}
	}
	if doc.Find("form[action='/my-data/tok/signatures/8/withdraw']").Length() != 0 {
		t.Error("a withdrawn signature can be withdrawn again")
	}
	if doc.Find("a[href='/my-data/tok/download']").Length() != 1 || doc.Find("a[href='/my-data/tok/erase']").Length() != 1 {
		t.Error("download or erase is not offered")
	}
}

func TestTelephone(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"602-555-0123": "tel:+16025550123", "1-602-555-0123 ext. 12": "tel:+16025550123", "911": "tel:911",
	} {
		if got := string(telephone(number)); got != want {
			t.Errorf("telephone(%q) = %q, want %q", number, got, want)
		}
	}
}
