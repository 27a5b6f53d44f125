package models

import (
	"context"
	"time"
)

// Counts are a campaign's signatures by where they stand, kept in the same
// transaction as the rows themselves.
type Counts struct {
	CampaignID  int64 `gorm:"primaryKey"`
	Pending     int
	Held        int
	InState     int
	OutOfState  int
	Withdrawn   int
	Invalidated int
}

// TableName is GORM's word for the table.
func (Counts) TableName() string { return "signature_counts" }

// Counted is the public count.
func (c Counts) Counted() int { return c.InState + c.OutOfState }

// tally adds n signatures of a state to the counts.
func (c *Counts) tally(state SignatureState, inState bool, n int) {
	switch {
	case state == SignaturePending:
		c.Pending += n
	case state == SignatureHeld:
		c.Held += n
	case state == SignatureCounted && inState:
		c.InState += n
	case state == SignatureCounted:
		c.OutOfState += n
	case state == SignatureWithdrawn:
		c.Withdrawn += n
	case state == SignatureInvalidated:
		c.Invalidated += n
	}
}

// addCounts adds a change to a campaign's counts.
func addCounts(ctx context.Context, tx *Tx, campaignID int64, d Counts) error {
	return moved(tx.exec(ctx, `UPDATE signature_counts SET pending = pending + ?, held = held + ?, in_state = in_state + ?,
  out_of_state = out_of_state + ?, withdrawn = withdrawn + ?, invalidated = invalidated + ? WHERE campaign_id = ?`,
		d.Pending, d.Held, d.InState, d.OutOfState, d.Withdrawn, d.Invalidated, campaignID))
}

// addDay adds a change to a campaign's journal of the day at (UTC).
func addDay(ctx context.Context, tx *Tx, campaignID int64, at time.Time, inState, outOfState int) error {
	_, err := tx.exec(ctx, `INSERT INTO day_counts (campaign_id, day, in_state, out_of_state) VALUES (?, ?, ?, ?)
ON CONFLICT (campaign_id, day) DO UPDATE SET in_state = day_counts.in_state + excluded.in_state,
  out_of_state = day_counts.out_of_state + excluded.out_of_state`, campaignID, Day(at), inState, outOfState)
	return err
}

// addDistrict adds n to a campaign's journal of a district.
func addDistrict(ctx context.Context, tx *Tx, campaignID, districtID int64, n int) error {
	_, err := tx.exec(ctx, `INSERT INTO district_counts (campaign_id, district_id, signatures) VALUES (?, ?, ?)
ON CONFLICT (campaign_id, district_id) DO UPDATE SET signatures = district_counts.signatures + excluded.signatures`,
		campaignID, districtID, n)
	return err
}

// Day is the UTC day of t as the journals write it.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// CountsOf are a campaign's counts.
func CountsOf(ctx context.Context, tx *Tx, campaignID int64) (Counts, error) {
	return take[Counts](ctx, tx, "campaign_id = ?", campaignID)
}

// DayCount is one row of the journal per day.
type DayCount struct {
	Day                 string // 2006-01-02, UTC
	InState, OutOfState int
}

// DaysOf is the journal per day, oldest first.
func DaysOf(ctx context.Context, tx *Tx, campaignID int64) ([]DayCount, error) {
	return rowsOf[DayCount](ctx, tx, "SELECT day, in_state, out_of_state FROM day_counts WHERE campaign_id = ? ORDER BY day", campaignID)
}

// DistrictCount is one row of the journal per district.
type DistrictCount struct {
	DistrictID          int64
	Chamber, Code, Name string
	Signatures          int
}

// DistrictsOf is the journal per district, most first within each chamber.
func DistrictsOf(ctx context.Context, tx *Tx, campaignID int64) ([]DistrictCount, error) {
	return rowsOf[DistrictCount](ctx, tx, `SELECT d.id AS district_id, d.chamber, d.code, d.name, n.signatures
FROM district_counts n JOIN districts d ON d.id = n.district_id
WHERE n.campaign_id = ? AND n.signatures > 0 ORDER BY d.chamber DESC, n.signatures DESC, d.code`, campaignID)
}
