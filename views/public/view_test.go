package public

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"statehouse/internal/i18n"
	"statehouse/internal/testkit/drawn"
)

func azCampaign() CampaignItem {
	return CampaignItem{Slug: "az-safe-harbor", Title: "No child in Arizona should be charged with being sold", Ask: "Charge no one under 18.",
		StateCode: "az", StateName: "Arizona", Topic: "safe_harbor", Status: "live", InState: 2411, OutOfState: 502, Paper: 120, Goal: 5000, Recent: 318}
}

func withStatus(status, outcome string) CampaignItem {
	c := azCampaign()
	c.Status, c.Outcome = status, outcome
	return c
}

func azCard() LawCard {
	return LawCard{LawStatus: LawStatus{Topic: "safe_harbor", Status: "diversion_or_defense", AsOf: "2025-01", Confidence: "medium", Source: "azag.gov"},
		Citation: "A.R.S. § 13-3214", Year: 2014, Summary: "A defense, not immunity.", ReviewedOn: "2026-11-24", ReviewDue: "2027-05-24"}
}

func petitionPage(c CampaignItem) PetitionPage {
	card := azCard()
	return PetitionPage{Page: pageAt("/petitions/az-safe-harbor"), Campaign: c, Summary: "A summary.", StoryHTML: "<p>The <em>story</em>.</p>", TextLang: "en", Card: &card,
		Supporters: []PublicSupporter{{"", "Arizona", on(time.November, 24)}, {"Marisol", "", on(time.November, 15)}},
		Version:    2, VersionAt: on(time.October, 1), OpenedAt: on(time.September, 1)}
}

func refusedPetition() PetitionPage {
	p := petitionPage(azCampaign())
	p.Form = SignForm{Email: "alex@", ZIP: "85004", Display: "first", Updates: true, Comment: "<b>hello</b>"}
	p.Errors = map[string]string{"name": "error.name.empty", "email": "error.email.shape"}
	return p
}

func closedPetition() PetitionPage {
	p := petitionPage(withStatus("closed", "obsolete"))
	p.ClosedAt, p.Successor = on(time.November, 1), &CampaignLink{"az-next", "The next one"}
	return p
}

func statesPage() StatesPage {
	p := StatesPage{Page: pageAt("/states")}
	for code := range tileAt {
		p.Rows = append(p.Rows, StateRow{StateItem: StateItem{Code: code, Name: "State " + code},
			SafeHarbor: LawStatus{Topic: "safe_harbor", Status: "immunity", AsOf: "2023", Confidence: "high"},
			Vacatur:    LawStatus{Topic: "vacatur", Unverified: true}})
	}
	return p
}

func confirmPage(status string) ConfirmPage {
	return ConfirmPage{Page: pageAt("/s/tok"), Status: status, Token: "tok", Slug: "az-safe-harbor", CampaignTitle: "A title"}
}

func listPage() PetitionsPage {
	return PetitionsPage{Page: pageAt("/petitions?q=a"), Filter: PetitionsFilter{Q: "a&b", Status: "live"}, States: []StateItem{{Code: "az", Name: "Arizona"}},
		Items: []CampaignItem{azCampaign(), withStatus("paused", ""), withStatus("closed", "won")}, Total: 41, Number: 2, Pages: 3}
}

// signingPages are all pages of this file's subjects, with invented contents.
func signingPages() map[string]templ.Component {
	pages := map[string]templ.Component{
		"home":            Home(HomePage{Page: pageAt("/"), States: []StateItem{{"az", "Arizona", 2}, {"tx", "Texas", 0}}, Moving: []CampaignItem{azCampaign()}}),
		"home_empty":      Home(HomePage{Page: pageAt("/")}),
		"states":          States(statesPage()),
		"state":           State(StatePage{Page: pageAt("/states/az"), Code: "az", Name: "Arizona", Cards: []LawCard{azCard()}, Campaigns: []CampaignItem{azCampaign(), withStatus("closed", "won")}, Legislature: "Arizona Legislature", LegislatureURL: "https://www.azleg.gov"}),
		"state_empty":     State(StatePage{Page: pageAt("/states/tx"), Code: "tx", Name: "Texas"}),
		"petitions":       Petitions(listPage()),
		"petitions_none":  Petitions(PetitionsPage{Page: pageAt("/petitions"), Number: 1, Pages: 1}),
		"petition":        Petition(petitionPage(azCampaign())),
		"petition_bad":    Petition(refusedPetition()),
		"petition_paused": Petition(petitionPage(withStatus("paused", ""))),
		"petition_closed": Petition(closedPetition()),
		"petition_bare":   Petition(PetitionPage{Page: pageAt("/petitions/x"), Campaign: withStatus("withdrawn", "")}),
		"check_email":     CheckEmail(CheckEmailPage{Page: pageAt("/petitions/x/check-email"), Slug: "x"}),
		"signed":          Signed(SignedPage{Page: pageAt("/petitions/x/signed"), Slug: "x", CampaignTitle: "A title", ShareURL: "https://statehouse.example.org/p/ABC", ShareText: "Read this"}),
		"signed_held":     Signed(SignedPage{Page: pageAt("/petitions/x/signed"), Slug: "x", CampaignTitle: "A title", Held: true}),
	}
	for _, status := range []string{"open", "spent", "expired", "closed", "unknown"} {
		pages["confirm_"+status] = Confirm(confirmPage(status))
	}
	return pages
}

