package models

import (
	"context"
	"slices"
	"time"
)

// BillChambers are where a bill begins, and who holds a hearing or votes: one house,
// or both at once; "" where nobody has said.
var BillChambers = []string{"", "upper", "lower", "legislature"}

// Bill is the bill that would do what a campaign asks. Its number is the
// campaign's own: Campaign.Bill.
type Bill struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Chamber    string // where it began
	Session    string
	Title      string
	Sponsors   string
	URL        string `gorm:"column:url"` // its official page
	Entries    int    // how many events there are
	Head       []byte // hash of the last
	SavedBy    int64
	SavedAt    time.Time
}

// BillOf finds a campaign's bill; none is a NotFound fault.
func BillOf(ctx context.Context, tx *Tx, campaignID int64) (Bill, error) {
	return take[Bill](ctx, tx, "campaign_id = ?", campaignID)
}

// SaveBill adds a campaign's bill or writes over what is known of it, and names it
// in the campaign. Its events stay.
func SaveBill(ctx context.Context, tx *Tx, b Bill, name string) error {
	if err := moved(tx.exec(ctx, "UPDATE campaigns SET bill = ?, updated_at = ? WHERE id = ?", name, b.SavedAt, b.CampaignID)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `INSERT INTO bills (campaign_id, chamber, session, title, sponsors, url, saved_by, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (campaign_id) DO UPDATE SET chamber = excluded.chamber, session = excluded.session, title = excluded.title, sponsors = excluded.sponsors, url = excluded.url,
  saved_by = excluded.saved_by, saved_at = excluded.saved_at`, b.CampaignID, b.Chamber, b.Session, b.Title, b.Sponsors, b.URL, b.SavedBy, b.SavedAt)
	return err
}

// BillStage is how far a bill has come.
type BillStage string

// The stages in their order, and the two ways in which a bill ends without a law.
const (
	BillIntroduced   BillStage = "introduced"
	BillCommittee    BillStage = "committee"
	BillFloor        BillStage = "floor"
	BillOtherChamber BillStage = "other_chamber"
	BillGovernor     BillStage = "governor"
	BillLaw          BillStage = "law"
	BillDied         BillStage = "died"
	BillVetoed       BillStage = "vetoed"
)

// BillStages lists them all.
var BillStages = []BillStage{BillIntroduced, BillCommittee, BillFloor, BillOtherChamber, BillGovernor, BillLaw, BillDied, BillVetoed}

// Path is the way that a bill takes through a legislature. One with a single house
// has no other chamber.
func (s State) Path() []BillStage {
	path := slices.Clone(BillStages[:6])
	if len(s.Chambers) == 1 {
		path = slices.DeleteFunc(path, func(at BillStage) bool { return at == BillOtherChamber })
	}
	return path
}

// IsEnd says whether nothing follows in the session.
func (s BillStage) IsEnd() bool { return s == BillLaw || s == BillDied || s == BillVetoed }

// BillStanding is where a bill stands: its last stage, the furthest that it came
// before it ended without a law, and since when.
type BillStanding struct {
	Stage, Reached BillStage // "" for neither
	Since          string    // a day
}

// StandingOf reads where a bill stands from its events.
func StandingOf(list []BillEvent) (s BillStanding) {
	var steps []BillEvent
	for _, e := range StandingEvents(list) {
		if e.Kind == BillStep {
			steps = append(steps, e)
		}
	}
	slices.SortStableFunc(steps, byDay)
	for _, e := range steps {
		if s.Stage, s.Since = e.Stage, e.Day; e.Stage != BillDied && e.Stage != BillVetoed {
			s.Reached = e.Stage
		}
	}
	return s
}
