package campaigns

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// farthestClosing is how far ahead a day to close may lie, in years.
const farthestClosing = 3

// ClosingForm is a day on which a campaign closes as it was typed; "" takes it away.
type ClosingForm struct{ Day, Reason string }

// SetClosing sets the last day on which a campaign can be signed, or moves it. Faults:
// NotFound, Invalid with the fields day and reason, Conflict if it cannot be signed or
// was moved meanwhile.
func (s *Campaigns) SetClosing(ctx context.Context, actor models.Actor, slug string, f ClosingForm) (err error) {
	defer fault.Wrap(&err, "campaigns.SetClosing")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		if !c.CanChangeClosing() {
			return fault.New(fault.Conflict, "error.closing.ended")
		}
		fields := map[string]string{}
		m := models.CampaignMove{UserID: actor.User.ID, At: s.now(), ClosesOn: strings.TrimSpace(f.Day), Reason: readReason(fields, f.Reason)}
		if wrong := closingDay(c, m.ClosesOn, s.now()); wrong != "" {
			fields["day"] = wrong
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return models.SetClosing(ctx, tx, &c, m)
	})
}

// closingDay says what is wrong with a day on which a campaign is to close.
func closingDay(c models.Campaign, day string, now time.Time) string {
	state, _ := models.StateByCode(c.State)
	now = now.In(state.Zone())
	_, err := time.Parse(time.DateOnly, day)
	switch {
	case day == c.ClosesOn:
		return "error.closing.same"
	case day == "":
		return ""
	case err != nil:
		return "error.closing.day"
	case day < now.Format(time.DateOnly):
		return "error.closing.past"
	case day > now.AddDate(farthestClosing, 0, 0).Format(time.DateOnly):
		return "error.closing.far"
	}
	return ""
}

// SuccessorForm is who follows a campaign as it was typed: a slug, or "" for nobody.
type SuccessorForm struct{ Successor, Reason string }

// Follow makes a live campaign of the state follow one that has ended. Faults:
// NotFound, Invalid with the fields successor and reason, Conflict if it has not ended.
func (s *Campaigns) Follow(ctx context.Context, actor models.Actor, slug string, f SuccessorForm) (err error) {
	defer fault.Wrap(&err, "campaigns.Follow")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		if !c.HasEnded() {
			return fault.New(fault.Conflict, "error.successor.open")
		}
		fields := map[string]string{}
		reason := readReason(fields, f.Reason)
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return s.follow(ctx, tx, actor, c, f.Successor, reason)
	})
}

func (s *Campaigns) follow(ctx context.Context, tx *models.Tx, actor models.Actor, c models.Campaign, successor, reason string) error {
	m := models.CampaignMove{UserID: actor.User.ID, At: s.now(), Reason: reason}
	if successor != "" {
		next, err := models.CampaignBySlug(ctx, tx, successor)
		if fault.Is(err, fault.NotFound) {
			return fault.Fields(map[string]string{"successor": "error.move.successor"})
		}
		if err != nil {
			return err
		}
		m.SuccessorID = &next.ID
	}
	return models.SetSuccessor(ctx, tx, &c, m)
}

// OutcomeForm is how a campaign ended as it was typed.
type OutcomeForm struct{ Outcome, Reason string }

// SetOutcome says how a closed campaign ended, once that is known or where it was said
// wrongly. Faults: NotFound, Invalid with the fields outcome and reason, Conflict if it
// is not closed.
func (s *Campaigns) SetOutcome(ctx context.Context, actor models.Actor, slug string, f OutcomeForm) (err error) {
	defer fault.Wrap(&err, "campaigns.SetOutcome")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		if c.Status != models.CampaignClosed {
			return fault.New(fault.Conflict, "error.outcome.open")
		}
		fields := map[string]string{}
		m := models.CampaignMove{UserID: actor.User.ID, At: s.now(), Outcome: models.Outcome(f.Outcome), Reason: readReason(fields, f.Reason)}
		if !slices.Contains(models.Outcomes, m.Outcome) || m.Outcome == c.Outcome {
			fields["outcome"] = "error.move.outcome"
		}
		if err := fault.Fields(fields); err != nil {
			return err
		}
		return models.SetOutcome(ctx, tx, &c, m)
	})
}

// dueReason is why a campaign closed by itself; who set its day is who closed it.
const dueReason = "its last day is over"

// CloseDue closes the campaigns whose last day is over in their state. How they ended
// is said later, by a person.
func (s *Campaigns) CloseDue(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "campaigns.CloseDue")
	due, err := models.DueCampaigns(ctx, s.db.Read(), s.now())
	if err != nil {
		return err
	}
	for _, c := range due {
		if !c.IsDue(s.now()) {
			continue
		}
		err := s.db.Write(ctx, func(tx *models.Tx) error { return s.closeDue(ctx, tx, c.ID) })
		if err != nil && !fault.Is(err, fault.Conflict) { // another was faster
			return err
		}
	}
	return nil
}

func (s *Campaigns) closeDue(ctx context.Context, tx *models.Tx, id int64) error {
	c, err := models.CampaignByID(ctx, tx, id)
	if err != nil || !c.IsDue(s.now()) {
		return err
	}
	moves, err := models.MovesOf(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, m := range slices.Backward(moves) {
		if m.Kind == models.MoveClosing {
			return models.StepCampaign(ctx, tx, &c, models.CampaignMove{After: models.CampaignClosed, UserID: m.UserID, Reason: dueReason, At: s.now()})
		}
	}
	return nil
}

// readReason reads why something is done, and notes what is wrong with it.
func readReason(fields map[string]string, typed string) string {
	reason, err := models.ParseText(typed, MaxReason)
	if err != nil {
		fields["reason"] = fault.Of(err).Message
	} else if reason == "" {
		fields["reason"] = "error.move.reason"
	}
	return reason
}
