package campaigns_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// team is staff of three kinds and a campaign.
type team struct {
	*desk.Desk
	t                         *testing.T
	acts                      *campaigns.Campaigns
	campaign                  models.Campaign
	admin, organizer, faraway models.Actor
}

func open(t *testing.T, db *models.DB, status models.CampaignStatus) *team {
	t.Helper()
	s := &team{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db, func(c *models.Campaign) {
		if c.Status = status; status == models.CampaignDraft {
			c.OpenedAt = nil
		}
	})}
	s.acts = campaigns.New(db, s.Room, s.Clock.Now)
	staff := func(email string, role models.Role, state string) models.Actor {
		u := models.User{Email: email, Name: email, Role: role, State: state, CreatedAt: testkit.Now}
		s.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
		return models.Actor{User: &u}
	}
	s.admin, s.organizer, s.faraway = staff("a@example.org", models.RoleAdmin, ""), staff("o@example.org", models.RoleOrganizer, "az"), staff("h@example.org", models.RoleOrganizer, "hi")
	return s
}

func (s *team) move(who models.Actor, to models.CampaignStatus, outcome string) error {
	return s.acts.Move(context.Background(), who, s.campaign.Slug, campaigns.Form{To: string(to), Outcome: outcome, Reason: "Because."})
}

func (s *team) now() models.Campaign {
	s.t.Helper()
	c, err := models.CampaignBySlug(context.Background(), s.DB.Read(), s.campaign.Slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func TestWhoMayTakeACampaignWhere(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		if err := s.move(s.faraway, models.CampaignPaused, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's organizer: %v", err)
		}
		for i, step := range []struct {
			who models.Actor
			to  models.CampaignStatus
			may bool
		}{
			{s.organizer, models.CampaignDraft, false}, {s.admin, models.CampaignInReview, false}, {s.organizer, models.CampaignPaused, true},
			{s.organizer, models.CampaignHidden, false}, {s.admin, models.CampaignHidden, true}, {s.organizer, models.CampaignPaused, false},
			{s.admin, models.CampaignLive, false}, {s.admin, models.CampaignPaused, true}, {s.organizer, models.CampaignLive, true},
		} {
			err := s.move(step.who, step.to, "")
			if (err == nil) != step.may || err != nil && fault.Of(err).Fields["to"] == "" {
				t.Errorf("step %d to %s: %v", i+1, step.to, err)
			}
		}
		if c := s.now(); c.Status != models.CampaignLive || c.OpenedAt == nil {
			t.Errorf("%+v", c)
		}
		moves, err := models.MovesOf(context.Background(), db.Read(), s.campaign.ID)
		if c := s.now(); err != nil || len(moves) != 4 || !models.MovesAreChained(c, moves) {
			t.Errorf("%d moves, chained %v, %v", len(moves), models.MovesAreChained(c, moves), err)
		}
		moves[1].Reason = "Another reason."
		if models.MovesAreChained(s.now(), moves) {
			t.Error("a changed reason is not seen")
		}
	})
}

func TestAClosedCampaignHasItsOutcomeAndEveryMoveItsReason(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		for _, outcome := range []string{"", "great"} {
			if err := s.move(s.organizer, models.CampaignClosed, outcome); fault.Of(err).Fields["outcome"] == "" {
				t.Errorf("outcome %q: %v", outcome, err)
			}
		}
		if err := s.acts.Move(context.Background(), s.organizer, s.campaign.Slug, campaigns.Form{To: "paused", Reason: "  "}); fault.Of(err).Fields["reason"] == "" {
			t.Errorf("without a reason: %v", err)
		}
		if err := s.move(s.organizer, models.CampaignClosed, "won"); err != nil {
			t.Fatal(err)
		}
		closed := s.Clock.Now()
		for _, to := range []models.CampaignStatus{models.CampaignHidden, models.CampaignClosed} { // put back as it was
			s.Clock.Advance(72 * time.Hour)
			if err := s.move(s.admin, to, "lost"); err != nil {
				t.Fatal(err)
			}
		}
		if c := s.now(); c.Outcome != models.OutcomeWon || c.ClosedAt == nil || !c.ClosedAt.Equal(closed) {
			t.Errorf("%+v", c)
		}
	})
}

func TestOfManyWhoMoveItAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, models.CampaignLive)
		var done atomic.Int32
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				if s.move(s.organizer, models.CampaignPaused, "") == nil {
					done.Add(1)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 {
			t.Errorf("%d of them moved it", done.Load())
		}
	})
}
