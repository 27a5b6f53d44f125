package public_test

import (
	"net/http"
	"testing"

	"statehouse/internal/testkit"
)

// TestPagesDescribeThemselvesToSearchEngines in the language of the page.
func TestPagesDescribeThemselvesToSearchEngines(t *testing.T) {
	t.Parallel()
	h, campaign := open(t, testkit.SQLiteURL(t))
	described := func(path string) string {
		return parsed(t, send(h, http.MethodGet, path, "")).Find("meta[name=description]").AttrOr("content", "")
	}
	seen := map[string]string{described("/states") + described("/states?lang=es"): "the site"}
	for _, path := range []string{"/my-data", "/safety", "/privacy", "/accessibility", "/about", "/petitions/" + campaign.Slug,
		"/petitions/" + campaign.Slug + "/letters", "/petitions/" + campaign.Slug + "/progress"} {
		english, spanish := described(path), described(path+"?lang=es")
		if english == "" || english == spanish {
			t.Errorf("%s: %q, in Spanish %q", path, english, spanish)
		}
		if other := seen[english+spanish]; other != "" {
			t.Errorf("%s has the description of %s", path, other)
		}
		seen[english+spanish] = path
	}
}
