package volunteers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func TestTheFormNamesWhatNeedsMending(t *testing.T) {
	t.Parallel()
	d := desk.Open(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	role := makeRole(d, func(r *models.VolunteerRole) { r.Adults = true })
	bad := form("no address")
	bad.Name, bad.ZIP, bad.OfAge, bad.Trap, bad.Answer = "", "850", false, "x", strings.Repeat("a", 1001)
	err := d.Volunteers.Apply(ctx, role.Slug, bad)
	for _, field := range []string{"name", "email", "zip", "of_age", "website", "answer"} {
		if fault.Of(err).Fields[field] == "" {
			t.Errorf("nothing is said of %s: %v", field, err)
		}
	}
	closed := makeRole(d, func(r *models.VolunteerRole) { r.ApplyBy = models.Day(testkit.Now.Add(-24 * time.Hour)) })
	if err := d.Volunteers.Apply(ctx, closed.Slug, form("ada@example.org")); !fault.Is(err, fault.Gone) {
		t.Errorf("after the deadline: %v", err)
	}
}

func TestASecondApplicationIsAnsweredByMailAlone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d)
		tok := apply(t, d, role, "ada@example.org")
		if err := d.Volunteers.Apply(ctx, role.Slug, form("ADA@example.org")); err != nil {
			t.Fatal(err)
		}
		if _, mails := d.Mails(mailroom.KindVolunteering); len(mails) != 2 || !strings.Contains(mails[1].Text, "before") {
			t.Fatalf("%d mails of news", len(mails))
		}
		d.Clock.Advance(48 * time.Hour)
		if again := d.Link(mailroom.KindVolunteering, "ada@example.org"); look(t, d, again).Application.ID != look(t, d, tok).Application.ID {
			t.Error("the second link opens something else")
		}
		_, first := d.Mails(mailroom.KindApplication)
		for _, typed := range []string{"Ada", "85003", "Saturdays"} {
			if strings.Contains(fmt.Sprint(first[0]), typed) {
				t.Errorf("the first mail holds %q, which a stranger may have typed", typed)
			}
		}
		for range 3 {
			if err := d.Volunteers.Apply(ctx, role.Slug, form("ben@example.org")); err != nil {
				t.Fatal(err)
			}
		}
		if _, mails := d.Mails(mailroom.KindApplication); len(mails) != 3 {
			t.Errorf("%d mails, want one to Ada and two in a day to Ben", len(mails))
		}
	})
}

func TestSurvivorContactTakesAllStepsAndTwoPeople(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, func(r *models.VolunteerRole) {
			r.Kind, r.Adults, r.Steps = models.RoleSurvivorContact, true, "questions safeguarding training approval second_approval"
		})
		first, second := makeUser(d, "one@example.org", models.RoleOrganizer, "az"), makeUser(d, "two@example.org", models.RoleAdmin, "")
		stranger := makeUser(d, "three@example.org", models.RoleOrganizer, "hi")
		tok := apply(t, d, role, "ada@example.org")
		ref := look(t, d, tok).Application.Ref
		if err := d.Volunteers.Step(ctx, tok, models.StepApproval, true, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("approving oneself: %v", err)
		}
		if err := d.Volunteers.Step(ctx, tok, models.StepSafeguarding, false, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("without agreeing: %v", err)
		}
		if err := d.Volunteers.StaffStep(ctx, stranger, role.Slug, ref, models.StepTraining); !fault.Is(err, fault.NotFound) {
			t.Errorf("staff of another state: %v", err)
		}
		for _, act := range []func() error{
			func() error { return d.Volunteers.Step(ctx, tok, models.StepSafeguarding, true, "") },
			func() error { return d.Volunteers.Step(ctx, tok, models.StepQuestions, false, "Evenings.") },
			func() error { return d.Volunteers.StaffStep(ctx, first, role.Slug, ref, models.StepTraining) },
			func() error { return d.Volunteers.StaffStep(ctx, first, role.Slug, ref, models.StepApproval) },
		} {
			if err := act(); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Volunteers.StaffStep(ctx, first, role.Slug, ref, models.StepSecond); !fault.Is(err, fault.Conflict) || look(t, d, tok).Application.State != models.ApplicationScreening {
			t.Errorf("approving twice: %v", err)
		}
		if err := d.Volunteers.StaffStep(ctx, second, role.Slug, ref, models.StepSecond); err != nil {
			t.Fatal(err)
		}
		if got := look(t, d, tok); got.Application.State != models.ApplicationActive || got.Applicant.Answer != "Evenings." {
			t.Errorf("%s, %q", got.Application.State, got.Applicant.Answer)
		}
	})
}

func TestAFullRoleWaitlistsAndMovesUpWhoeverWaitedLongest(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		role := makeRole(d, func(r *models.VolunteerRole) { r.Places = 1 })
		admin := makeUser(d, "one@example.org", models.RoleAdmin, "")
		var links []string
		for i := range 3 {
			links = append(links, apply(t, d, role, address(i)))
			d.Clock.Advance(time.Minute)
		}
		if err := d.Volunteers.Leave(ctx, links[0]); err != nil {
			t.Fatal(err)
		}
		want := []models.ApplicationState{models.ApplicationLeft, models.ApplicationActive, models.ApplicationWaitlisted}
		for i, tok := range links {
			if got := look(t, d, tok).Application.State; got != want[i] {
				t.Errorf("%d is %s, want %s", i, got, want[i])
			}
		}
		if err := d.Volunteers.Decline(ctx, admin, role.Slug, look(t, d, links[1]).Application.Ref, "time"); err != nil {
			t.Fatal(err)
		}
		if got := look(t, d, links[2]).Application.State; got != models.ApplicationActive {
			t.Errorf("after a decline the next is %s", got)
		}
		_, mails := d.Mails(mailroom.KindVolunteering)
		if last := mails[len(mails)-1]; last.To.Email != address(1) || !strings.Contains(last.Text, "times did not fit") {
			t.Errorf("the decline says %q to %s", last.Text, last.To.Email)
		}
		d.Clock.Advance(models.KeepEnded + time.Hour)
		if err := d.Volunteers.Forget(ctx); err != nil {
			t.Fatal(err)
		}
		kept, err := models.ApplicationsOf(ctx, db.Read(), role.ID)
		if err != nil || len(kept) != 1 || kept[0].State != models.ApplicationActive {
			t.Errorf("after 180 days %d are kept, %v", len(kept), err)
		}
	})
}
