package models

import (
	"context"
	"database/sql"
)

// Snapshot runs queries that must all see one moment. It writes nothing and
// keeps nobody from writing.
func (db *DB) Snapshot(ctx context.Context, fn func(tx *Tx) error) error {
	g := db.gorm.WithContext(ctx).Begin(&sql.TxOptions{Isolation: db.snapshotLevel(), ReadOnly: true})
	if g.Error != nil {
		return g.Error
	}
	defer g.Rollback()
	return fn(&Tx{Dialect: db.Dialect, g: g})
}

// snapshotLevel: a transaction of SQLite sees one moment anyway.
func (db *DB) snapshotLevel() sql.IsolationLevel {
	if db.Dialect == Postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// ofDistrict narrows signatures s to those that count for a district; 0 does not.
const ofDistrict = ` AND (? = 0 OR EXISTS (SELECT 1 FROM matches m WHERE m.signature_id = s.id AND m.district_id = ?))`

// VersionPart is how many people signed a version, in the state or elsewhere.
type VersionPart struct {
	PetitionID   int64
	InState      bool
	Count, Named int
}

// VersionParts splits the counted signatures of a campaign, or of one of its
// districts, by version and place.
func VersionParts(ctx context.Context, tx *Tx, campaignID, districtID int64) ([]VersionPart, error) {
	return rowsOf[VersionPart](ctx, tx, `SELECT s.petition_id, s.in_state, count(*) AS count, count(*) FILTER (WHERE s.display <> 'hidden') AS named
FROM signatures s WHERE s.campaign_id = ? AND s.state = 'counted'`+ofDistrict+` GROUP BY s.petition_id, s.in_state ORDER BY s.petition_id, s.in_state DESC`,
		campaignID, districtID, districtID)
}

// NamedSignatures lists counted signatures whose supporters chose to be named,
// of one version and place, after an id. Nobody else's row is read.
func NamedSignatures(ctx context.Context, tx *Tx, campaignID, districtID int64, part VersionPart, after int64, limit int) ([]Signature, error) {
	return rowsOf[Signature](ctx, tx, `SELECT s.id, s.ref, s.name, s.display FROM signatures s WHERE s.campaign_id = ? AND s.petition_id = ? AND s.in_state = ? AND s.id > ?
  AND s.state = 'counted' AND s.display <> 'hidden'`+ofDistrict+` ORDER BY s.id LIMIT ?`, campaignID, part.PetitionID, part.InState, after, districtID, districtID, limit)
}

// PlacedCount is how many in-state people of a campaign have a district in a chamber.
type PlacedCount struct {
	Chamber string
	People  int
}

// PlacedOf counts a campaign's people with a district, chamber by chamber.
func PlacedOf(ctx context.Context, tx *Tx, campaignID int64) ([]PlacedCount, error) {
	return rowsOf[PlacedCount](ctx, tx, `SELECT m.chamber, count(DISTINCT m.signature_id) AS people FROM matches m JOIN signatures s ON s.id = m.signature_id
WHERE s.campaign_id = ? AND s.state = 'counted' GROUP BY m.chamber`, campaignID)
}

// GroundCount is how many in-state people of a campaign share a pair of
// districts; an id of 0 stands for a chamber in which theirs is not known.
type GroundCount struct {
	UpperID, LowerID int64 // UpperID also for a legislature of one chamber
	Count            int
}

// GroundsOf counts a campaign's in-state signatures by their districts in both
// chambers. Who has several districts of one chamber stands in several rows.
func GroundsOf(ctx context.Context, tx *Tx, campaignID int64) ([]GroundCount, error) {
	return rowsOf[GroundCount](ctx, tx, `SELECT COALESCE(u.district_id, 0) AS upper_id, COALESCE(l.district_id, 0) AS lower_id, count(*) AS count
FROM signatures s LEFT JOIN matches u ON u.signature_id = s.id AND u.chamber <> 'lower' LEFT JOIN matches l ON l.signature_id = s.id AND l.chamber = 'lower'
WHERE s.campaign_id = ? AND s.state = 'counted' AND s.in_state GROUP BY COALESCE(u.district_id, 0), COALESCE(l.district_id, 0)`, campaignID)
}

// OrganizedCampaigns lists the campaigns of a state, of all states for "",
// whatever their status: those that can be signed first, then the newest. What
// has not been published has the title of its draft.
func OrganizedCampaigns(ctx context.Context, tx *Tx, state, lang string) ([]CampaignRow, error) {
	return rowsOf[CampaignRow](ctx, tx, `SELECT c.*, COALESCE(p.version, 0) AS version, COALESCE(t.title, d.title, '') AS title, COALESCE(t.ask, d.ask, '') AS ask,
  COALESCE(t.summary, d.summary, '') AS summary, n.in_state, n.out_of_state, n.pending, 0 AS recent
FROM campaigns c
JOIN signature_counts n ON n.campaign_id = c.id
LEFT JOIN petitions p ON p.id = c.petition_id
LEFT JOIN petition_texts t ON t.petition_id = p.id AND t.lang = (
  SELECT x.lang FROM petition_texts x WHERE x.petition_id = p.id
  ORDER BY CASE x.lang WHEN ? THEN 0 WHEN 'en' THEN 1 ELSE 2 END LIMIT 1)
LEFT JOIN petition_draft_texts d ON p.id IS NULL AND d.campaign_id = c.id AND d.lang = (
  SELECT x.lang FROM petition_draft_texts x WHERE x.campaign_id = c.id AND x.title <> ''
  ORDER BY CASE x.lang WHEN ? THEN 0 WHEN 'en' THEN 1 ELSE 2 END LIMIT 1)
WHERE (? = '' OR c.state = ?) ORDER BY CASE c.status WHEN 'live' THEN 0 ELSE 1 END, c.state, c.id DESC`, lang, lang, state, state)
}
