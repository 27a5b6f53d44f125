package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"statehouse/internal/fault"
	"statehouse/internal/laws"
	"statehouse/internal/variants"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func contents(t *testing.T) []Campaign {
	t.Helper()
	all, err := Campaigns()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTextsKeepTheirLimitsInBothLanguages(t *testing.T) {
	t.Parallel()
	short := func(name, text string, limit int) {
		if n := utf8.RuneCountInString(text); n == 0 || n > limit {
			t.Errorf("%s has %d characters, want 1 to %d", name, n, limit)
		}
	}
	for _, c := range contents(t) {
		for _, lang := range []string{"en", "es"} {
			for _, p := range c.Petitions {
				text := p.Texts[lang]
				short(c.Slug+" title "+lang, text.Title, 80)
				short(c.Slug+" ask "+lang, text.Ask, 200)
				short(c.Slug+" summary "+lang, text.Summary, 300)
				short(c.Slug+" story "+lang, text.Story, 5000)
			}
			short(c.Slug+" subject "+lang, c.Letter[lang].Subject, 80)
			short(c.Slug+" letter "+lang, c.Letter[lang].Body, 2000)
		}
		for _, p := range c.Petitions {
			if p.Texts["en"].Story == p.Texts["es"].Story {
				t.Errorf("%s is not translated", c.Slug)
			}
		}
	}
}

func TestStoriesCiteTheLawWithADate(t *testing.T) {
	t.Parallel()
	cited := regexp.MustCompile(`§|943\.0583`)
	dated := regexp.MustCompile(`\b20[12]\d\b`)
	for _, c := range contents(t) {
		for _, p := range c.Petitions {
			for lang, text := range p.Texts {
				if !cited.MatchString(text.Story) || !dated.MatchString(text.Story) {
					t.Errorf("%s %s cites no law or no date", c.Slug, lang)
				}
			}
		}
	}
}

func TestWordsPutPeopleFirst(t *testing.T) {
	t.Parallel()
	unkind := regexp.MustCompile(`(?i)\b(prostitutes?|prostitutas?|offenders?|child prostitution|prostitución infantil|infractor(es)?|delincuentes?|slaves?)\b`)
	for _, name := range []string{"campaigns.json", "people.json", "roles.json", "letters.json", "comments.json"} {
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if found := unkind.Find(text); found != nil {
			t.Errorf("%s says %q", name, found)
		}
	}
}

func TestLettersHaveTheirPlaceholders(t *testing.T) {
	t.Parallel()
	braces := regexp.MustCompile(`\{\{[^}]*\}\}`)
	want := []string{"{{legislator}}", "{{name}}", "{{zip}}"}
	for _, c := range contents(t) {
		for lang, letter := range c.Letter {
			found := braces.FindAllString(letter.Body, -1)
			slices.Sort(found)
			if !slices.Equal(slices.Compact(found), want) {
				t.Errorf("%s %s letter has %v, want %v", c.Slug, lang, found, want)
			}
			if braces.MatchString(letter.Subject) {
				t.Errorf("%s %s subject has a placeholder", c.Slug, lang)
			}
		}
	}
}

func TestOffersAreWholeAndSafeToSend(t *testing.T) {
	t.Parallel()
	offers, err := Offers()
	if err != nil || len(offers["az-safe-harbor"].More) != 2 || len(offers["az-safe-harbor"].Points) == 0 {
		t.Fatalf("%+v, %v", offers, err)
	}
	for slug, offer := range offers {
		for i, texts := range offer.More {
			form := variants.Form{}
			for lang, text := range texts {
				form[lang] = variants.Text{Title: text.Title, Subject: text.Subject, Body: text.Body}
			}
			if rows, err := form.Read(); err != nil || len(rows) != 2 {
				t.Errorf("%s, text %d: %d languages, %v, %v", slug, i+2, len(rows), err, fault.Of(err).Fields)
			}
		}
		for _, p := range offer.Points {
			if p.EN == "" || p.ES == "" || (p.Source == "") != (p.Year == 0) {
				t.Errorf("%s: %+v", slug, p)
			}
		}
	}
}

func TestCampaignsHoldTogether(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`^[a-z0-9]{6}$`)
	seen := map[string]bool{}
	all := contents(t)
	for _, c := range all {
		if seen[c.Slug] || seen[c.Code] || !code.MatchString(c.Code) || !strings.HasPrefix(c.Slug, c.State+"-") {
			t.Errorf("%s: slug or code %q is wrong or used twice", c.Slug, c.Code)
		}
		seen[c.Slug], seen[c.Code] = true, true
		if !slices.Contains(States, c.State) {
			t.Errorf("%s is in %q", c.Slug, c.State)
		}
		if (c.Status == "closed") != (c.ClosedAt != nil) || (c.Status == "paused") != (c.PausedAt != nil) || (c.Status == "closed") != (c.Outcome != "") {
			t.Errorf("%s: status %s does not fit its dates and outcome", c.Slug, c.Status)
		}
		if len(c.Petitions) == 0 || c.Petitions[0].Since != c.OpenedAt {
			t.Errorf("%s does not open with its first version", c.Slug)
		}
		if c.Successor != "" && !slices.ContainsFunc(all, func(x Campaign) bool { return x.Slug == c.Successor }) {
			t.Errorf("%s has no successor %s", c.Slug, c.Successor)
		}
	}
	for _, slug := range []string{"az-safe-harbor", "fl-vacatur-access", "hi-safe-harbor"} {
		if !seen[slug] {
			t.Errorf("%s is missing", slug)
		}
	}
}

