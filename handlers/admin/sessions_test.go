package admin_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestASessionIsKeptByAdminsAndToldWhereItMatters: on the state's page, beside the
// last day of a campaign, and on the campaign's own page.
func TestASessionIsKeptByAdminsAndToldWhereItMatters(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true, Now: testkit.NewClock().Now})
		c := testkit.MakeCampaign(t, h.DB)
		organizer := userOf(t, h)
		write(t, h, func(tx *models.Tx) error {
			return models.SetClosing(t.Context(), tx, &c, models.CampaignMove{UserID: organizer, ClosesOn: "2026-12-20", Reason: "By then.", At: testkit.Now})
		})
		boss := adminOf(t, h)
		if h.Visitor(t).Open("/states/az").Must(200).Has("#legislature") {
			t.Error("nothing is known, and the page says something")
		}
		form := url.Values{"state": {"az"}, "name": {"58th Legislature"}, "kind": {"regular"}, "convenes": {"2026-11-01"}, "adjourns": {"2026-10-01"}, "source": {"https://legislature.example.org"}, "as_of": {"2026-11-20"}}
		page := boss.Post("/admin/sessions", form).Must(422)
		if page.Text("#adjourns-error") == "" || page.Text("option[selected]") != "Arizona" {
			t.Errorf("%q, %q", page.Text("#adjourns-error"), page.Text("option[selected]"))
		}
		form.Set("adjourns", "2026-12-04")
		page = boss.Post("/admin/sessions", form).Must(200)
		at := page.Path
		deadline := url.Values{"edition": {"1"}, "act": {"save"}, "name_en": {"Crossover"}, "name_es": {"Paso"}, "day": {"2026-11-25"}, "source": {"somebody"}, "as_of": {"2026-11-20"}}
		if page := boss.Post(at+"/deadlines", deadline).Must(422); page.Text("#source_0-error") == "" {
			t.Error("a deadline without a source is taken")
		}
		deadline.Set("source", "https://legislature.example.org/days")
		boss.Post(at+"/deadlines", deadline).Must(200)
		boss.Post(at, form).Must(409)
		told(t, h, boss, c)

		form.Set("edition", "2")
		form.Set("adjourns", "")
		page = boss.Post(at, form).Must(200)
		if text := h.Visitor(t).Open("/states/az").Text("[aria-labelledby=legislature]"); !strings.Contains(text, "not known yet") {
			t.Errorf("without a last day: %q", text)
		}
		page.Submit("details form", url.Values{"act": {"remove"}}).Must(200)
		boss.Post(at+"/remove", url.Values{"edition": {"3"}}).Must(409)
		boss.Post(at+"/remove", url.Values{"edition": {"4"}}).Must(200)
		boss.Open(at).Must(404)
		rows, _, err := models.AuditLog(t.Context(), h.DB.Read(), models.AuditFilter{Text: "/admin/sessions", Page: 1, Size: 20})
		if err != nil || len(rows) != 5 {
			t.Errorf("the log has %d entries, %v", len(rows), err)
		}
	})
}

func told(t *testing.T, h *house.House, boss *house.Visitor, c models.Campaign) {
	t.Helper()
	v := h.Visitor(t)
	for path, want := range map[string]string{"/states/az": "in session until December 4, 2026.", "/states/az?lang=es": "25 de noviembre de 2026: Paso."} {
		if text := v.Open(path).Must(200).Text("[aria-labelledby=legislature]"); !strings.Contains(text, want) {
			t.Errorf("%s says %q", path, text)
		}
	}
	desk := "/organize/campaigns/" + c.Slug
	if text := boss.Open(desk).Must(200).Text("main"); !strings.Contains(text, "The session ends in 10 days, on December 4, 2026. Crossover: in 1 day, on November 25, 2026.") ||
		!strings.Contains(text, "This campaign goes on until December 20, 2026.") {
		t.Errorf("the campaign's page says %q", text)
	}
	if !strings.Contains(boss.Open(desk+"/plan").Must(200).Text("main"), "58th Legislature") {
		t.Error("the plan does not show the session")
	}
	closing := boss.Open(desk + "/status/closing").Must(200)
	if !closing.Has("main a[href$='closing?day=2026-11-25']") || !closing.Has("main a[href$='closing?day=2026-12-04']") {
		t.Error("the days of the session are not offered")
	}
	if day, _ := boss.Open(desk + "/status/closing?day=2026-12-04").Must(200).Document.Find("#day").Attr("value"); day != "2026-12-04" {
		t.Errorf("an offered day fills in %q", day)
	}
}

func write(t *testing.T, h *house.House, do func(tx *models.Tx) error) {
	t.Helper()
	if err := h.DB.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// userOf makes a member of staff.
func userOf(t *testing.T, h *house.House) int64 {
	t.Helper()
	u := models.User{Email: "olga@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
	write(t, h, func(tx *models.Tx) error { u.ID = 0; return models.AddUser(t.Context(), tx, &u) })
	return u.ID
}

// adminOf is an admin who is signed in.
func adminOf(t *testing.T, h *house.House) *house.Visitor {
	t.Helper()
	link, err := h.AddUser(t.Context(), "boss@example.org", "Ana Admin", "admin", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	v := h.Visitor(t)
	v.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	return v
}
