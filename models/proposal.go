package models

import (
	"context"
	"time"
)

// ProposalState is what became of a position that an office said is its own.
type ProposalState string

// The states: open → confirmed or declined.
const (
	ProposalOpen      ProposalState = "open"
	ProposalConfirmed ProposalState = "confirmed" // it stands as a position
	ProposalDeclined  ProposalState = "declined"
)

// ProposalStates lists them all.
var ProposalStates = []ProposalState{ProposalOpen, ProposalConfirmed, ProposalDeclined}

// ProposedStances are what an office can say of itself.
var ProposedStances = []Stance{StanceSupports, StanceUndecided, StanceOpposes}

// Proposal is where an office says that its legislator stands. Nobody sees it but
// organizers, until one of them has confirmed it.
type Proposal struct {
	ID           int64
	CampaignID   int64
	SeatID       int64
	LegislatorID int64
	OutboxID     int64 // the mail whose link was used
	Stance       Stance
	Source       string // an address on the web, or the words themselves
	State        ProposalState
	PositionID   *int64
	UserID       *int64 // who decided
	CreatedAt    time.Time
	DecidedAt    *time.Time
}

// TableName is GORM's word for the table.
func (Proposal) TableName() string { return "position_proposals" }

// AddProposal stores an open proposal, unless the same is open already.
func AddProposal(ctx context.Context, tx *Tx, p Proposal) error {
	same, err := valueOf(ctx, tx, `SELECT count(*) FROM position_proposals WHERE state = 'open' AND campaign_id = ? AND seat_id = ? AND legislator_id = ?
  AND stance = ? AND source = ?`, p.CampaignID, p.SeatID, p.LegislatorID, p.Stance, p.Source)
	if err != nil || same > 0 {
		return err
	}
	p.State = ProposalOpen
	return addOne(ctx, tx, &p)
}

// ProposalByID finds a proposal of a campaign.
func ProposalByID(ctx context.Context, tx *Tx, campaignID, id int64) (Proposal, error) {
	return take[Proposal](ctx, tx, "campaign_id = ? AND id = ?", campaignID, id)
}

// ProposalsSince counts what was proposed by a mail's link after a time.
func ProposalsSince(ctx context.Context, tx *Tx, mailID int64, after time.Time) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM position_proposals WHERE outbox_id = ? AND created_at > ?", mailID, after)
}

// OpenProposals lists what nobody has decided on, oldest first.
func OpenProposals(ctx context.Context, tx *Tx, campaignID int64) ([]Proposal, error) {
	return rowsOf[Proposal](ctx, tx, "SELECT * FROM position_proposals WHERE campaign_id = ? AND state = 'open' ORDER BY id", campaignID)
}

// ConfirmProposal makes an open proposal the position that was stored for it; a
// Conflict fault if it is not open.
func ConfirmProposal(ctx context.Context, tx *Tx, p *Proposal, positionID, userID int64, now time.Time) error {
	p.State, p.PositionID, p.UserID, p.DecidedAt = ProposalConfirmed, &positionID, &userID, &now
	return moved(tx.exec(ctx, "UPDATE position_proposals SET state = 'confirmed', position_id = ?, user_id = ?, decided_at = ? WHERE id = ? AND state = 'open'",
		positionID, userID, now, p.ID))
}

// DeclineProposal ends an open proposal; a Conflict fault if it is not open.
func DeclineProposal(ctx context.Context, tx *Tx, p *Proposal, userID int64, now time.Time) error {
	p.State, p.UserID, p.DecidedAt = ProposalDeclined, &userID, &now
	return moved(tx.exec(ctx, "UPDATE position_proposals SET state = 'declined', user_id = ?, decided_at = ? WHERE id = ? AND state = 'open'", userID, now, p.ID))
}

// ProposalRules hold proposals to the offices that were written to, and confirmed
// ones to their positions.
var ProposalRules = []Rule{
	{"comes from an office that its mail did not go to", `SELECT 'proposal ' || p.id FROM position_proposals p
WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.outbox_id = p.outbox_id AND d.seat_id = p.seat_id AND d.legislator_id = p.legislator_id) ORDER BY p.id`},
	{"its position is another", `SELECT 'proposal ' || p.id || ', position ' || x.id FROM position_proposals p JOIN positions x ON x.id = p.position_id
WHERE x.campaign_id <> p.campaign_id OR x.seat_id <> p.seat_id OR x.legislator_id <> p.legislator_id OR x.stance <> p.stance ORDER BY p.id`},
	{"asks for an office that its mail did not go to", `SELECT 'request ' || r.id FROM office_requests r
WHERE NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.outbox_id = r.outbox_id AND d.seat_id = r.seat_id AND d.legislator_id = r.legislator_id) ORDER BY r.id`},
}