func TestAsksRestOnTheLawCards(t *testing.T) {
	t.Parallel()
	cards, err := laws.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contents(t) {
		i := slices.IndexFunc(cards, func(x laws.Card) bool { return x.State == c.State && x.Topic == c.Topic })
		if i < 0 {
			t.Errorf("%s: no law card", c.Slug)
			continue
		}
		if _, ok := cards[i].Criterion(c.Criterion); !ok {
			t.Errorf("%s: the law card has no criterion %q", c.Slug, c.Criterion)
		}
		if cards[i].Unverified() {
			t.Errorf("%s rests on an unverified card", c.Slug)
		}
	}
	immune := 0
	for _, card := range cards {
		if card.Status == "immunity" {
			immune++
		}
	}
	if immune != 21 {
		t.Errorf("the stories say that 21 cards record immunity; there are %d", immune)
	}
}

func TestPerDayLosesNoSignature(t *testing.T) {
	t.Parallel()
	for _, c := range contents(t) {
		perDay, err := c.PerDay(now)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for day, n := range perDay {
			sum += n
			if n < 0 {
				t.Errorf("%s day %d has %d", c.Slug, day, n)
			}
		}
		if sum != c.Signatures {
			t.Errorf("%s spreads %d of %d", c.Slug, sum, c.Signatures)
		}
	}
}

func TestPerDayStopsAtPauseAndClose(t *testing.T) {
	t.Parallel()
	for slug, days := range map[string]int{"az-safe-harbor": 61, "hi-vacatur-waiting": 56, "az-vacatur-cutoff": 348} {
		all := contents(t)
		c := all[slices.IndexFunc(all, func(c Campaign) bool { return c.Slug == slug })]
		if perDay, err := c.PerDay(now); err != nil || len(perDay) != days {
			t.Errorf("%s runs %d days (%v), want %d", slug, len(perDay), err, days)
		}
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	p, err := People()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.First) < 120 || len(p.Last) < 160 {
		t.Errorf("%d first and %d last names", len(p.First), len(p.Last))
	}
	for _, pool := range [][]string{p.First, p.Last, p.Comments["en"], p.Comments["es"], p.ZIPs["az"], p.ZIPs["fl"], p.ZIPs["hi"], p.ZIPs["elsewhere"]} {
		sorted := slices.Sorted(slices.Values(pool))
		if len(pool) == 0 || len(slices.Compact(sorted)) != len(pool) {
			t.Errorf("a pool is empty or repeats itself: %.60v", pool)
		}
	}
}
