package public_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestAClosedCampaignSaysSoAndTakesNoMore but counts for a day what was signed before.
func TestAClosedCampaignSaysSoAndTakesNoMore(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		clock := testkit.NewClock()
		h := house.Open(t, database, house.Setup{Idle: true, Now: clock.Now})
		closed := clock.Now()
		campaign := testkit.MakeCampaign(t, h.DB, func(c *models.Campaign) { c.Status, c.ClosedAt = models.CampaignClosed, &closed })
		before := func(s *testkit.Signer) { s.State, s.At = models.SignaturePending, closed.Add(-time.Hour) }
		early, late := testkit.MakeSignature(t, h.DB, h.Keys, campaign, before), testkit.MakeSignature(t, h.DB, h.Keys, campaign, before)
		path := "/petitions/" + campaign.Slug

		page := parsed(t, send(h, http.MethodGet, path, ""))
		if text := said(page.Find("main")); page.Find("form[action$='/signatures']").Length() != 0 || !strings.Contains(text, "November 24, 2026") {
			t.Errorf("the page of a closed campaign: %.400s", text)
		}
		answer := send(h, http.MethodPost, path+"/signatures", good().Encode())
		if heading := said(parsed(t, answer).Find("h1")); answer.Code != http.StatusGone || heading == "" {
			t.Errorf("signing it: %d, %q", answer.Code, heading)
		}

		press := func(s models.Signature) int {
			return send(h, http.MethodPost, "/s/"+testkit.ConfirmToken(s)+"/confirm", "").Code
		}
		clock.Advance(models.GraceAfterClose - time.Second)
		if got := press(early); got != http.StatusSeeOther || h.Counts(t, campaign.Slug).Counted() != 1 {
			t.Errorf("confirming within 24 hours: %d, %+v", got, h.Counts(t, campaign.Slug))
		}
		clock.Advance(time.Second)
		link := send(h, http.MethodGet, "/s/"+testkit.ConfirmToken(late), "")
		if heading := said(parsed(t, link).Find("h1")); link.Code != http.StatusGone || heading != "This petition has closed" {
			t.Errorf("the link after 24 hours: %d, %q", link.Code, heading)
		}
		if got := press(late); got != http.StatusGone || h.Counts(t, campaign.Slug).Counted() != 1 {
			t.Errorf("confirming after 24 hours: %d, %+v", got, h.Counts(t, campaign.Slug))
		}
		if letters := parsed(t, send(h, http.MethodGet, path+"/letters", "")); letters.Find("form[method=post]").Length() != 0 {
			t.Error("letters can still be written")
		}
	})
}
