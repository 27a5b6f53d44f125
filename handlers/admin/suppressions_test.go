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

// TestAnAddressIsPutOnTheListAndTakenOff by its fingerprint, without being listed.
func TestAnAddressIsPutOnTheListAndTakenOff(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		h := house.Open(t, database, house.Setup{Idle: true})
		link, err := h.AddUser(t.Context(), "boss@example.org", "Ana Admin", "admin", "", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		boss := h.Visitor(t)
		boss.Open(link).Must(200).Submit("form[action^='/account/sign-in/']", nil).Must(200)
		post := func(act, email string) *house.Page {
			return boss.Post("/admin/suppressions", url.Values{"act": {act}, "email": {email}})
		}
		reason := func() string {
			email, _ := models.ParseEmail("canary@example.org")
			reason, err := models.SuppressionOf(t.Context(), h.DB.Read(), models.ContactIndex(h.Keys, email))
			if err != nil {
				t.Fatal(err)
			}
			return reason
		}
		if page := post("add", "canary").Must(422); page.Text("#email-error") == "" {
			t.Error("no address, and nobody says so")
		}
		page := post("add", "canary+tag@example.org").Must(200)
		if page.Path != "/admin/suppressions" || strings.Contains(page.Body, "canary") || reason() != "refused" {
			t.Errorf("%s, suppressed for %q", page.Path, reason())
		}
		if page := post("look", "canary@example.org").Must(200); !strings.Contains(page.Text("main"), "1") || strings.Contains(page.Body, "canary") {
			t.Error("the number is not told, or the address is")
		}
		post("lift", "canary@example.org").Must(200)
		if reason() != "" {
			t.Error("it is still on the list")
		}
		post("lift", "canary@example.org").Must(200)
		post("burn", "canary@example.org").Must(422)
		rows, _, err := models.AuditLog(t.Context(), h.DB.Read(), models.AuditFilter{Text: "suppressions", Page: 1, Size: 20})
		if err != nil || len(rows) < 3 || strings.Contains(rows[0].Act, "canary") {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}