var signingFamilies = []string{"common", "ui", "error", "home", "states", "state", "petitions", "petition", "sign", "check_email", "confirm", "signed"}

func TestSigningPagesAreSound(t *testing.T) {
	t.Parallel()
	pages := signingPages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		for _, lang := range []string{"en", "es"} {
			doc := drawn.In(t, pages[name], lang)
			for _, fault := range unsound(doc) {
				t.Errorf("%s (%s): %s", name, lang, fault)
			}
			for word := range strings.FieldsSeq(doc.Text()) {
				if family, rest, ok := strings.Cut(word, "."); ok && slices.Contains(signingFamilies, family) && rest != "" && rest[0] >= 'a' {
					t.Errorf("%s (%s): message %q has no text", name, lang, word)
				}
			}
			if got := doc.Find("a, button, input").First().AttrOr("href", ""); got != "/exit" {
				t.Errorf("%s: the first stop of the keyboard leads to %q, not /exit", name, got)
			}
			if doc.Find("html").AttrOr("lang", "") != lang {
				t.Errorf("%s: html is not in %s", name, lang)
			}
		}
	}
}

func TestEveryLawStatusHasItsWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "es"} {
		ctx := i18n.With(t.Context(), lang)
		for topic, statuses := range lawStatuses {
			for _, status := range statuses {
				law := LawStatus{Topic: topic, Status: status}
				if words := law.Words(ctx); strings.HasPrefix(words, "states.") {
					t.Errorf("%s: no words for %s %s", lang, topic, status)
				}
			}
		}
		for _, outcome := range []string{"won", "narrowed", "lost", "obsolete"} {
			if id := "petition.outcome." + outcome; i18n.T(ctx, id) == id {
				t.Errorf("%s: no words for %s", lang, id)
			}
		}
	}
}

func TestSignFormPostsWhatTheContractNames(t *testing.T) {
	t.Parallel()
	form := drawn.In(t, Petition(petitionPage(azCampaign())), "en").Find("form[method=post][action='/petitions/az-safe-harbor/signatures']")
	for _, name := range []string{"name", "email", "zip", "display", "comment", "updates", "help", "website"} {
		if form.Find("[name='"+name+"']").Length() == 0 {
			t.Errorf("no field %s", name)
		}
	}
	if got := form.Find("[name=display][checked]").AttrOr("value", ""); got != "hidden" {
		t.Errorf("shown as %q by default", got)
	}
	if form.Find("[name=updates][checked], [name=help][checked]").Length() != 0 {
		t.Error("a box is ticked without being asked")
	}
	trap := form.Find("[name=website]")
	if trap.AttrOr("tabindex", "") != "-1" || trap.AttrOr("autocomplete", "") != "off" || trap.Closest("[aria-hidden=true]").Length() != 1 {
		t.Error("people can reach the trap")
	}
}

func TestRefusedFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Petition(refusedPetition()), "en")
	if !strings.HasPrefix(doc.Find("title").Text(), "Please correct:") {
		t.Errorf("title is %q", doc.Find("title").Text())
	}
	links := doc.Find(".summary[role=alert] a")
	if links.Length() != 2 || links.First().AttrOr("href", "") != "#name" {
		t.Errorf("the summary has %d links, first to %q", links.Length(), links.First().AttrOr("href", ""))
	}
	email := doc.Find("input[name=email]")
	if email.AttrOr("aria-invalid", "") != "true" || !strings.Contains(email.AttrOr("aria-describedby", ""), "email-error") || email.AttrOr("value", "") != "alex@" {
		t.Error("the e-mail field does not keep its text and name its error")
	}
	if doc.Find("#email-error").Text() != "Enter an e-mail address such as name@example.org." {
		t.Errorf("the error reads %q", doc.Find("#email-error").Text())
	}
	if doc.Find("input[name=zip]").AttrOr("aria-invalid", "") != "" {
		t.Error("a good field is marked as wrong")
	}
	if doc.Find("[name=display][value=first][checked], [name=updates][checked]").Length() != 2 || doc.Find("textarea[name=comment]").Text() != "<b>hello</b>" {
		t.Error("choices or comment are lost")
	}
}

func TestOnlyLivePetitionsCanBeSigned(t *testing.T) {
	t.Parallel()
	for _, p := range []PetitionPage{closedPetition(), petitionPage(withStatus("paused", "")), petitionPage(withStatus("withdrawn", ""))} {
		if drawn.In(t, Petition(p), "en").Find("form[method=post]").Length() != 0 {
			t.Errorf("a %s petition has a form", p.Campaign.Status)
		}
	}
	main := drawn.In(t, Petition(closedPetition()), "en").Find("main")
	if main.Find("a[href='/petitions/az-next']").Length() != 1 || !strings.Contains(main.Text(), "The law changed before") {
		t.Error("outcome or successor is missing")
	}
}

func TestCountKeepsItsPartsApart(t *testing.T) {
	t.Parallel()
	count := drawn.In(t, Petition(petitionPage(azCampaign())), "en").Find(".count").Text()
	for _, want := range []string{"2,913", "2,411 in Arizona", "502 elsewhere", "120 more on paper", "Next goal: 5,000"} {
		if !strings.Contains(count, want) {
			t.Errorf("the count lacks %q: %s", want, strings.Join(strings.Fields(count), " "))
		}
	}
}

func TestSupportersAreShownAsTheyChose(t *testing.T) {
	t.Parallel()
	text := strings.Join(strings.Fields(drawn.In(t, Petition(petitionPage(azCampaign())), "en").Find(".supporters").Text()), " ")
	for _, want := range []string{"A supporter, Arizona Week of November 23, 2026", "Marisol, elsewhere Week of November 9, 2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
}

func TestConfirmLinkActsOnlyByPost(t *testing.T) {
	t.Parallel()
	open := drawn.In(t, Confirm(confirmPage("open")), "en")
	for _, act := range []string{"confirm", "refuse"} {
		if open.Find("form[method=post][action='/s/tok/"+act+"'] button").Length() != 1 {
			t.Errorf("no button posts to %s", act)
		}
		if open.Find("a[href*='/s/tok']:not([hreflang])").Length() != 0 {
			t.Error("a link acts")
		}
	}
	for _, status := range []string{"spent", "expired", "closed", "unknown"} {
		if drawn.In(t, Confirm(confirmPage(status)), "en").Find("main form").Length() != 0 {
			t.Errorf("a link that is %s has a button", status)
		}
	}
}

func TestPagerKeepsTheFilter(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Petitions(listPage()), "en")
	next, err := url.Parse(doc.Find("a[rel=next]").AttrOr("href", ""))
	if err != nil {
		t.Fatal(err)
	}
	if q := next.Query(); q.Get("q") != "a&b" || q.Get("status") != "live" || q.Get("page") != "3" {
		t.Errorf("next page is %s", next)
	}
	if got := doc.Find("a[rel=prev]").AttrOr("href", ""); strings.Contains(got, "page=") {
		t.Errorf("the first page has two addresses: %s", got)
	}
}

func TestEveryStateHasItsOwnTile(t *testing.T) {
	t.Parallel()
	seen := map[[2]int]string{}
	for code, at := range tileAt {
		if other, ok := seen[at]; ok {
			t.Errorf("%s and %s share a place", code, other)
		}
		seen[at] = code
	}
	if len(tileAt) != 52 {
		t.Errorf("%d tiles for 50 states, DC and Puerto Rico", len(tileAt))
	}
	doc := drawn.In(t, States(statesPage()), "en")
	if got := doc.Find("tbody tr").Length(); got != 52 {
		t.Errorf("%d rows", got)
	}
	if doc.Find("svg a:not([tabindex='-1'])").Length() != 0 {
		t.Error("the map, which screen readers skip, stops the keyboard")
	}
}
