package models

import (
	"context"
	"time"
)

// Digest is what one office is told of one milestone. Its numbers are those of
// its mail; until there is one, nothing is told.
type Digest struct {
	ID          int64
	CampaignID  int64
	MilestoneID int64
	ReachedID   int64
	SeatID      int64
	PetitionID  *int64 // the version that it told of
	Told        int    // people of the seat's district, rounded down
	FrozenAt    *time.Time
	CreatedAt   time.Time
}

// DigestCell is how many people of a ZIP code a digest told of, rounded down.
type DigestCell struct {
	DigestID int64  `gorm:"primaryKey"`
	ZIP      string `gorm:"primaryKey;column:zip"`
	Told     int
}

// AddDigest stores the digest of a milestone for a seat, with its delivery to
// who holds the seat, whose id it returns; nothing happens, with 0, if the seat
// has one.
func AddDigest(ctx context.Context, tx *Tx, g *Digest, legislatorID int64) (int64, error) {
	ids, err := rowsOf[int64](ctx, tx, `INSERT INTO digests (campaign_id, milestone_id, reached_id, seat_id, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (milestone_id, seat_id) DO NOTHING RETURNING id`, g.CampaignID, g.MilestoneID, g.ReachedID, g.SeatID, g.CreatedAt)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	g.ID = ids[0]
	deliveries := []Delivery{{CampaignID: g.CampaignID, Kind: DeliveryDigest, DigestID: &ids[0], SeatID: g.SeatID, LegislatorID: legislatorID, CreatedAt: g.CreatedAt}}
	err = AddDeliveries(ctx, tx, deliveries)
	return deliveries[0].ID, err
}

// DigestByID finds a digest.
func DigestByID(ctx context.Context, tx *Tx, id int64) (Digest, error) {
	return take[Digest](ctx, tx, "id = ?", id)
}

// SaveDigest writes what a digest tells, in place of what an earlier mail of it
// that never left would have told.
func SaveDigest(ctx context.Context, tx *Tx, g Digest, cells []DigestCell) error {
	if err := moved(tx.exec(ctx, "UPDATE digests SET petition_id = ?, told = ?, frozen_at = ? WHERE id = ?", g.PetitionID, g.Told, g.FrozenAt, g.ID)); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM digest_cells WHERE digest_id = ?", g.ID); err != nil {
		return err
	}
	return add(ctx, tx, cells)
}

// CellsOfSeat lists what all digests of a campaign told one seat, by digest and ZIP code.
func CellsOfSeat(ctx context.Context, tx *Tx, campaignID, seatID int64) ([]DigestCell, error) {
	return rowsOf[DigestCell](ctx, tx, `SELECT c.* FROM digest_cells c JOIN digests g ON g.id = c.digest_id
WHERE g.campaign_id = ? AND g.seat_id = ? ORDER BY c.digest_id, c.zip`, campaignID, seatID)
}

// DigestFate is a digest with where it went and what became of it.
type DigestFate struct {
	ReachedID    int64
	SeatID       int64
	Legislator   string
	Chamber      string
	Code         string
	DistrictName string
	Fate         MailState
	MovedAt      *time.Time
}

// DigestFates lists a campaign's digests with their fates.
func DigestFates(ctx context.Context, tx *Tx, campaignID int64) ([]DigestFate, error) {
	return rowsOf[DigestFate](ctx, tx, `SELECT g.reached_id, g.seat_id, l.name AS legislator, x.chamber, x.code, x.name AS district_name, `+fate+` AS fate, o.moved_at
FROM digests g JOIN deliveries d ON d.digest_id = g.id JOIN legislators l ON l.id = d.legislator_id JOIN seats s ON s.id = g.seat_id
JOIN districts x ON x.id = s.district_id LEFT JOIN outbox o ON o.id = d.outbox_id
WHERE g.campaign_id = ? ORDER BY g.id`, campaignID)
}

// DigestCount is how many digests have a fate.
type DigestCount struct {
	Fate    MailState
	Digests int
}

// DigestCounts counts a campaign's digests by fate.
func DigestCounts(ctx context.Context, tx *Tx, campaignID int64) ([]DigestCount, error) {
	return rowsOf[DigestCount](ctx, tx, `SELECT `+fate+` AS fate, count(*) AS digests FROM deliveries d LEFT JOIN outbox o ON o.id = d.outbox_id
WHERE d.campaign_id = ? AND d.kind = 'digest' GROUP BY `+fate+` ORDER BY 1`, campaignID)
}

// StrayDigests lists deliveries of digests that have not left and must go
// elsewhere: to who holds the seat now.
func StrayDigests(ctx context.Context, tx *Tx, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, `SELECT d.id FROM deliveries d JOIN terms t ON t.seat_id = d.seat_id AND t.ends_at IS NULL
LEFT JOIN outbox o ON o.id = d.outbox_id
WHERE d.kind = 'digest' AND d.stopped_at IS NULL AND (o.id IS NULL OR o.state = 'queued') AND t.legislator_id <> d.legislator_id ORDER BY d.id LIMIT ?`, limit)
}

// DeliveryByID finds a delivery.
func DeliveryByID(ctx context.Context, tx *Tx, id int64) (Delivery, error) {
	return take[Delivery](ctx, tx, "id = ?", id)
}

// Constituent is a signature with the ZIP code that it was left with, sealed.
type Constituent struct {
	ID  int64
	Ref string
	ZIP []byte `gorm:"column:zip"`
}

// ConstituentsOf lists a campaign's counted signatures from within the state, of
// a district, or of all with 0.
func ConstituentsOf(ctx context.Context, tx *Tx, campaignID, districtID int64) ([]Constituent, error) {
	if districtID == 0 {
		return rowsOf[Constituent](ctx, tx, "SELECT id, ref, zip FROM signatures WHERE campaign_id = ? AND state = 'counted' AND in_state", campaignID)
	}
	return rowsOf[Constituent](ctx, tx, `SELECT s.id, s.ref, s.zip FROM signatures s JOIN matches m ON m.signature_id = s.id
WHERE s.campaign_id = ? AND s.state = 'counted' AND s.in_state AND m.district_id = ?`, campaignID, districtID)
}
