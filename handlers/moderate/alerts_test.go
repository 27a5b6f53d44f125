package moderate_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// alert stores one of a class that signed.
func alert(t *testing.T, h *house.House, c models.Campaign, now time.Time) {
	t.Helper()
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := models.AddAlert(t.Context(), tx, &models.Alert{Ref: "alert", CampaignID: c.ID, Kind: models.AlertDomain, Domain: "class.example.org", Found: 60, Among: 160, Usual: -1, Threshold: 174,
			Since: now.Add(-6 * time.Hour), Til: now, CreatedAt: now})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAModeratorLooksAtAnAlertAndSaysWhatItWas finds its signatures by one press.
func TestAModeratorLooksAtAnAlertAndSaysWhatItWas(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		clock := testkit.NewClock()
		h := house.Open(t, database, house.Setup{Idle: true, Now: clock.Now})
		c := testkit.MakeCampaign(t, h.DB)
		testkit.MakeSignature(t, h.DB, h.Keys, c, func(s *testkit.Signer) { s.Email = "one@class.example.org" })
		alert(t, h, c, models.Moment(clock.Now()))
		here, there := staff(t, h, "mo@example.org", c.State), staff(t, h, "me@example.org", "hi")

		if page := there.Open("/moderate").Must(200); strings.Contains(page.Body, "class.example.org") {
			t.Error("another state's moderator sees it")
		}
		there.Post("/moderate/alerts/alert", url.Values{}).Must(404)
		if page := here.Open("/moderate").Must(200); !page.Has("main a[href='/moderate/alerts#alert-alert']") {
			t.Error("the first page does not lead to it")
		}
		page := here.Open("/moderate/alerts").Must(200)
		if facts := page.Text("#alert-alert"); !strings.Contains(facts, "37.5 %") || !strings.Contains(facts, "17.4 %") || !strings.Contains(facts, "not known yet") {
			t.Errorf("it says %s", facts)
		}
		if found := page.Submit("#alert-alert form[action='/moderate/signatures']", nil).Must(200); !strings.Contains(found.Body, "one@class.example.org") {
			t.Error("its signatures are not found")
		}
		if page := page.Submit("#alert-alert form[action='/moderate/alerts/alert']", url.Values{"note-alert": {strings.Repeat("x", 501)}}).Must(422); !page.Has("#note-alert-error") {
			t.Error("a note that is too long is not refused beside its field")
		}
		page = page.Submit("#alert-alert form[action='/moderate/alerts/alert']", url.Values{"note-alert": {"A class wrote to us."}}).Must(200)
		if page.Has("#alert-alert") || !strings.Contains(page.Text("section[aria-labelledby=seen]"), "A class wrote to us.") {
			t.Error("it still waits, or nobody reads what it was")
		}
	})
}
