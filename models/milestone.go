package models

import (
	"context"
	"time"
)

// MilestoneScope is where a milestone counts.
type MilestoneScope string

// The scopes.
const (
	MilestoneOfState    MilestoneScope = "state"    // the whole state
	MilestoneOfDistrict MilestoneScope = "district" // each district by itself
)

// MilestoneScopes lists them all.
var MilestoneScopes = []MilestoneScope{MilestoneOfState, MilestoneOfDistrict}

// Milestone is a number of counted signatures from within the state that a
// campaign's offices are told of, once, when it is reached.
type Milestone struct {
	ID         int64
	CampaignID int64
	Scope      MilestoneScope
	Threshold  int
	CreatedAt  time.Time
}

// Reached is a milestone that the count has come to. It stays, whatever the
// count does later.
type Reached struct {
	ID          int64
	MilestoneID int64
	DistrictID  *int64 // of a milestone of districts
	Counted     int    // when it was noted
	Passed      bool   // a higher one was reached with it or before it: nobody is told of this one
	ReachedAt   time.Time
}

// TableName is GORM's word for the table.
func (Reached) TableName() string { return "milestones_reached" }

// MilestonesOf lists a campaign's milestones, those of the state first, by number.
func MilestonesOf(ctx context.Context, tx *Tx, campaignID int64) ([]Milestone, error) {
	return rowsOf[Milestone](ctx, tx, "SELECT * FROM milestones WHERE campaign_id = ? ORDER BY scope DESC, threshold", campaignID)
}

// MilestoneByID finds a milestone.
func MilestoneByID(ctx context.Context, tx *Tx, id int64) (Milestone, error) {
	return take[Milestone](ctx, tx, "id = ?", id)
}

// SetMilestones makes some numbers a campaign's milestones in a scope. What was
// reached stays, whether it is among them or not.
func SetMilestones(ctx context.Context, tx *Tx, campaignID int64, scope MilestoneScope, thresholds []int, now time.Time) error {
	if _, err := tx.exec(ctx, `DELETE FROM milestones WHERE campaign_id = ? AND scope = ? AND threshold NOT IN ?
  AND NOT EXISTS (SELECT 1 FROM milestones_reached r WHERE r.milestone_id = milestones.id)`, campaignID, scope, append([]int{0}, thresholds...)); err != nil {
		return err
	}
	for _, n := range thresholds {
		if _, err := tx.exec(ctx, "INSERT INTO milestones (campaign_id, scope, threshold, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", campaignID, scope, n, now); err != nil {
			return err
		}
	}
	return nil
}

// DueMilestone is a milestone that the count has come to and that is not noted yet.
type DueMilestone struct {
	MilestoneID int64
	CampaignID  int64
	Scope       MilestoneScope
	Threshold   int
	DistrictID  int64 // 0 for the state
	Counted     int
}

// DueMilestones lists them for live campaigns: by campaign, scope and district,
// the lowest first.
func DueMilestones(ctx context.Context, tx *Tx) ([]DueMilestone, error) {
	return rowsOf[DueMilestone](ctx, tx, `SELECT m.id AS milestone_id, m.campaign_id, m.scope, m.threshold, 0 AS district_id, n.in_state AS counted
FROM milestones m JOIN campaigns c ON c.id = m.campaign_id AND c.status = 'live' JOIN signature_counts n ON n.campaign_id = m.campaign_id
WHERE m.scope = 'state' AND n.in_state >= m.threshold AND NOT EXISTS (SELECT 1 FROM milestones_reached r WHERE r.milestone_id = m.id)
UNION ALL
SELECT m.id, m.campaign_id, m.scope, m.threshold, k.district_id, k.signatures
FROM milestones m JOIN campaigns c ON c.id = m.campaign_id AND c.status = 'live' JOIN district_counts k ON k.campaign_id = m.campaign_id
WHERE m.scope = 'district' AND k.signatures >= m.threshold
  AND NOT EXISTS (SELECT 1 FROM milestones_reached r WHERE r.milestone_id = m.id AND r.district_id = k.district_id)
ORDER BY 2, 3, 5, 4`)
}

// HighestReached is the highest number that a campaign has reached in the state
// (district 0) or a district; 0 for none.
func HighestReached(ctx context.Context, tx *Tx, campaignID int64, scope MilestoneScope, districtID int64) (int, error) {
	return valueOf(ctx, tx, `SELECT COALESCE(max(m.threshold), 0) FROM milestones_reached r JOIN milestones m ON m.id = r.milestone_id
WHERE m.campaign_id = ? AND m.scope = ? AND COALESCE(r.district_id, 0) = ?`, campaignID, scope, districtID)
}

// AddReached notes that a milestone was reached and fills its id; false means
// that it had been noted, by whoever came first.
func AddReached(ctx context.Context, tx *Tx, r *Reached) (bool, error) {
	ids, err := rowsOf[int64](ctx, tx, `INSERT INTO milestones_reached (milestone_id, district_id, counted, passed, reached_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING RETURNING id`, r.MilestoneID, r.DistrictID, r.Counted, r.Passed, r.ReachedAt)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	r.ID = ids[0]
	return true, nil
}

// ReachedRow is what a campaign has reached, in words.
type ReachedRow struct {
	Reached       `gorm:"embedded"`
	Scope         MilestoneScope
	Threshold     int
	Chamber, Code string // of its district
	DistrictName  string
}

// ReachedOf lists what a campaign has reached, the newest first.
func ReachedOf(ctx context.Context, tx *Tx, campaignID int64) ([]ReachedRow, error) {
	return rowsOf[ReachedRow](ctx, tx, `SELECT r.*, m.scope, m.threshold, COALESCE(d.chamber, '') AS chamber, COALESCE(d.code, '') AS code, COALESCE(d.name, '') AS district_name
FROM milestones_reached r JOIN milestones m ON m.id = r.milestone_id LEFT JOIN districts d ON d.id = r.district_id
WHERE m.campaign_id = ? ORDER BY r.reached_at DESC, r.id DESC`, campaignID)
}
