package moderate_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
)

// TestAModeratorWritesToOrganizers after looking whom it goes to, and it is listed.
func TestAModeratorWritesToOrganizers(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true, Now: testkit.NewClock().Now})
		c := testkit.MakeCampaign(t, h.DB)
		if _, err := h.AddUser(t.Context(), "olga@example.org", "Olga Organizer", "organizer", c.State, time.Hour); err != nil {
			t.Fatal(err)
		}
		here, there := staff(t, h, "here@example.org", c.State), staff(t, h, "there@example.org", "hi")
		typed := url.Values{"subject": {"New rules"}, "body": {"From Monday on."}, "act": {"preview"}}

		page := here.Open("/moderate/circulars").Must(200)
		if bad := page.Submit("#circular-form", url.Values{"act": {"send"}}).Must(422); bad.Text("#subject-error") == "" || bad.Text("#body-error") == "" {
			t.Error("nothing was typed and nobody says so")
		}
		page = page.Submit("#circular-form", typed).Must(200)
		if preview := page.Text("#preview"); !strings.Contains(preview, "Olga Organizer") || !strings.Contains(preview, "Safe harbor for every child") {
			t.Fatalf("whom it goes to: %s", preview)
		}
		typed.Set("act", "send")
		if sent := page.Submit("#circular-form", typed).Must(200); !strings.Contains(sent.Text("section[aria-labelledby=sent]"), "New rules") {
			t.Error("it is not listed")
		}
		if again := page.Submit("#circular-form", typed).Must(409); !strings.Contains(again.Body, "went out before") {
			t.Error("it is sent again")
		}
		if page := there.Open("/moderate/circulars").Must(200); strings.Contains(page.Body, "New rules") {
			t.Error("another state's moderator reads it")
		}
	})
}
