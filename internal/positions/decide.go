package positions

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Decide makes what an office says of itself a position, or declines it. It takes
// an actor who may run the campaign for granted. Faults: NotFound, Conflict if
// somebody has decided already.
func (p *Positions) Decide(ctx context.Context, user models.User, campaign models.Campaign, id int64, confirm bool) (err error) {
	defer fault.Wrap(&err, "positions.Decide(%d, %d)", campaign.ID, id)
	now := models.Moment(p.now())
	return p.db.Write(ctx, func(tx *models.Tx) error {
		proposal, err := models.ProposalByID(ctx, tx, campaign.ID, id)
		if err != nil {
			return err
		}
		if !confirm {
			return models.DeclineProposal(ctx, tx, &proposal, user.ID, now)
		}
		position := models.Position{CampaignID: campaign.ID, SeatID: proposal.SeatID, LegislatorID: proposal.LegislatorID, Stance: proposal.Stance,
			Evidence: models.EvidenceLetter, Source: proposal.Source, SaidOn: models.Day(proposal.CreatedAt), UserID: &user.ID, CreatedAt: now}
		if err := models.AddPosition(ctx, tx, &position); err != nil {
			return err
		}
		return models.ConfirmProposal(ctx, tx, &proposal, position.ID, user.ID, now)
	})
}
