package offices

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// MaxSource is the longest evidence of a position, in characters.
const MaxSource = 300

// Position is where an office says that its legislator stands, as it was typed.
type Position struct {
	SeatID, CampaignID int64
	Stance, Source     string
}

// Propose stores where an office stands on a campaign that has written to it, for
// organizers to confirm; the same again does nothing while it waits. Faults:
// NotFound, Gone, Invalid with fields, TooMany.
func (o *Offices) Propose(ctx context.Context, tok string, p Position) (err error) {
	defer fault.Wrap(&err, "offices.Propose")
	return o.db.Write(ctx, func(tx *models.Tx) error {
		link, holders, err := o.atDesk(ctx, tx, tok)
		if err != nil {
			return err
		}
		proposal, err := p.read(ctx, tx, holders)
		if err != nil {
			return err
		}
		proposal.OutboxID, proposal.CreatedAt = link.OutboxID, o.moment()
		if err := models.AddProposal(ctx, tx, proposal); err != nil {
			return err
		}
		n, err := models.ProposalsSince(ctx, tx, link.OutboxID, proposal.CreatedAt.Add(-models.RelayEvery))
		if err == nil && n > models.MaxRelays {
			err = tooMany()
		}
		return err
	})
}

func (p Position) read(ctx context.Context, tx *models.Tx, holders []models.Holder) (models.Proposal, error) {
	fields := map[string]string{}
	proposal := models.Proposal{CampaignID: p.CampaignID, SeatID: p.SeatID, Stance: models.Stance(p.Stance)}
	knows := false
	if i := slices.IndexFunc(holders, func(h models.Holder) bool { return h.SeatID == p.SeatID }); i >= 0 {
		proposal.LegislatorID = holders[i].LegislatorID
		sent, err := models.SentToOffice(ctx, tx, p.SeatID, proposal.LegislatorID)
		if err != nil {
			return proposal, err
		}
		knows = slices.ContainsFunc(sent, func(s models.SentTo) bool { return s.CampaignID == p.CampaignID })
	}
	if !knows {
		fields["about"] = "error.office.about"
	}
	if !slices.Contains(models.ProposedStances, proposal.Stance) {
		fields["stance"] = "error.position.stance"
	}
	var err error
	if proposal.Source, err = plain(p.Source, MaxSource, "error.position.source"); err != nil {
		fields["source"] = fault.Of(err).Message
	}
	return proposal, fault.Fields(fields)
}

// proposeBy makes what an answer says of the legislator's position a proposal.
func (o *Offices) proposeBy(ctx context.Context, tx *models.Tx, link models.OfficeLink, relay models.Relay) error {
	if relay.Position == models.ToldUnsaid {
		return nil
	}
	carried, err := models.DeliveriesIn(ctx, tx, link.OutboxID)
	if err != nil {
		return err
	}
	if !isOneHolder(carried) {
		return nil // it does not say whose position it is
	}
	d := carried[0]
	return models.AddProposal(ctx, tx, models.Proposal{CampaignID: d.CampaignID, SeatID: d.SeatID, LegislatorID: d.LegislatorID, OutboxID: link.OutboxID,
		Stance: models.Stance(relay.Position), Source: "Answer to letters of constituents, " + relay.At.Format(time.DateOnly), CreatedAt: relay.At})
}
