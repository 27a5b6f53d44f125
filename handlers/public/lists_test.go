package public_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"

	"github.com/PuerkitoBio/goquery"
)

// TestPetitionsAreListedAsOneAsks by where they stand, by words, in an order, page
// by page; the first page shows what moves.
func TestPetitionsAreListedAsOneAsks(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true, Now: testkit.NewClock().Now})
		made := func(slug string, days, signatures int, options ...func(*models.Campaign)) {
			c := testkit.MakeCampaign(t, h.DB, append(options, func(c *models.Campaign) {
				opened := testkit.Now.AddDate(0, 0, -days)
				c.Slug, c.OpenedAt = slug, &opened
			})...)
			for range signatures {
				testkit.MakeSignature(t, h.DB, h.Keys, c, func(s *testkit.Signer) { s.At = testkit.Now.AddDate(0, 0, -days) })
			}
		}
		made("az-old-and-large", 60, 3)
		made("az-moving", 1, 2)
		made("hi-new", 0, 0, func(c *models.Campaign) { c.State = "hi" })
		made("az-closed", 90, 4, func(c *models.Campaign) { c.Status = models.CampaignClosed })
		for query, want := range map[string][]string{
			"":                        {"az-moving", "hi-new", "az-old-and-large", "az-closed"},
			"?sort=most":              {"az-old-and-large", "az-moving", "hi-new", "az-closed"},
			"?sort=new":               {"hi-new", "az-moving", "az-old-and-large", "az-closed"},
			"?status=closed":          {"az-closed"},
			"?state=HI":               {"hi-new"},
			"?q=SAFE+HARBOR&state=hi": {"hi-new"},
			"?q=vacatur":              nil,
			"?page=2":                 nil,
		} {
			if got := slugsIn(t, h, "/petitions"+query); !slices.Equal(got, want) {
				t.Errorf("%q lists %v, want %v", query, got, want)
			}
		}
		if got := slugsIn(t, h, "/"); len(got) == 0 || got[0] != "az-moving" || slices.Contains(got, "az-closed") {
			t.Errorf("the first page shows %v", got)
		}
	})
}

// slugsIn are the petitions that a page leads to, in order, each once.
func slugsIn(t *testing.T, h *house.House, path string) (slugs []string) {
	t.Helper()
	parsed(t, send(h, http.MethodGet, path, "")).Find("main a[href^='/petitions/']").Each(func(_ int, s *goquery.Selection) {
		slug, _, _ := strings.Cut(strings.TrimPrefix(s.AttrOr("href", ""), "/petitions/"), "/")
		if !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
	})
	return slugs
}

func TestWhatIsNotPublicIsInNoList(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Slug = "az-seen" })
		for _, status := range []models.CampaignStatus{models.CampaignDraft, models.CampaignInReview, models.CampaignRejected, models.CampaignHidden} {
			slug := "az-is-" + strings.ReplaceAll(string(status), "_", "-")
			testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Slug, c.Status = slug, status })
			if answer := send(h, http.MethodGet, "/petitions/"+slug, ""); answer.Code != http.StatusNotFound {
				t.Errorf("a %s petition answers %d", status, answer.Code)
			}
		}
		for _, path := range []string{"/", "/petitions", "/petitions?status=draft", "/petitions?status=hidden", "/states/az", "/sitemap.xml", "/feeds/petitions.atom", "/v1/petitions"} {
			body := send(h, http.MethodGet, path, "").Body.String()
			if strings.Contains(body, "az-is-") {
				t.Errorf("%s names what is not public", path)
			}
			if !strings.Contains(path, "?") && !strings.Contains(body, "az-seen") {
				t.Errorf("%s lacks what is", path)
			}
		}
	})
}

func TestAShortLinkLeadsToWhatFollowed(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		old, next := testkit.MakeCampaign(t, h.DB), testkit.MakeCampaign(t, h.DB)
		leads := func(to string) {
			t.Helper()
			if answer := send(h, http.MethodGet, "/p/"+old.Code, ""); answer.Code != http.StatusFound || answer.Header().Get("Location") != "/petitions/"+to {
				t.Errorf("%d to %q, want %s", answer.Code, answer.Header().Get("Location"), to)
			}
		}
		leads(old.Slug)
		set := func(query string) {
			t.Helper()
			if _, err := h.DB.SQL().ExecContext(context.Background(), query); err != nil {
				t.Fatal(err)
			}
		}
		set("UPDATE campaigns SET status = 'closed', successor_id = (SELECT max(id) FROM campaigns) WHERE id = (SELECT min(id) FROM campaigns)")
		leads(next.Slug + "?after=" + old.Code)
		set("UPDATE campaigns SET status = 'hidden' WHERE id = (SELECT max(id) FROM campaigns)")
		leads(old.Slug)
	})
}
