package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// CanChangeClosing says whether a day to close may be set or moved.
func (c Campaign) CanChangeClosing() bool {
	return c.Status == CampaignLive || c.Status == CampaignPaused
}

// HasEnded says whether another campaign may follow this one.
func (c Campaign) HasEnded() bool {
	return c.Status == CampaignClosed || c.Status == CampaignWithdrawn || c.Status == CampaignHidden
}

// IsDue says whether the last day on which the campaign can be signed is over in its
// state.
func (c Campaign) IsDue(now time.Time) bool {
	state, _ := StateByCode(c.State)
	return c.CanChangeClosing() && c.ClosesOn != "" && state.Today(now) > c.ClosesOn
}

// SetClosing sets the day on which a campaign closes, moves it or takes it away. A
// Conflict fault if the campaign was moved meanwhile.
func SetClosing(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	m.Kind, m.Before, m.After, m.At = MoveClosing, c.Status, c.Status, Moment(m.At)
	if err := moved(tx.exec(ctx, "UPDATE campaigns SET closes_on = ?, updated_at = ? WHERE id = ? AND status = ? AND closes_on = ?", m.ClosesOn, m.At, c.ID, c.Status, c.ClosesOn)); err != nil {
		return err
	}
	c.ClosesOn = m.ClosesOn
	return addMove(ctx, tx, c, m)
}

// SetOutcome says how a campaign ended that is closed by now.
func SetOutcome(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	m.Kind, m.Before, m.After, m.At = MoveOutcome, c.Status, c.Status, Moment(m.At)
	if err := moved(tx.exec(ctx, "UPDATE campaigns SET outcome = ?, updated_at = ? WHERE id = ? AND status = ? AND outcome = ?", m.Outcome, m.At, c.ID, c.Status, c.Outcome)); err != nil {
		return err
	}
	c.Outcome = m.Outcome
	return addMove(ctx, tx, c, m)
}

// SetSuccessor makes a live campaign follow one that has ended, or none if the move
// names nobody. Invalid with the field successor if it is not live, is of another state, or would
// lead back.
func SetSuccessor(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	m.Kind, m.Before, m.After, m.At = MoveSuccessor, c.Status, c.Status, Moment(m.At)
	if m.SuccessorID != nil {
		if err := follows(ctx, tx, *c, *m.SuccessorID); err != nil {
			return err
		}
	}
	if err := moved(tx.exec(ctx, "UPDATE campaigns SET successor_id = ?, updated_at = ? WHERE id = ? AND status = ?", m.SuccessorID, m.At, c.ID, c.Status)); err != nil {
		return err
	}
	c.SuccessorID = m.SuccessorID
	return addMove(ctx, tx, c, m)
}

// follows says whether a campaign may follow c. Its row is locked until the
// transaction ends: it cannot end, and be followed by c, meanwhile.
func follows(ctx context.Context, tx *Tx, c Campaign, id int64) error {
	locked, err := tx.exec(ctx, "UPDATE campaigns SET updated_at = updated_at WHERE id = ? AND state = ? AND status = 'live' AND petition_id IS NOT NULL", id, c.State)
	if err != nil {
		return err
	}
	for hops := 0; locked == 1 && hops < mostFollowed; hops++ {
		next, err := CampaignByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case next.ID == c.ID:
			locked = 0
		case next.SuccessorID == nil:
			return nil
		default:
			id = *next.SuccessorID
		}
	}
	return fault.Fields(map[string]string{"successor": "error.move.successor"})
}

// SuccessorsFor lists the campaigns that may follow one: live ones of its state,
// those of its topic first.
func SuccessorsFor(ctx context.Context, tx *Tx, c Campaign, lang string) ([]CampaignRow, error) {
	return rowsOf[CampaignRow](ctx, tx, "SELECT c.*, p.version, t.title, t.ask, t.summary, n.in_state, n.out_of_state, n.pending, 0 AS recent "+campaignRows+
		" WHERE c.state = ? AND c.status = 'live' AND c.id <> ? ORDER BY CASE c.topic WHEN ? THEN 0 ELSE 1 END, c.opened_at DESC, c.id DESC", lang, c.State, c.ID, c.Topic)
}

// DueCampaigns lists campaigns whose last day may be over: UTC is ahead of every state.
func DueCampaigns(ctx context.Context, tx *Tx, now time.Time) ([]Campaign, error) {
	return rowsOf[Campaign](ctx, tx, "SELECT * FROM campaigns WHERE closes_on <> '' AND closes_on < ? AND status IN ('live','paused') ORDER BY id", Day(now))
}

// Extension is when a campaign's last day was moved to a later one.
type Extension struct {
	From, To string // days
	At       time.Time
}

// ExtensionOf is the last time that a campaign was extended to the day on which it
// closes now; nil if it was not.
func ExtensionOf(moves []CampaignMove) (last *Extension) {
	day := ""
	for _, m := range moves {
		if m.Kind != MoveClosing {
			continue
		}
		switch {
		case day != "" && m.ClosesOn > day:
			last = &Extension{From: day, To: m.ClosesOn, At: m.At}
		case m.ClosesOn != day:
			last = nil
		}
		day = m.ClosesOn
	}
	return last
}
