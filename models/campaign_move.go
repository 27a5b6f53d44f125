package models

import (
	"context"
	"slices"
	"time"
)

// campaignMoves is the transition table; hidden ones go back where they were.
var campaignMoves = map[CampaignStatus][]CampaignStatus{
	CampaignDraft:     {CampaignInReview, CampaignWithdrawn},
	CampaignInReview:  {CampaignLive, CampaignRejected, CampaignDraft},
	CampaignRejected:  {CampaignDraft},
	CampaignLive:      {CampaignPaused, CampaignClosed, CampaignWithdrawn, CampaignHidden},
	CampaignPaused:    {CampaignLive, CampaignClosed, CampaignWithdrawn, CampaignHidden},
	CampaignClosed:    {CampaignHidden},
	CampaignWithdrawn: {CampaignHidden},
}

// Onward lists where a campaign may go; prior is where a hidden one was.
func (s CampaignStatus) Onward(prior CampaignStatus) []CampaignStatus {
	if s == CampaignHidden && prior != "" {
		return []CampaignStatus{prior}
	}
	return campaignMoves[s]
}

// MoveKind is what a move changed.
type MoveKind string

// The kinds.
const (
	MoveStatus    MoveKind = "status"
	MoveClosing   MoveKind = "closing"   // the day on which it closes
	MoveSuccessor MoveKind = "successor" // the campaign that follows it
	MoveOutcome   MoveKind = "outcome"   // how it ended, once that is known
)

// MoveKinds lists them all.
var MoveKinds = []MoveKind{MoveStatus, MoveClosing, MoveSuccessor, MoveOutcome}

// CampaignMove is one step of a campaign. Moves are only ever added; each holds
// the hash of all that came before it.
type CampaignMove struct {
	ID            int64
	CampaignID    int64
	Number        int // from 1, without a gap
	Kind          MoveKind
	UserID        int64
	Before, After CampaignStatus
	Outcome       Outcome // of a close
	ClosesOn      string  // the day that was set; "" takes it away
	SuccessorID   *int64
	Reason        string // in staff's own words, for staff
	At            time.Time
	Hash          []byte // SHA-256
}

// MoveHash is the hash of a move after another, the first after nil.
func MoveHash(before []byte, m CampaignMove) []byte {
	fields := [][]byte{chainNumber(m.CampaignID), chainNumber(int64(m.Number)), chainNumber(m.UserID), []byte(m.Before), []byte(m.After),
		[]byte(m.Outcome), []byte(m.Reason), chainTime(m.At)}
	if m.Kind != MoveStatus { // those of the status were written before there were others
		fields = append(fields, []byte(m.Kind), []byte(m.ClosesOn), chainUser(m.SuccessorID))
	}
	return chainHash(before, fields...)
}

// MovesOf lists a campaign's moves in order.
func MovesOf(ctx context.Context, tx *Tx, campaignID int64) ([]CampaignMove, error) {
	return rowsOf[CampaignMove](ctx, tx, "SELECT * FROM campaign_moves WHERE campaign_id = ? ORDER BY number", campaignID)
}

// StepCampaign moves a campaign from the status it was read in and adds the move
// that did it. A campaign that is there no longer is a Conflict fault.
func StepCampaign(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	m.Kind, m.Before, m.At = MoveStatus, c.Status, Moment(m.At)
	if err := MoveCampaign(ctx, tx, c, m.After, m.At); err != nil {
		return err
	}
	if m.Outcome != OutcomeUnknown {
		if _, err := tx.exec(ctx, "UPDATE campaigns SET outcome = ? WHERE id = ?", m.Outcome, c.ID); err != nil {
			return err
		}
		c.Outcome = m.Outcome
	}
	if m.After == CampaignLive && c.OpenedAt == nil {
		if _, err := tx.exec(ctx, "UPDATE campaigns SET opened_at = ? WHERE id = ?", m.At, c.ID); err != nil {
			return err
		}
		c.OpenedAt = &m.At
	}
	return addMove(ctx, tx, c, m)
}

// addMove adds a move at the end of a campaign's. Its row is locked by now, so that
// numbers have no gap.
func addMove(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	if err := moved(tx.exec(ctx, "UPDATE campaigns SET moves = moves + 1 WHERE id = ?", c.ID)); err != nil {
		return err
	}
	end, err := CampaignByID(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	m.CampaignID, m.Number = c.ID, end.Moves
	m.Hash = MoveHash(end.MovesHead, m)
	if err := addOne(ctx, tx, &m); err != nil {
		return err
	}
	c.Moves, c.MovesHead = m.Number, m.Hash
	return moved(tx.exec(ctx, "UPDATE campaigns SET moves_head = ? WHERE id = ?", m.Hash, c.ID))
}

// PriorStatus is where a hidden campaign was before; empty for any other.
func PriorStatus(c Campaign, moves []CampaignMove) CampaignStatus {
	for _, m := range slices.Backward(moves) {
		if m.Kind == MoveStatus && c.Status == CampaignHidden && m.After == CampaignHidden {
			return m.Before
		}
	}
	return ""
}

// MayMove says whether the actor may take a campaign from one status to another:
// organizers run their own, admins hide, restore and open again what was
// rejected for good. What is sent in and reviewed moves with its text.
func (a Actor) MayMove(c Campaign, to CampaignStatus) bool {
	if to == CampaignInReview || c.Status == CampaignInReview {
		return false
	}
	return a.is(RoleAdmin) || a.MayOrganize(c) && c.Status != CampaignHidden && to != CampaignHidden
}

// MovesFor lists where the actor may take a campaign.
func (a Actor) MovesFor(c Campaign, moves []CampaignMove) []CampaignStatus {
	return slices.DeleteFunc(slices.Clone(c.Status.Onward(PriorStatus(c, moves))), func(to CampaignStatus) bool { return !a.MayMove(c, to) })
}
