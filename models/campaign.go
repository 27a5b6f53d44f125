package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// CampaignStatus is where a campaign stands.
type CampaignStatus string

// The statuses; contract: draft → in_review → live → closed, the others aside.
const (
	CampaignDraft     CampaignStatus = "draft"
	CampaignInReview  CampaignStatus = "in_review"
	CampaignLive      CampaignStatus = "live"
	CampaignClosed    CampaignStatus = "closed"
	CampaignRejected  CampaignStatus = "rejected"
	CampaignPaused    CampaignStatus = "paused"
	CampaignWithdrawn CampaignStatus = "withdrawn"
	CampaignHidden    CampaignStatus = "hidden"
)

// CampaignStatuses lists them all.
var CampaignStatuses = []CampaignStatus{CampaignDraft, CampaignInReview, CampaignLive, CampaignClosed,
	CampaignRejected, CampaignPaused, CampaignWithdrawn, CampaignHidden}

// PublicStatuses are those whose campaigns have a public page.
var PublicStatuses = []CampaignStatus{CampaignLive, CampaignPaused, CampaignClosed, CampaignWithdrawn}

// Outcome is how a campaign ended, empty until known.
type Outcome string

// The outcomes.
const (
	OutcomeUnknown  Outcome = ""
	OutcomeWon      Outcome = "won"
	OutcomeNarrowed Outcome = "narrowed"
	OutcomeLost     Outcome = "lost"
	OutcomeObsolete Outcome = "obsolete"
)

// Outcomes lists those that a closed campaign may have.
var Outcomes = []Outcome{OutcomeWon, OutcomeNarrowed, OutcomeLost, OutcomeObsolete}

// Topics are the areas of law that campaigns and law cards are about.
var Topics = []string{"safe_harbor", "vacatur"}

// GraceAfterClose is how long a confirmation link still counts once its
// campaign has closed.
const GraceAfterClose = 24 * time.Hour

// Campaign is what an organizer runs in one state.
type Campaign struct {
	ID          int64
	Slug, Code  string
	State       string // lower-case postal code
	Topic       string
	Criterion   string // key of the law card's criterion that the ask would change
	Bill        string
	Status      CampaignStatus
	Outcome     Outcome
	Goal        int
	GoalFixed   bool   // the goal is shown as it is, without steps
	PetitionID  *int64 // the version that people sign now
	SuccessorID *int64
	OpenedAt    *time.Time
	ClosesOn    string // the last day on which it can be signed, in its state; "" while none is set
	ClosedAt    *time.Time
	Moves       int    // how many moves there are
	MovesHead   []byte // hash of the last
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// IsPublic says whether the campaign has a public page.
func (c Campaign) IsPublic() bool {
	for _, s := range PublicStatuses {
		if c.Status == s {
			return true
		}
	}
	return false
}

// CanBeSigned says whether a signature may be left now: nil, or a Gone fault.
func (c Campaign) CanBeSigned() error {
	if c.Status == CampaignLive && c.PetitionID != nil {
		return nil
	}
	return fault.New(fault.Gone, "error.campaign.not_live")
}

// CanBeConfirmed says whether a confirmation link still counts: while the
// campaign is live or paused, and for GraceAfterClose once it closed.
func (c Campaign) CanBeConfirmed(now time.Time) error {
	switch c.Status {
	case CampaignLive, CampaignPaused:
		return nil
	case CampaignClosed:
		if c.ClosedAt != nil && now.Before(c.ClosedAt.Add(GraceAfterClose)) {
			return nil
		}
	}
	return fault.New(fault.Gone, "error.campaign.closed")
}

// goalSteps is the ladder that a goal climbs, so that it is always in reach.
var goalSteps = []int{100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000}

// NextGoal is the step to show for n signatures: the first that is not reached, but
// never past the campaign's own goal until that is met. A goal that is fixed stays.
func (c Campaign) NextGoal(n int) int {
	if c.GoalFixed && c.Goal > 0 {
		return c.Goal
	}
	for _, step := range goalSteps {
		if c.Goal > 0 && step >= c.Goal && n < c.Goal {
			return c.Goal
		}
		if n < step {
			return step
		}
	}
	return n + n/4
}

// CampaignBySlug finds a campaign.
func CampaignBySlug(ctx context.Context, tx *Tx, slug string) (Campaign, error) {
	return take[Campaign](ctx, tx, "slug = ?", slug)
}

// CampaignByCode finds a campaign by its short link.
func CampaignByCode(ctx context.Context, tx *Tx, code string) (Campaign, error) {
	return take[Campaign](ctx, tx, "code = ?", code)
}

// CampaignByID finds a campaign.
func CampaignByID(ctx context.Context, tx *Tx, id int64) (Campaign, error) {
	return take[Campaign](ctx, tx, "id = ?", id)
}

// AddCampaign stores a new campaign and its empty counts, and fills its id.
func AddCampaign(ctx context.Context, tx *Tx, c *Campaign) error {
	if err := addOne(ctx, tx, c); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "INSERT INTO signature_counts (campaign_id) VALUES (?)", c.ID)
	return err
}

// UsePetition makes a version the one that people sign from now on.
func UsePetition(ctx context.Context, tx *Tx, c *Campaign, petitionID int64, now time.Time) error {
	c.PetitionID, c.UpdatedAt = &petitionID, now
	return moved(tx.exec(ctx, "UPDATE campaigns SET petition_id = ?, updated_at = ? WHERE id = ?", petitionID, now, c.ID))
}

// MoveCampaign moves c from the status it was read in to another. One that was
// hidden is as closed as it was before.
func MoveCampaign(ctx context.Context, tx *Tx, c *Campaign, to CampaignStatus, now time.Time) error {
	closed := c.ClosedAt
	if to == CampaignClosed && (closed == nil || c.Status != CampaignHidden) {
		closed = &now
	}
	err := moved(tx.exec(ctx, "UPDATE campaigns SET status = ?, closed_at = ?, updated_at = ? WHERE id = ? AND status = ?",
		to, closed, now, c.ID, c.Status))
	if err == nil {
		c.Status, c.ClosedAt, c.UpdatedAt = to, closed, now
	}
	return err
}

// PlanCampaign changes what a campaign is about besides its text.
func PlanCampaign(ctx context.Context, tx *Tx, id int64, criterion, bill string, goal int, fixed bool, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE campaigns SET criterion = ?, bill = ?, goal = ?, goal_fixed = ?, updated_at = ? WHERE id = ?", criterion, bill, goal, fixed, now, id))
}
