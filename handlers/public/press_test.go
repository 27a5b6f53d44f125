package public_test

import (
	"net/http"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestAMediaKitGivesEachFactWithItsSourceAndItsDay in both languages, and only
// what counts now.
func TestAMediaKitGivesEachFactWithItsSourceAndItsDay(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := nation(t, database)
		live := testkit.MakeCampaign(t, h.DB)
		closed := testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Status, c.ClosedAt = models.CampaignClosed, &testkit.Now })
		for range 3 {
			testkit.MakeSignature(t, h.DB, h.Keys, live)
		}
		testkit.MakeSignature(t, h.DB, h.Keys, live, func(s *testkit.Signer) { s.OutOfState = true })
		v := h.Visitor(t)
		link := v.Open("/states/az").Must(http.StatusOK).Document.Find("a[href='/states/az/press']").Length()
		page := v.Open("/states/az/press").Must(http.StatusOK)
		facts := page.Document.Find("#facts-text").Text()
		cards, err := models.LawCards(t.Context(), h.DB.Read(), "az")
		if err != nil || len(cards) != 2 || link == 0 {
			t.Fatal(len(cards), link, err)
		}
		for _, card := range cards {
			if !strings.Contains(facts, card.Source) || card.Citation != "" && !strings.Contains(facts, card.Citation) {
				t.Errorf("the facts on %s lack their source or citation", card.Topic)
			}
		}
		for _, want := range []string{"as of ", "Reviewed on ", "4 confirmed signatures, 3 from Arizona and 1 from elsewhere, on November 24, 2026", "/petitions/" + live.Slug, "not legal advice"} {
			if !strings.Contains(facts, want) {
				t.Errorf("the facts lack %q:\n%s", want, facts)
			}
		}
		if !page.Has("a[href='/petitions/"+live.Slug+"/card.png']") || strings.Contains(page.Body, closed.Slug) {
			t.Error("a picture is missing, or a closed petition is shown")
		}
		if es := v.Open("/states/tx/press?lang=es").Must(http.StatusOK); !strings.Contains(es.Text("h1"), "Materiales para la prensa") || !strings.Contains(es.Text("main"), "Ahora se pueden firmar 0 peticiones") {
			t.Errorf("in Spanish: %q", es.Text("h1"))
		}
		v.Open("/states/zz/press").Must(http.StatusNotFound)
	})
}
