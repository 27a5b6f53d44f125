package journeys

import (
	"strings"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

// TestAnAdminSignsInOnceAndLooksAtTheWorks: mail, mail in doubt, jobs. An
// organizer may not.
func TestAnAdminSignsInOnceAndLooksAtTheWorks(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	campaign := testkit.MakeCampaign(t, h.DB)
	h.Visitor(t).Open("/petitions/"+campaign.Slug).Submit("form[action$='/signatures']", ada).Must(200)
	doubtful := testkit.MakeSignature(t, h.DB, h.Keys, campaign, testkit.As(models.SignaturePending))
	if _, err := h.DB.SQL().Exec("UPDATE outbox SET state = 'unknown', detail = 'timeout' WHERE signature_id = ?", doubtful.ID); err != nil {
		t.Fatal(err)
	}

	b := browser.New(t)
	if b.Open(h.URL + "/admin"); !strings.HasSuffix(b.URL(), "/account/sign-in") {
		t.Fatalf("a stranger came to %s", b.URL())
	}
	link := staffLink(t, h, "admin")
	b.Open(link)
	b.Click("form[action^='/account/sign-in/'] button")
	if !strings.HasSuffix(b.URL(), "/admin") {
		t.Fatalf("signed in at %s", b.URL())
	}
	inspect(t, b, "/admin")
	if status := h.Visitor(t).Open(link).Status; status != 410 {
		t.Errorf("the link answers %d to the second who comes with it", status)
	}
	b.Open(h.URL + "/admin/mail/doubtful")
	inspect(t, b, "/admin/mail/doubtful")
	if b.Click("button[value=accepted]") != 200 || b.Count(".entry") != 0 || !b.Has(".flash") {
		t.Errorf("after a decision: %s", b.Text("main"))
	}
	if got := b.CSPViolations(); len(got) > 0 {
		t.Errorf("violations before the queue's page: %v", got)
	}
	jobsPage(t, b, h.URL+"/admin/jobs/jobs?state=available")
}

func staffLink(t *testing.T, h *house.House, role string) string {
	t.Helper()
	link, err := h.AddUser(t.Context(), role+"@example.org", "Sam Sample", role, "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// jobsPage is drawn by scripts. One of them asks whether it may use eval, takes
// no for an answer, and is the only thing that the policy stops.
func jobsPage(t *testing.T, b *browser.Browser, url string) {
	t.Helper()
	b.Open(url)
	b.WaitFor("a[href*='/admin/jobs/']")
	testkit.Wait(t, "the waiting mail on the queue's page", func() bool { return strings.Contains(b.Text("body"), "send_mail") })
	for _, stopped := range b.CSPViolations() {
		if stopped != "script-src: kEvalViolation" {
			t.Errorf("the policy stops %s", stopped)
		}
	}
	if hosts := b.RequestedHosts(); len(hosts) > 0 {
		t.Errorf("the queue's page asks %v", hosts)
	}
	if width := browser.Eval[int](b, "document.querySelector('a[href*=\"/admin/jobs/\"]').getBoundingClientRect().width"); width == 0 {
		t.Error("the menu of the queue's page is not drawn")
	}
}

func TestAnOrganizerSeesNothingOfTheWorks(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	organizer := h.Visitor(t)
	organizer.Open(staffLink(t, h, "organizer")).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	for _, path := range []string{"/admin", "/admin/mail/doubtful", "/admin/jobs", "/admin/jobs/", "/admin/jobs/api/jobs"} {
		if page := organizer.Open(path); page.Status != 403 || strings.Contains(page.Body, "send_mail") {
			t.Errorf("%s answers the organizer with %d", path, page.Status)
		}
	}
}
