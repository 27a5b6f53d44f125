package public_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestEveryStateHasSomethingToDoInEachTime: two minutes, an hour, and over time,
// with links that lead somewhere, also where nothing has begun.
func TestEveryStateHasSomethingToDoInEachTime(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	v, seen := h.Visitor(t), map[string]bool{}
	look := func(when string) {
		t.Helper()
		for _, state := range models.States() {
			page := v.Open("/states/" + state.Code).Must(http.StatusOK)
			for _, part := range []string{"#do-minutes", "#do-hour", "#do-ongoing"} {
				links := page.Document.Find(part + " li a[href^='/']")
				if links.Length() == 0 {
					t.Errorf("%s: %s has nothing to do in %s", when, part, state.Code)
				}
				links.Each(func(_ int, a *goquery.Selection) {
					path, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
					if key := strings.ReplaceAll(path, "/"+state.Code, "/*"); !seen[when+key] {
						seen[when+key] = true
						v.Open(path).Must(http.StatusOK)
					}
				})
			}
		}
	}
	look("before anything")
	campaign := testkit.MakeCampaign(t, h.DB)
	look("with a petition in Arizona")
	if got := v.Open("/states/tx").Document.Find("#do-minutes a").First().AttrOr("href", ""); got != "/petitions/"+campaign.Slug+"#sign" {
		t.Errorf("Texas is led to %q", got)
	}
}

// TestAStateTellsWhereItsLegislatorsStandAndWhatIsSaidOfIt on its own petitions alone.
func TestAStateTellsWhereItsLegislatorsStandAndWhatIsSaidOfIt(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		campaign := testkit.MakeCampaign(t, h.DB)
		first := testkit.MakeSeat(t, h.DB, "az", "upper", "1")
		for _, code := range []string{"2", "3"} {
			testkit.MakeSeat(t, h.DB, "az", "upper", code)
		}
		at := campaign.CreatedAt
		note := func(stance models.Stance) {
			t.Helper()
			err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
				return models.AddPosition(context.Background(), tx, &models.Position{CampaignID: campaign.ID, SeatID: first.SeatID, LegislatorID: first.LegislatorID,
					Stance: stance, Evidence: models.Evidences[0], Source: "Said so", SaidOn: "2026-11-20", CreatedAt: at})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		story := testkit.MakeStory(t, h.DB)
		draft := testkit.MakeStory(t, h.DB, func(s *models.Story) { s.Status = models.StoryDraft })
		for _, s := range []models.Story{story, draft} {
			err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
				parts, err := models.StoryPartsOf(t.Context(), tx, s.ID)
				if err != nil {
					return err
				}
				parts.Campaigns = []int64{campaign.ID}
				return models.SaveStory(t.Context(), tx, &s, parts)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		v := h.Visitor(t)
		stands := func() string {
			return v.Open("/states/az").Must(http.StatusOK).Text("section[aria-labelledby=positions]")
		}
		if got := stands(); !strings.Contains(got, "3 silent") {
			t.Errorf("nobody has spoken: %q", got)
		}
		note(models.StanceSupports)
		if got := stands(); !strings.Contains(got, "1 in support, 2 silent") {
			t.Errorf("one has spoken: %q", got)
		}
		note(models.StanceWithdrawn)
		page := v.Open("/states/az").Must(http.StatusOK)
		if got := page.Text("section[aria-labelledby=positions]"); !strings.Contains(got, "3 silent") || strings.Contains(got, "support") {
			t.Errorf("what was noted is taken back: %q", got)
		}
		if !page.Has("a[href='/petitions/" + campaign.Slug + "/positions']") {
			t.Error("nothing leads to the seats")
		}
		if !page.Has("a[href='/stories/"+story.Slug+"']") || page.Has("a[href='/stories/"+draft.Slug+"']") {
			t.Error("the story is not there, or a draft is")
		}
		if page := v.Open("/states/fl").Must(http.StatusOK); page.Has("#positions") || page.Has("#stories") {
			t.Error("Florida tells what is of Arizona")
		}
	})
}
