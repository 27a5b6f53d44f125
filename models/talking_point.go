package models

import "context"

// MaxPoints is how many talking points a campaign offers at most.
const MaxPoints = 6

// TalkingPoint is something that a supporter may say in their own words, in one
// language.
type TalkingPoint struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Place      int    `gorm:"primaryKey;autoIncrement:false"`
	Lang       string `gorm:"primaryKey"`
	Text       string
	Source     string // where it can be checked; empty: none is needed
	Year       *int   // of the source
}

// PointsOf lists a campaign's talking points, each in a language, in English
// where it lacks that one.
func PointsOf(ctx context.Context, tx *Tx, campaignID int64, lang string) ([]TalkingPoint, error) {
	return rowsOf[TalkingPoint](ctx, tx, `SELECT p.* FROM talking_points p WHERE p.campaign_id = ? AND p.lang = (
  SELECT x.lang FROM talking_points x WHERE x.campaign_id = p.campaign_id AND x.place = p.place
  ORDER BY CASE x.lang WHEN ? THEN 0 WHEN 'en' THEN 1 ELSE 2 END LIMIT 1) ORDER BY p.place`, campaignID, lang)
}

// AllPoints lists a campaign's talking points in every language.
func AllPoints(ctx context.Context, tx *Tx, campaignID int64) ([]TalkingPoint, error) {
	return rowsOf[TalkingPoint](ctx, tx, "SELECT * FROM talking_points WHERE campaign_id = ? ORDER BY place, lang", campaignID)
}

// SetPoints replaces a campaign's talking points, which LockVariants holds.
func SetPoints(ctx context.Context, tx *Tx, campaignID int64, rows []TalkingPoint) error {
	if _, err := tx.exec(ctx, "DELETE FROM talking_points WHERE campaign_id = ?", campaignID); err != nil {
		return err
	}
	return add(ctx, tx, rows)
}
