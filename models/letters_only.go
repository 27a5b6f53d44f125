package models

import (
	"context"
	"strconv"
)

// LettersOnly is a target that gets its constituents' letters and no digests.
type LettersOnly struct {
	CampaignID int64      `gorm:"primaryKey"`
	Kind       TargetKind `gorm:"primaryKey"`
	Name       string     `gorm:"primaryKey"` // id of the seat or committee, or the chamber
}

// TableName is GORM's word for the table.
func (LettersOnly) TableName() string { return "letters_only" }

// lettersOnly asks in SQL whether a target gets no digests.
func lettersOnly(campaign, kind, name string) string {
	return "EXISTS (SELECT 1 FROM letters_only o WHERE o.campaign_id = " + campaign + " AND o.kind = '" + kind + "' AND o.name = " + name + ")"
}

// Name tells a target from others of its kind and campaign.
func (t Target) Name() string {
	switch t.Kind {
	case TargetSeat:
		return strconv.FormatInt(*t.SeatID, 10)
	case TargetCommittee:
		return strconv.FormatInt(*t.CommitteeID, 10)
	}
	return *t.Chamber
}

// Addressed lists a campaign's targets, or the chambers of its state where it
// has none.
func Addressed(ctx context.Context, tx *Tx, c Campaign) ([]Target, error) {
	targets, err := TargetsOf(ctx, tx, c.ID)
	if err == nil && len(targets) == 0 {
		state, _ := StateByCode(c.State)
		for _, chamber := range state.Chambers {
			targets = append(targets, ChamberTarget(chamber.Chamber))
		}
	}
	return targets, err
}

// LettersOnlyOf lists the targets of a campaign that get no digests.
func LettersOnlyOf(ctx context.Context, tx *Tx, campaignID int64) ([]LettersOnly, error) {
	return rowsOf[LettersOnly](ctx, tx, "SELECT * FROM letters_only WHERE campaign_id = ? ORDER BY kind, name", campaignID)
}

// SetLettersOnly names the targets of a campaign that get no digests.
func SetLettersOnly(ctx context.Context, tx *Tx, campaignID int64, rows []LettersOnly) error {
	if _, err := tx.exec(ctx, "DELETE FROM letters_only WHERE campaign_id = ?", campaignID); err != nil {
		return err
	}
	return add(ctx, tx, rows)
}
