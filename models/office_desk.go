package models

import (
	"context"
	"time"
)

// SentTo is what the mail provider has taken for a holder of a seat, of one campaign.
type SentTo struct {
	CampaignID int64
	Letters    int
	Digests    int
}

// SentToOffice counts what has left for a holder of a seat, by campaign, the
// newest campaign first.
func SentToOffice(ctx context.Context, tx *Tx, seatID, legislatorID int64) ([]SentTo, error) {
	return rowsOf[SentTo](ctx, tx, `SELECT d.campaign_id, count(*) FILTER (WHERE d.kind = 'letter') AS letters, count(*) FILTER (WHERE d.kind = 'digest') AS digests
FROM deliveries d JOIN outbox o ON o.id = d.outbox_id
WHERE d.seat_id = ? AND d.legislator_id = ? AND o.accepted_at IS NOT NULL GROUP BY d.campaign_id ORDER BY d.campaign_id DESC`, seatID, legislatorID)
}

// SentDigest is a digest that has left, with the text that it told of.
type SentDigest struct {
	CampaignID int64
	Scope      MilestoneScope
	Threshold  int
	Told       int
	AcceptedAt time.Time
	Version    int
	Hash       []byte
}

// DigestsToOffice lists the digests that have left for a holder of a seat, newest
// first.
func DigestsToOffice(ctx context.Context, tx *Tx, seatID, legislatorID int64) ([]SentDigest, error) {
	return rowsOf[SentDigest](ctx, tx, `SELECT g.campaign_id, m.scope, m.threshold, g.told, o.accepted_at, p.version, p.hash
FROM digests g JOIN deliveries d ON d.digest_id = g.id JOIN outbox o ON o.id = d.outbox_id JOIN milestones m ON m.id = g.milestone_id
JOIN petitions p ON p.id = g.petition_id
WHERE d.seat_id = ? AND d.legislator_id = ? AND o.accepted_at IS NOT NULL ORDER BY o.accepted_at DESC, g.id DESC`, seatID, legislatorID)
}

// HandedOver is a packet that somebody has taken to be handed over.
type HandedOver struct {
	Scope   PacketScope
	ReadyAt time.Time
	SHA256  []byte `gorm:"column:sha256"`
}

// PacketsForOffice lists a campaign's packets that were taken, of all its people or
// of a district, newest first.
func PacketsForOffice(ctx context.Context, tx *Tx, campaignID, districtID int64) ([]HandedOver, error) {
	return rowsOf[HandedOver](ctx, tx, `SELECT p.scope, p.ready_at, p.sha256 FROM packets p
WHERE p.campaign_id = ? AND p.ready_at IS NOT NULL AND p.sha256 IS NOT NULL AND (p.scope = 'campaign' OR p.district_id = ?)
  AND EXISTS (SELECT 1 FROM packet_downloads x WHERE x.packet_id = p.id) ORDER BY p.ready_at DESC, p.id DESC`, campaignID, districtID)
}

// DistrictSigned is how many counted signatures of a campaign are of a district.
func DistrictSigned(ctx context.Context, tx *Tx, campaignID, districtID int64) (int, error) {
	return valueOf(ctx, tx, "SELECT COALESCE(sum(signatures), 0) FROM district_counts WHERE campaign_id = ? AND district_id = ?", campaignID, districtID)
}

// NewestPosition is the last that was noted of a holder of a seat on a campaign;
// none is a NotFound fault.
func NewestPosition(ctx context.Context, tx *Tx, campaignID, seatID, legislatorID int64) (Position, error) {
	return first[Position](ctx, tx, "SELECT * FROM positions WHERE campaign_id = ? AND seat_id = ? AND legislator_id = ? ORDER BY id DESC LIMIT 1",
		campaignID, seatID, legislatorID)
}
