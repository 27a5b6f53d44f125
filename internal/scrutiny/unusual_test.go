package scrutiny

import (
	"testing"

	"statehouse/models"
)

// flowOf is a campaign's signatures by domain.
func flowOf(domains map[string]int) flow {
	f := flow{domains: domains}
	for _, n := range domains {
		f.all += n
	}
	return f
}

func TestADomainIsUnusualFarAboveItsShareAlone(t *testing.T) {
	t.Parallel()
	mixed := flowOf(map[string]int{"gmail.com": 500, "yahoo.com": 100, "college.example.org": 100, "example.org": 300})
	cases := []struct {
		name           string
		recent, before flow
		want           string // the domain that is told of
	}{
		{"a domain nobody had before", flowOf(map[string]int{"burst.example.org": 60, "gmail.com": 100}), mixed, "burst.example.org"},
		{"the same, a few of them", flowOf(map[string]int{"burst.example.org": 49, "gmail.com": 100}), mixed, ""},
		{"the same, among very many", flowOf(map[string]int{"burst.example.org": 60, "gmail.com": 250, "example.org": 250}), mixed, ""},
		{"a provider as usual", flowOf(map[string]int{"gmail.com": 300, "example.org": 250}), mixed, ""},
		{"a provider on a lucky day", flowOf(map[string]int{"gmail.com": 380, "example.org": 120}), mixed, ""},
		{"a provider far above its share", flowOf(map[string]int{"gmail.com": 460, "example.org": 40}), mixed, "gmail.com"},
		{"a provider of which nothing is known", flowOf(map[string]int{"gmail.com": 90, "example.org": 10}), flowOf(nil), ""},
		{"a college that signs here as ever", flowOf(map[string]int{"college.example.org": 60, "gmail.com": 200}), mixed, ""},
		{"a first petition, all of one domain", flowOf(map[string]int{"shelter.example.org": 50}), flowOf(nil), "shelter.example.org"},
	}
	for _, c := range cases {
		got := ""
		for _, a := range unusualDomains(c.recent, c.before, flowOf(nil)) {
			got += a.Domain
			if a.Kind != models.AlertDomain || a.Found*1000 <= a.Threshold*a.Among || (a.Usual < 0) != (c.before.all == 0) {
				t.Errorf("%s: %+v", c.name, a)
			}
		}
		if got != c.want {
			t.Errorf("%s: told of %q, want %q", c.name, got, c.want)
		}
	}
	few := flowOf(map[string]int{"burst.example.org": 10})
	if list := unusualDomains(flowOf(map[string]int{"college.example.org": 60, "gmail.com": 200}), few, mixed); len(list) != 0 {
		t.Errorf("where few signed before, all campaigns say what is usual: %+v", list)
	}
}

func TestWhatNobodyConfirmsAndWhatComesBackIsUnusualFromItsThreshold(t *testing.T) {
	t.Parallel()
	for pending, want := range map[int]int{99: 0, 100: 1, 149: 1} {
		if got := unconfirmed(flow{ripe: 150, pending: pending}); len(got) != want {
			t.Errorf("%d of 150 not confirmed: %+v", pending, got)
		}
	}
	if got := unconfirmed(flow{ripe: 400, pending: 150}); len(got) != 0 {
		t.Errorf("most confirm: %+v", got)
	}
	for fate, want := range map[models.MailFate]int{
		{Settled: 500, Bounced: 10}: 1, {Settled: 501, Bounced: 10}: 0, {Settled: 20, Bounced: 9}: 0,
		{Settled: 3000, Complained: 3}: 1, {Settled: 3001, Complained: 3}: 0, {Settled: 10, Complained: 2}: 0, {Settled: 100, Bounced: 50, Complained: 50}: 2,
	} {
		if got := unwelcome(fate); len(got) != want {
			t.Errorf("%+v: %+v", fate, got)
		}
	}
}
