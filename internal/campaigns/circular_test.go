package campaigns_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestACircularGoesOnceToWhoWasShown of the team, and to nobody else.
func TestACircularGoesOnceToWhoWasShown(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db, models.CampaignLive)
		s.user("otto@example.org", models.RoleOrganizer, "az")
		s.user("vera@example.org", models.RoleViewer, "az")
		gone := s.user("gone@example.org", models.RoleOrganizer, "az")
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			u, now := *gone, models.Moment(s.Clock.Now())
			u.SuspendedAt = &now
			return models.SaveStanding(ctx, tx, u)
		})
		moderator := models.Actor{User: s.user("mo@example.org", models.RoleModerator, "az")}
		form := campaigns.CircularForm{Ref: "form", Statuses: []string{"live"}, Subject: "New rules", Body: "From Monday on."}
		send := func(f campaigns.CircularForm, people int) error {
			return s.acts.SendCircular(ctx, moderator, f, people)
		}

		circle, err := s.acts.Circle(ctx, moderator, &form)
		if err != nil || form.State != "az" {
			t.Fatalf("%+v, %v", form, err)
		}
		people := len(circle.People)
		if people != 2 {
			t.Errorf("%d people", people)
		}
		for _, u := range circle.People {
			if u.State != "az" || u.Role != models.RoleOrganizer || u.Email == "gone@example.org" {
				t.Errorf("it would go to %s", u.Email)
			}
		}
		if err := s.acts.TestCircular(ctx, moderator, form); err != nil {
			t.Fatal(err)
		}
		if _, mails := s.Mails(mailroom.KindCircular); len(mails) != 1 || mails[0].To.Email != "mo@example.org" || !strings.Contains(mails[0].Text, "Safe harbor for every child") {
			t.Fatalf("the test: %+v", mails)
		}
		if err := send(form, people-1); !fault.Is(err, fault.Conflict) {
			t.Errorf("to others than were shown: %v", err)
		}
		if err := send(form, people); err != nil {
			t.Fatal(err)
		}
		if err := send(form, people); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent twice: %v", err)
		}
		if _, mails := s.Mails(mailroom.KindCircular); len(mails) != 1+people {
			t.Errorf("%d mails, want a test and %d", len(mails), people)
		}
		sent, err := models.CircularsIn(ctx, db.Read(), "az", 10)
		if err != nil || len(sent) != 1 || sent[0].People != people || sent[0].UserID != moderator.User.ID {
			t.Errorf("listed are %+v, %v", sent, err)
		}
		for field, wrong := range map[string]func(f *campaigns.CircularForm){
			"state":    func(f *campaigns.CircularForm) { f.State = "hi" },
			"statuses": func(f *campaigns.CircularForm) { f.Statuses = []string{"asleep"} },
			"subject":  func(f *campaigns.CircularForm) { f.Subject = "Two\nlines" },
			"body":     func(f *campaigns.CircularForm) { f.Body = " " },
		} {
			f := form
			f.Ref = field
			wrong(&f)
			if err := send(f, people); fault.Of(err).Fields[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}
