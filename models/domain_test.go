package models_test

import (
	"slices"
	"testing"

	"statehouse/models"
)

func TestADomainIsWhatSomebodyRegistered(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"example.org": "example.org", "Mail.Example.org.": "example.org", "a.b.example.co.uk": "example.co.uk", "parish.github.io": "parish.github.io",
		"org": "", "": "", "localhost": "", "192.0.2.1": "", "co.uk": "",
	} {
		if got := models.Domain(host); got != want {
			t.Errorf("%q is of %q, want %q", host, got, want)
		}
	}
	for _, c := range []struct {
		email, website string
		want           bool
	}{
		{"ann@mail.example.org", "https://www.example.org/about", true},
		{"ann@example.org", "https://example.org", true},
		{"ann@example.org", "https://example.org.example.com", false},
		{"ann@other.example.com", "https://example.org", false},
		{"ann@one.github.io", "https://two.github.io", false},
		{"", "", false},
	} {
		if got := models.IsOfSite(c.email, c.website); got != c.want {
			t.Errorf("%s of %s: %t", c.email, c.website, got)
		}
	}
}

func TestAWebsiteIsAHostOnTheWeb(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"example.org": "https://example.org", " http://WWW.example.org/us?x=1#y ": "http://www.example.org/us", "https://münchen.example.org": "https://xn--mnchen-3ya.example.org",
		"": "", "example": "", "ftp://example.org": "", "https://user@example.org": "", "https://example.org:8080": "", "https://192.0.2.1": "", "javascript:alert(1)": "", "https://exa mple.org": "",
	} {
		got, err := models.ParseWebsite(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q becomes %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestEveryMoveOfAnEndorsementIsInItsTable(t *testing.T) {
	t.Parallel()
	const waiting, accepted, declined, withdrawn = models.EndorsementWaiting, models.EndorsementAccepted, models.EndorsementDeclined, models.EndorsementWithdrawn
	allowed := map[models.EndorsementState][]models.EndorsementState{
		models.EndorsementPending: {waiting}, waiting: {accepted, declined, withdrawn}, accepted: {declined, withdrawn}, declined: {accepted, withdrawn},
	}
	for _, from := range models.EndorsementStates {
		for _, to := range models.EndorsementStates {
			if got := from.CanBecome(to); got != slices.Contains(allowed[from], to) {
				t.Errorf("%s → %s: %t", from, to, got)
			}
		}
	}
}
