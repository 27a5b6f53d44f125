package delivery

import (
	"context"
	"errors"
	"slices"

	"statehouse/models"
)

// reach notes the milestones that campaigns have come to, and starts a digest
// for each office that is told of one.
func (d *Delivery) reach(ctx context.Context) error {
	due, err := models.DueMilestones(ctx, d.db.Read())
	if err != nil {
		return err
	}
	var failed []error // one campaign does not keep the others waiting
	for len(due) > 0 {
		n := slices.IndexFunc(due, func(m models.DueMilestone) bool { return !isOneCount(m, due[0]) })
		if n < 0 {
			n = len(due)
		}
		together := due[:n]
		failed = append(failed, d.db.Write(ctx, func(tx *models.Tx) error { return d.reachAll(ctx, tx, together) }))
		due = due[n:]
	}
	return errors.Join(failed...)
}

// isOneCount says whether two milestones are of one number: a campaign's in the
// state or in one district.
func isOneCount(a, b models.DueMilestone) bool {
	return a.CampaignID == b.CampaignID && a.Scope == b.Scope && a.DistrictID == b.DistrictID
}

// reachAll notes milestones of one count, the lowest first. Offices are told of
// the highest alone, and never of one below what they were told before.
func (d *Delivery) reachAll(ctx context.Context, tx *models.Tx, due []models.DueMilestone) error {
	highest, err := models.HighestReached(ctx, tx, due[0].CampaignID, due[0].Scope, due[0].DistrictID)
	if err != nil {
		return err
	}
	for i, m := range due {
		reached := models.Reached{MilestoneID: m.MilestoneID, Counted: m.Counted, Passed: i < len(due)-1 || m.Threshold < highest, ReachedAt: d.moment()}
		if m.DistrictID != 0 {
			reached.DistrictID = &m.DistrictID
		}
		isFirst, err := models.AddReached(ctx, tx, &reached)
		if err != nil {
			return err
		}
		if isFirst && !reached.Passed {
			if err := d.tellAll(ctx, tx, m, reached); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellAll starts the digests of a milestone. A seat that is vacant then gets none.
func (d *Delivery) tellAll(ctx context.Context, tx *models.Tx, m models.DueMilestone, reached models.Reached) error {
	offices, err := recipients(ctx, tx, m.CampaignID)
	if err != nil {
		return err
	}
	for _, o := range offices {
		if o.LettersOnly || m.DistrictID != 0 && o.DistrictID != m.DistrictID {
			continue
		}
		digest := models.Digest{CampaignID: m.CampaignID, MilestoneID: m.MilestoneID, ReachedID: reached.ID, SeatID: o.SeatID, CreatedAt: reached.ReachedAt}
		if _, err := models.AddDigest(ctx, tx, &digest, o.LegislatorID); err != nil {
			return err
		}
	}
	return nil
}

// recipients are the held seats that a campaign is addressed to, each once. One
// that several targets name gets digests if any of these does.
func recipients(ctx context.Context, tx *models.Tx, campaignID int64) (list []models.TargetedSeat, err error) {
	targeted, err := models.TargetSeats(ctx, tx, campaignID)
	for _, t := range targeted {
		if t.IsVacant() {
			continue
		}
		i := slices.IndexFunc(list, func(o models.TargetedSeat) bool { return o.SeatID == t.SeatID })
		if i < 0 {
			list = append(list, t)
			continue
		}
		list[i].LettersOnly = list[i].LettersOnly && t.LettersOnly
	}
	return list, err
}
