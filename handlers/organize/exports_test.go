package organize_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
)

func signedIn(t *testing.T, h *house.House, email, role, state string) *house.Visitor {
	t.Helper()
	link, err := h.AddUser(t.Context(), email, "Olga Organizer", role, state, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visitor(t)
	v.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return v
}

// TestRowsAreTakenOutShortlyAfterSigningInWithAPurpose and never with the names of
// those who signed, but by an admin.
func TestRowsAreTakenOutShortlyAfterSigningInWithAPurpose(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		clock := testkit.NewClock()
		h := house.Open(t, database, house.Setup{Idle: true, Now: clock.Now})
		c := testkit.MakeCampaign(t, h.DB)
		testkit.MakeSignature(t, h.DB, h.Keys, c, func(s *testkit.Signer) { s.Email = "canary@example.org" })
		organizer, admin := signedIn(t, h, "olga@example.org", "organizer", c.State), signedIn(t, h, "ana@example.org", "admin", "")
		at, purpose := "/organize/campaigns/"+c.Slug+"/exports", url.Values{"purpose": {"The yearly report to the board."}, "named": {"1"}}

		page := organizer.Open(at).Must(200).Submit("#export-form", nil).Must(422)
		if page.Text("#kind-error") == "" {
			t.Error("nothing was chosen and nobody says so")
		}
		purpose.Set("kind", "signatures")
		file := organizer.Post(at, purpose).Must(200)
		if strings.Contains(file.Body, "canary@") || !strings.Contains(file.Body, "counted") || !strings.Contains(file.Body, "Olga Organizer") || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%v\n%s", file.Header, file.Body)
		}
		if page := organizer.Post(at, url.Values{"kind": {"audit"}, "purpose": {"The yearly report to the board."}}).Must(422); strings.Contains(page.Body, "POST /") {
			t.Error("an organizer gets the audit log")
		}
		organizer.Post("/admin/exports", purpose).Must(403)
		purpose.Set("campaign", c.Slug)
		if file := admin.Post("/admin/exports", purpose).Must(200); !strings.Contains(file.Body, "canary@example.org") || strings.Contains(file.Body, "85003") {
			t.Errorf("an admin gets %s", file.Body)
		}
		purpose.Set("campaign", "none")
		admin.Post("/admin/exports", purpose).Must(422)
		if list := admin.Open("/admin/exports").Must(200).Text("table"); strings.Count(list, "The yearly report to the board.") != 2 || !strings.Contains(list, c.Slug) {
			t.Errorf("listed: %s", list)
		}

		clock.Advance(15 * time.Minute)
		if page := organizer.Open(at).Must(200); page.Has("#export-form") || !page.Has("main a[href='/account/sign-in']") {
			t.Error("the form is there though signing in was long ago")
		}
		purpose.Set("campaign", c.Slug)
		if page := admin.Post("/admin/exports", purpose).Must(403); strings.Contains(page.Body, "canary@") {
			t.Error("rows leave though signing in was long ago")
		}
	})
}
