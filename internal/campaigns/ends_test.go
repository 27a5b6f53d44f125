package campaigns_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func (s *team) moves() []models.CampaignMove {
	s.t.Helper()
	list, err := models.MovesOf(context.Background(), s.DB.Read(), s.campaign.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func (s *team) closeOn(who models.Actor, day string) error {
	return s.acts.SetClosing(context.Background(), who, s.campaign.Slug, campaigns.ClosingForm{Day: day, Reason: "Because."})
}

func (s *team) follow(slug, next string) error {
	return s.acts.Follow(context.Background(), s.organizer, slug, campaigns.SuccessorForm{Successor: next, Reason: "It goes on."})
}

func TestACampaignClosesOnItsLastDayAndCanBeExtended(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		ctx := context.Background()
		for _, day := range []string{"", "2026-11-23", "soon", "2030-01-01"} {
			if err := s.closeOn(s.organizer, day); fault.Of(err).Fields["day"] == "" {
				t.Errorf("the day %q: %v", day, err)
			}
		}
		if err := s.closeOn(s.faraway, "2026-11-25"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		if err := s.closeOn(s.organizer, "2026-11-25"); err != nil {
			t.Fatal(err)
		}
		if e := models.ExtensionOf(s.moves()); e != nil {
			t.Errorf("a first day is an extension: %+v", e)
		}
		if err := s.closeOn(s.organizer, "2026-11-26"); err != nil {
			t.Fatal(err)
		}
		if e := models.ExtensionOf(s.moves()); e == nil || e.From != "2026-11-25" || e.To != "2026-11-26" {
			t.Errorf("the extension is %+v", e)
		}
		last := time.Date(2026, 11, 27, 6, 59, 0, 0, time.UTC) // a minute before midnight in Phoenix
		s.Clock.Advance(last.Sub(s.Clock.Now()))
		if err := s.acts.CloseDue(ctx); err != nil || s.now().Status != models.CampaignLive {
			t.Fatalf("on its last day it is %s, %v", s.now().Status, err)
		}
		s.Clock.Advance(time.Minute)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := s.acts.CloseDue(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		moves := s.moves()
		if c := s.now(); c.Status != models.CampaignClosed || c.Outcome != models.OutcomeUnknown || len(moves) != 3 || moves[2].UserID != s.organizer.User.ID {
			t.Errorf("after it: %+v, %d moves", c, len(moves))
		}
		if err := s.closeOn(s.organizer, "2026-12-26"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a closed one is extended: %v", err)
		}
		settle := func(outcome string) error {
			return s.acts.SetOutcome(ctx, s.organizer, s.campaign.Slug, campaigns.OutcomeForm{Outcome: outcome, Reason: "The session is over."})
		}
		if err := settle("great"); fault.Of(err).Fields["outcome"] == "" {
			t.Errorf("an outcome that there is not: %v", err)
		}
		if err := settle("lost"); err != nil || s.now().Outcome != models.OutcomeLost {
			t.Errorf("it ended as %q, %v", s.now().Outcome, err)
		}
		s.Verify()
	})
}

func TestALiveCampaignOfTheStateFollowsOneThatHasEnded(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		ctx := context.Background()
		make := func(state, topic string, status models.CampaignStatus) models.Campaign {
			return testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.State, c.Topic, c.Status = state, topic, status })
		}
		other, same := make("az", "vacatur", models.CampaignLive), make("az", "safe_harbor", models.CampaignLive)
		away, closed := make("hi", "safe_harbor", models.CampaignLive), make("az", "safe_harbor", models.CampaignClosed)
		offered, err := models.SuccessorsFor(ctx, db.Read(), s.campaign, "en")
		if err != nil || len(offered) != 2 || offered[0].ID != same.ID || offered[1].ID != other.ID {
			t.Errorf("offered are %+v, %v", offered, err)
		}
		if err := s.follow(s.campaign.Slug, same.Slug); !fault.Is(err, fault.Conflict) {
			t.Errorf("an open one is followed: %v", err)
		}
		closing := func(next string) error {
			return s.acts.Move(ctx, s.organizer, s.campaign.Slug, campaigns.Form{To: "closed", Outcome: "won", Successor: next, Reason: "Won."})
		}
		for _, bad := range []string{away.Slug, closed.Slug, s.campaign.Slug, "nobody"} {
			if err := closing(bad); fault.Of(err).Fields["successor"] == "" || s.now().Status != models.CampaignLive {
				t.Errorf("followed by %s: %v, and it is %s", bad, err, s.now().Status)
			}
		}
		if err := closing(same.Slug); err != nil {
			t.Fatal(err)
		}
		if c := s.now(); c.SuccessorID == nil || *c.SuccessorID != same.ID || len(s.moves()) != 2 {
			t.Errorf("%+v", c)
		}
		if next, err := models.Following(ctx, db.Read(), s.now()); err != nil || next.ID != same.ID {
			t.Errorf("%d stands for it, %v", next.ID, err)
		}
		if err := s.move(s.admin, models.CampaignHidden, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.follow(s.campaign.Slug, other.Slug); err != nil {
			t.Fatal(err)
		}
		if next, err := models.Following(ctx, db.Read(), s.now()); err != nil || next.ID != other.ID {
			t.Errorf("%d stands for a hidden one, %v", next.ID, err)
		}
		if err := s.move(s.admin, models.CampaignClosed, ""); err != nil { // it goes back where it was, whatever followed meanwhile
			t.Errorf("put back: %v", err)
		}
		s.Verify()
	})
}

func TestCampaignsThatEndAtOnceDoNotFollowOneAnother(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		for range 5 {
			a, b := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
			var both sync.WaitGroup
			for _, pair := range [][2]string{{a.Slug, b.Slug}, {b.Slug, a.Slug}} {
				both.Go(func() {
					err := s.acts.Move(context.Background(), s.organizer, pair[0], campaigns.Form{To: "closed", Outcome: "won", Successor: pair[1], Reason: "Won."})
					if err != nil && fault.Of(err).Fields["successor"] == "" {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
		s.Verify()
	})
}
