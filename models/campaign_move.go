package models

import (
	"bytes"
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

// CampaignMove is one step of a campaign. Moves are only ever added; each holds
// the hash of all that came before it.
type CampaignMove struct {
	ID            int64
	CampaignID    int64
	Number        int // from 1, without a gap
	UserID        int64
	Before, After CampaignStatus
	Outcome       Outcome // of a close
	Reason        string  // in staff's own words, for staff
	At            time.Time
	Hash          []byte // SHA-256
}

// MoveHash is the hash of a move after another, the first after nil.
func MoveHash(before []byte, m CampaignMove) []byte {
	return chainHash(before, chainNumber(m.CampaignID), chainNumber(int64(m.Number)), chainNumber(m.UserID), []byte(m.Before), []byte(m.After),
		[]byte(m.Outcome), []byte(m.Reason), chainTime(m.At))
}

// MovesOf lists a campaign's moves in order.
func MovesOf(ctx context.Context, tx *Tx, campaignID int64) ([]CampaignMove, error) {
	return rowsOf[CampaignMove](ctx, tx, "SELECT * FROM campaign_moves WHERE campaign_id = ? ORDER BY number", campaignID)
}

// StepCampaign moves a campaign from the status it was read in and adds the move
// that did it. A campaign that is there no longer is a Conflict fault.
func StepCampaign(ctx context.Context, tx *Tx, c *Campaign, m CampaignMove) error {
	m.CampaignID, m.Before, m.At = c.ID, c.Status, Moment(m.At)
	if err := MoveCampaign(ctx, tx, c, m.After, m.At); err != nil { // it locks the row, so that numbers have no gap
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
	list, err := MovesOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	var before []byte
	if n := len(list); n > 0 {
		before = list[n-1].Hash
	}
	m.Number = len(list) + 1
	m.Hash = MoveHash(before, m)
	return addOne(ctx, tx, &m)
}

// PriorStatus is where a hidden campaign was before; empty for any other.
func PriorStatus(c Campaign, moves []CampaignMove) CampaignStatus {
	if n := len(moves); c.Status == CampaignHidden && n > 0 && moves[n-1].After == CampaignHidden {
		return moves[n-1].Before
	}
	return ""
}

// MovesAreChained says whether a campaign's moves, in order, hold together.
func MovesAreChained(list []CampaignMove) bool {
	var before []byte
	for i, m := range list {
		if m.Number != i+1 || i > 0 && m.Before != list[i-1].After || !bytes.Equal(m.Hash, MoveHash(before, m)) {
			return false
		}
		before = m.Hash
	}
	return true
}

// MovedCampaigns lists the campaigns with moves, by id.
func MovedCampaigns(ctx context.Context, tx *Tx, after int64, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT DISTINCT campaign_id FROM campaign_moves WHERE campaign_id > ? ORDER BY campaign_id LIMIT ?", after, limit)
}

// MoveRules hold campaigns to their moves.
var MoveRules = []Rule{
	{"is not where its last move left it", `SELECT 'campaign ' || c.slug FROM campaigns c JOIN campaign_moves m ON m.campaign_id = c.id
  AND m.number = (SELECT max(x.number) FROM campaign_moves x WHERE x.campaign_id = c.id) WHERE c.status <> m.after ORDER BY c.slug`},
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
