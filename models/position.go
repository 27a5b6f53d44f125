package models

import (
	"context"
	"time"
)

// Stance is where a legislator stands on a campaign's ask.
type Stance string

// The stances that somebody can take, and the one that takes back what was
// noted. Who has taken none is silent.
const (
	StanceSupports  Stance = "supports"
	StanceUndecided Stance = "undecided"
	StanceOpposes   Stance = "opposes"
	StanceWithdrawn Stance = "withdrawn" // the note was wrong
)

// Stances lists them all.
var Stances = []Stance{StanceSupports, StanceUndecided, StanceOpposes, StanceWithdrawn}

// Evidence is what a position is known from.
type Evidence string

// The kinds of evidence.
const (
	EvidenceStatement Evidence = "statement" // said or written in public
	EvidenceLetter    Evidence = "letter"    // the office's answer
	EvidenceVote      Evidence = "vote"
	EvidenceMeeting   Evidence = "meeting"
	EvidenceRecord    Evidence = "record" // sponsorship, journal, hearing
)

// Evidences lists them all.
var Evidences = []Evidence{EvidenceStatement, EvidenceLetter, EvidenceVote, EvidenceMeeting, EvidenceRecord}

// Position is what was noted of a legislator in a seat on one campaign. Rows are
// only added: the newest of a holder stands, the older ones tell how it changed.
type Position struct {
	ID           int64
	CampaignID   int64
	SeatID       int64
	LegislatorID int64
	Stance       Stance
	Evidence     Evidence
	Source       string // an address on the web, or what and where in words
	Summary      string // in public, at most a few lines
	SaidOn       string // the day, YYYY-MM-DD
	UserID       *int64 // who noted it; nil for what came with data
	CreatedAt    time.Time
}

// AddPosition stores a position.
func AddPosition(ctx context.Context, tx *Tx, p *Position) error { return addOne(ctx, tx, p) }

// PositionsOf lists everything noted on a campaign, oldest first.
func PositionsOf(ctx context.Context, tx *Tx, campaignID int64) ([]Position, error) {
	return rowsOf[Position](ctx, tx, "SELECT * FROM positions WHERE campaign_id = ? ORDER BY id", campaignID)
}

// PositionRow is a position with the names of whom it is about and who noted it.
type PositionRow struct {
	Position   `gorm:"embedded"`
	Legislator string
	NotedBy    string // empty for what came with data
}

// PositionRows lists everything noted on a campaign, newest first.
func PositionRows(ctx context.Context, tx *Tx, campaignID int64) ([]PositionRow, error) {
	return rowsOf[PositionRow](ctx, tx, `SELECT p.*, l.name AS legislator, COALESCE(u.name, '') AS noted_by
FROM positions p JOIN legislators l ON l.id = p.legislator_id LEFT JOIN users u ON u.id = p.user_id WHERE p.campaign_id = ? ORDER BY p.id DESC`, campaignID)
}

// SeatFirst is a seat and since when its holder has heard of a campaign.
type SeatFirst struct {
	SeatID       int64
	LegislatorID int64
	AcceptedAt   time.Time
}

// FirstDeliveries says for each seat and holder since when silence counts: when
// the mail provider had taken the first digest of the whole state, or a number of
// letters, for fewer could tell when one person wrote.
func FirstDeliveries(ctx context.Context, tx *Tx, campaignID int64, letters int) ([]SeatFirst, error) {
	return rowsOf[SeatFirst](ctx, tx, `SELECT n.seat_id, n.legislator_id, n.accepted_at FROM (
  SELECT d.seat_id, d.legislator_id, d.kind, o.accepted_at, row_number() OVER (PARTITION BY d.seat_id, d.legislator_id, d.kind ORDER BY o.accepted_at, d.id) AS number
  FROM deliveries d JOIN outbox o ON o.id = d.outbox_id LEFT JOIN digests g ON g.id = d.digest_id LEFT JOIN milestones m ON m.id = g.milestone_id
  WHERE d.campaign_id = ? AND o.accepted_at IS NOT NULL AND (d.kind = 'letter' OR m.scope = 'state')) n
WHERE n.kind = 'digest' AND n.number = 1 OR n.kind = 'letter' AND n.number = ? ORDER BY n.accepted_at DESC`, campaignID, letters)
}

// Standing is where the holder of a seat stands: the newest position that was
// not taken back, or silence since it was written to.
type Standing struct {
	Holder
	Position    *Position  // nil: silent
	SilentSince *time.Time // of a silent holder who was written to: the Monday of that week, UTC
}

// Standings tells where every seat of a state's legislature stands on a
// campaign, in the order of the seats. What was noted of a former holder does
// not stand for the new one. Since when somebody is silent is told only where
// that many letters had arrived.
func Standings(ctx context.Context, tx *Tx, c Campaign, letters int) ([]Standing, error) {
	holders, err := HoldersOfState(ctx, tx, c.State)
	if err != nil {
		return nil, err
	}
	positions, err := PositionsOf(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	firsts, err := FirstDeliveries(ctx, tx, c.ID, letters)
	if err != nil {
		return nil, err
	}
	type held struct{ seat, legislator int64 }
	newest, first := map[held]*Position{}, map[held]time.Time{}
	for i, p := range positions {
		newest[held{p.SeatID, p.LegislatorID}] = &positions[i]
	}
	for _, f := range firsts {
		first[held{f.SeatID, f.LegislatorID}] = mondayOf(f.AcceptedAt)
	}
	standings := make([]Standing, len(holders))
	for i, h := range holders {
		s := Standing{Holder: h}
		key := held{h.SeatID, h.LegislatorID}
		if p := newest[key]; p != nil && p.Stance != StanceWithdrawn {
			s.Position = p
		} else if at, ok := first[key]; ok {
			s.SilentSince = &at
		}
		standings[i] = s
	}
	return standings, nil
}

// StanceCounts counts the seats of a chamber by where their holders stand:
// the stances, silent and vacant. A chamber without seats has none.
func StanceCounts(holders []Holder, noted []Position, chamber string) map[string]int {
	type held struct{ seat, legislator int64 }
	newest, counts := map[held]Stance{}, map[string]int{}
	for _, p := range noted {
		newest[held{p.SeatID, p.LegislatorID}] = p.Stance
	}
	for _, h := range holders {
		if h.Chamber != chamber {
			continue
		}
		switch stance := newest[held{h.SeatID, h.LegislatorID}]; {
		case h.IsVacant():
			counts["vacant"]++
		case stance == "" || stance == StanceWithdrawn:
			counts["silent"]++
		default:
			counts[string(stance)]++
		}
	}
	return counts
}

// mondayOf is the Monday of a time's week, UTC.
func mondayOf(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
