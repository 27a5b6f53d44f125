package models

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
)

// TargetKind is what a target names.
type TargetKind string

// The kinds.
const (
	TargetSeat      TargetKind = "seat"
	TargetCommittee TargetKind = "committee" // the seats of its members
	TargetChamber   TargetKind = "chamber"   // every seat of it; the governor's is one
)

// TargetKinds lists them all.
var TargetKinds = []TargetKind{TargetSeat, TargetCommittee, TargetChamber}

// Target is whom a campaign is addressed to: always an office, never a person.
type Target struct {
	ID          int64
	CampaignID  int64
	Kind        TargetKind
	SeatID      *int64
	CommitteeID *int64
	Chamber     *string
	CreatedAt   time.Time
}

// SeatTarget, CommitteeTarget and ChamberTarget name what is targeted.
func SeatTarget(seatID int64) Target { return Target{Kind: TargetSeat, SeatID: &seatID} }

// CommitteeTarget is the seats of a committee's members.
func CommitteeTarget(committeeID int64) Target {
	return Target{Kind: TargetCommittee, CommitteeID: &committeeID}
}

// ChamberTarget is every seat of a chamber, or the governor's.
func ChamberTarget(chamber string) Target { return Target{Kind: TargetChamber, Chamber: &chamber} }

// TargetsOf lists a campaign's targets in the order they were set.
func TargetsOf(ctx context.Context, tx *Tx, campaignID int64) ([]Target, error) {
	return rowsOf[Target](ctx, tx, "SELECT * FROM targets WHERE campaign_id = ? ORDER BY id", campaignID)
}

// SetTargets replaces a campaign's targets; none means every chamber of its
// state. An Invalid fault if one is not of the campaign's state, or no longer
// there.
func SetTargets(ctx context.Context, tx *Tx, c Campaign, targets []Target, now time.Time) error {
	rows := slices.Clone(targets)
	for i := range rows {
		ok, err := rows[i].isOf(ctx, tx, c.State)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Fields(map[string]string{"targets": "error.target.elsewhere"})
		}
		rows[i].ID, rows[i].CampaignID, rows[i].CreatedAt = 0, c.ID, now
	}
	if _, err := tx.exec(ctx, "DELETE FROM targets WHERE campaign_id = ?", c.ID); err != nil {
		return err
	}
	return add(ctx, tx, rows)
}

// AddTarget adds one target. An Invalid fault if it is not of the campaign's
// state, or no longer there; a Conflict fault if it is set already.
func AddTarget(ctx context.Context, tx *Tx, c Campaign, t Target, now time.Time) error {
	ok, err := t.isOf(ctx, tx, c.State)
	if err == nil && !ok {
		err = fault.Fields(map[string]string{"targets": "error.target.elsewhere"})
	}
	if err != nil {
		return err
	}
	t.ID, t.CampaignID, t.CreatedAt = 0, c.ID, now
	return addOne(ctx, tx, &t)
}

// RemoveTarget takes one target of a campaign away; a NotFound fault if it has
// no such target.
func RemoveTarget(ctx context.Context, tx *Tx, campaignID, id int64) error {
	n, err := tx.exec(ctx, "DELETE FROM targets WHERE campaign_id = ? AND id = ?", campaignID, id)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

func (t Target) isOf(ctx context.Context, tx *Tx, state string) (bool, error) {
	switch {
	case t.Kind == TargetSeat && t.SeatID != nil && t.CommitteeID == nil && t.Chamber == nil:
		n, err := valueOf(ctx, tx, "SELECT count(*) FROM seats s JOIN districts d ON d.id = s.district_id WHERE s.id = ? AND d.state = ?", *t.SeatID, state)
		return n == 1, err
	case t.Kind == TargetCommittee && t.CommitteeID != nil && t.SeatID == nil && t.Chamber == nil:
		n, err := valueOf(ctx, tx, "SELECT count(*) FROM committees WHERE id = ? AND state = ? AND ended_at IS NULL", *t.CommitteeID, state)
		return n == 1, err
	case t.Kind == TargetChamber && t.Chamber != nil && t.SeatID == nil && t.CommitteeID == nil:
		s, ok := StateByCode(state)
		return ok && s.OfficeNamed(*t.Chamber).Chamber != "", nil
	}
	return false, nil
}

// TargetedSeat is a seat that a campaign is addressed to now, and why. A seat
// comes once for each target that names it.
type TargetedSeat struct {
	Holder    `gorm:"embedded"`
	Kind      TargetKind
	Committee string        // its name, of a committee's seat
	Role      CommitteeRole // on it

	LettersOnly bool // this target gets no digests
}

// TargetSeats resolves a campaign's targets to the seats that they name now,
// and their holders. Without targets those are all seats of the legislature.
func TargetSeats(ctx context.Context, tx *Tx, campaignID int64) ([]TargetedSeat, error) {
	return rowsOf[TargetedSeat](ctx, tx, `WITH named AS (
  SELECT s.id AS seat_id, g.kind, '' AS committee, '' AS role, `+lettersOnly("g.campaign_id", "seat", "CAST(s.id AS text)")+` AS letters_only FROM targets g JOIN seats s ON s.id = g.seat_id WHERE g.campaign_id = ?
  UNION ALL
  SELECT s.id, g.kind, '', '', `+lettersOnly("g.campaign_id", "chamber", "d.chamber")+` FROM targets g JOIN campaigns c ON c.id = g.campaign_id JOIN districts d ON d.state = c.state AND d.chamber = g.chamber
  JOIN seats s ON s.district_id = d.id WHERE g.campaign_id = ?
  UNION ALL
  SELECT t.seat_id, g.kind, k.name, m.role, `+lettersOnly("g.campaign_id", "committee", "CAST(k.id AS text)")+` FROM targets g JOIN committees k ON k.id = g.committee_id AND k.ended_at IS NULL
  JOIN committee_members m ON m.committee_id = k.id JOIN terms t ON t.legislator_id = m.legislator_id AND t.ends_at IS NULL WHERE g.campaign_id = ?
  UNION ALL
  SELECT s.id, 'chamber', '', '', `+lettersOnly("c.id", "chamber", "d.chamber")+` FROM campaigns c JOIN districts d ON d.state = c.state AND d.chamber <> 'governor' JOIN seats s ON s.district_id = d.id
  WHERE c.id = ? AND NOT EXISTS (SELECT 1 FROM targets g WHERE g.campaign_id = c.id)
)
SELECT h.*, n.kind, n.committee, n.role, n.letters_only FROM named n JOIN (`+holders+`) h ON h.seat_id = n.seat_id
ORDER BY h.chamber DESC, length(h.code), h.code, h.position, n.kind, n.committee`, campaignID, campaignID, campaignID, campaignID)
}
