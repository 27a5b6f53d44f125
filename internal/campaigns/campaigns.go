// Package campaigns takes a campaign from one status to another, by who may, with
// a reason that stays.
package campaigns

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// MaxReason is the longest reason, in characters.
const MaxReason = 500

// Campaigns does the acts.
type Campaigns struct {
	db   *models.DB
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, room mailroom.Room, now func() time.Time) *Campaigns {
	return &Campaigns{db: db, room: room, now: now}
}

// Form is a move as it was typed; Successor is the slug of the campaign that follows
// one that is closed, "" for none.
type Form struct{ To, Outcome, Successor, Reason string }

// Move takes a campaign where a form says. Faults: NotFound for who may not work
// on it, Invalid with the fields to, outcome, successor and reason, Conflict if somebody
// else moved it meanwhile.
func (s *Campaigns) Move(ctx context.Context, actor models.Actor, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "campaigns.Move")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.CampaignBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		if !actor.MayOrganize(c) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		moves, err := models.MovesOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		m, err := f.read(c, actor.MovesFor(c, moves))
		if err != nil {
			return err
		}
		if m.After == models.CampaignDraft && !actor.MayOperate() {
			if err := reopens(ctx, tx, c); err != nil {
				return err
			}
		}
		m.UserID, m.At = actor.User.ID, s.now()
		from := c.Status
		if err := models.StepCampaign(ctx, tx, &c, m); err != nil || from == models.CampaignHidden || !c.HasEnded() || f.Successor == "" {
			return err
		}
		return s.follow(ctx, tx, actor, c, f.Successor, m.Reason)
	})
}

// reopens says whether what was rejected may be worked on again.
func reopens(ctx context.Context, tx *models.Tx, c models.Campaign) error {
	reviews, err := models.ReviewsOf(ctx, tx, c.ID)
	if err != nil || len(reviews) == 0 || reviews[0].ReasonID == nil {
		return err
	}
	reason, err := models.RejectionReasonByID(ctx, tx, *reviews[0].ReasonID)
	if err == nil && reason.Final {
		err = fault.Fields(map[string]string{"to": "error.move.final"})
	}
	return err
}

func (f Form) read(c models.Campaign, open []models.CampaignStatus) (m models.CampaignMove, err error) {
	fields := map[string]string{}
	m = models.CampaignMove{After: models.CampaignStatus(f.To), Outcome: models.Outcome(f.Outcome)}
	if !slices.Contains(open, m.After) {
		fields["to"] = "error.move.to"
	}
	m.Reason = readReason(fields, f.Reason)
	switch {
	case m.After != models.CampaignClosed, c.Status == models.CampaignHidden: // put back with the outcome that it had
		m.Outcome = models.OutcomeUnknown
	case !slices.Contains(models.Outcomes, m.Outcome):
		fields["outcome"] = "error.move.outcome"
	}
	if m.After == models.CampaignLive && c.PetitionID == nil {
		fields["to"] = "error.move.petition"
	}
	return m, fault.Fields(fields)
}
