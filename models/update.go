package models

import (
	"context"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
)

// UpdateState is where an update stands.
type UpdateState string

// The states: draft → waiting (for a second person) → sending → sent; stopped aside.
const (
	UpdateDraft   UpdateState = "draft"
	UpdateWaiting UpdateState = "waiting"
	UpdateSending UpdateState = "sending"
	UpdateSent    UpdateState = "sent"
	UpdateStopped UpdateState = "stopped"
)

// UpdateStates lists them all.
var UpdateStates = []UpdateState{UpdateDraft, UpdateWaiting, UpdateSending, UpdateSent, UpdateStopped}

// Audience is which of the supporters who want updates get one.
type Audience string

// The audiences.
const (
	AudienceAll      Audience = "all"
	AudienceDistrict Audience = "district" // who lives in one district
	AudienceWrote    Audience = "wrote"    // who wrote to a legislator
	AudienceNotWrote Audience = "not_wrote"
)

// Audiences lists them all.
var Audiences = []Audience{AudienceAll, AudienceDistrict, AudienceWrote, AudienceNotWrote}

// Update is a message from organizers to a campaign's supporters.
type Update struct {
	ID            int64
	Ref           string
	CampaignID    int64
	UserID        int64 // who wrote it
	State         UpdateState
	Audience      Audience
	DistrictID    *int64
	IsPublic      bool // shown on the progress page once it goes out
	Recipients    int  // in the audience when sending began
	ApprovedBy    *int64
	ApprovedAt    *time.Time
	LastSignature int64 // everybody up to here has been seen to
	Suppressed    int   // left out: unsubscribed, bounced or complained
	Capped        int   // left out: had their updates of the week
	CreatedAt     time.Time
	MovedAt       time.Time
	StartedAt     *time.Time
	EndedAt       *time.Time
}

// UpdateText is an update in one language.
type UpdateText struct {
	UpdateID int64  `gorm:"primaryKey;autoIncrement:false"`
	Lang     string `gorm:"primaryKey"`
	Headline string
	Body     string // Markdown
}

// Filled is the text for a reader: {{name}}, {{count}} and {{goal}} are what
// they stand for.
func (t UpdateText) Filled(name string, count, goal int) UpdateText {
	fill := strings.NewReplacer("{{name}}", name, "{{count}}", strconv.Itoa(count), "{{goal}}", strconv.Itoa(goal))
	t.Headline, t.Body = fill.Replace(t.Headline), fill.Replace(t.Body)
	return t
}

// IsDraft says whether the text may still change.
func (u Update) IsDraft() bool { return u.State == UpdateDraft || u.State == UpdateWaiting }

// AddUpdate stores an update and fills its id.
func AddUpdate(ctx context.Context, tx *Tx, u *Update, texts []UpdateText) error {
	if err := addOne(ctx, tx, u); err != nil {
		return err
	}
	return saveUpdateTexts(ctx, tx, u.ID, texts)
}

// SaveUpdate stores what an author changed of a draft. A change takes an
// approval away. An update that is no draft any more is a Conflict fault.
func SaveUpdate(ctx context.Context, tx *Tx, u *Update, texts []UpdateText, now time.Time) error {
	err := moved(tx.exec(ctx, `UPDATE updates SET state = 'draft', audience = ?, district_id = ?, is_public = ?, approved_by = NULL, approved_at = NULL, moved_at = ?
WHERE id = ? AND state IN ('draft','waiting')`, u.Audience, u.DistrictID, u.IsPublic, now, u.ID))
	if err != nil {
		return err
	}
	u.State, u.ApprovedBy, u.ApprovedAt, u.MovedAt = UpdateDraft, nil, nil, now
	return saveUpdateTexts(ctx, tx, u.ID, texts)
}

func saveUpdateTexts(ctx context.Context, tx *Tx, id int64, texts []UpdateText) error {
	if _, err := tx.exec(ctx, "DELETE FROM update_texts WHERE update_id = ?", id); err != nil {
		return err
	}
	for i := range texts {
		texts[i].UpdateID = id
	}
	return add(ctx, tx, texts)
}

// MoveUpdate moves an update from the state that it was read in; a Conflict
// fault if it is there no longer.
func MoveUpdate(ctx context.Context, tx *Tx, u *Update, to UpdateState, now time.Time) error {
	was := u.State
	switch to {
	case UpdateSending:
		u.StartedAt = &now
	case UpdateSent, UpdateStopped:
		u.EndedAt = &now
	}
	u.State, u.MovedAt = to, now
	return moved(tx.exec(ctx, `UPDATE updates SET state = ?, recipients = ?, approved_by = ?, approved_at = ?, started_at = ?, ended_at = ?, moved_at = ? WHERE id = ? AND state = ?`,
		to, u.Recipients, u.ApprovedBy, u.ApprovedAt, u.StartedAt, u.EndedAt, now, u.ID, was))
}

// StepUpdate notes how far the sending is; a Conflict fault if it was stopped.
func StepUpdate(ctx context.Context, tx *Tx, u Update, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE updates SET last_signature = ?, suppressed = ?, capped = ?, moved_at = ? WHERE id = ? AND state = 'sending'",
		u.LastSignature, u.Suppressed, u.Capped, now, u.ID))
}

// LockUpdate reads an update and keeps others from moving it until the end of
// the transaction.
func LockUpdate(ctx context.Context, tx *Tx, id int64) (Update, error) {
	lock := ""
	if tx.Dialect == Postgres {
		lock = " FOR UPDATE"
	}
	return first[Update](ctx, tx, "SELECT * FROM updates WHERE id = ?"+lock, id)
}

// UpdateByRef finds an update of a campaign.
func UpdateByRef(ctx context.Context, tx *Tx, campaignID int64, ref string) (Update, error) {
	return take[Update](ctx, tx, "campaign_id = ? AND ref = ?", campaignID, ref)
}

// UpdatesOf lists a campaign's updates, newest first.
func UpdatesOf(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Update, error) {
	return rowsOf[Update](ctx, tx, "SELECT * FROM updates WHERE campaign_id = ? ORDER BY id DESC LIMIT ?", campaignID, limit)
}

// PublicUpdates lists those of a campaign that everybody may read, newest first.
func PublicUpdates(ctx context.Context, tx *Tx, campaignID int64, limit int) ([]Update, error) {
	return rowsOf[Update](ctx, tx, "SELECT * FROM updates WHERE campaign_id = ? AND is_public = ? AND state IN ('sending','sent') ORDER BY id DESC LIMIT ?", campaignID, true, limit)
}

// QuietUpdates lists the updates that are being sent and gave no sign of life
// since a time.
func QuietUpdates(ctx context.Context, tx *Tx, before time.Time, limit int) ([]int64, error) {
	return rowsOf[int64](ctx, tx, "SELECT id FROM updates WHERE state = 'sending' AND moved_at < ? ORDER BY moved_at LIMIT ?", before, limit)
}

// UpdateTextsOf are the texts of an update by language; none is a NotFound fault.
func UpdateTextsOf(ctx context.Context, tx *Tx, updateID int64) (map[string]UpdateText, error) {
	rows, err := rowsOf[UpdateText](ctx, tx, "SELECT * FROM update_texts WHERE update_id = ?", updateID)
	texts := map[string]UpdateText{}
	for _, r := range rows {
		texts[r.Lang] = r
	}
	if err == nil && len(texts) == 0 {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return texts, err
}
