package models

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// PetitionDraft is the text that organizers work on until it becomes a version.
// It waits for review while SubmittedAt is set, and does not change then.
type PetitionDraft struct {
	CampaignID    int64  `gorm:"primaryKey;autoIncrement:false"`
	Template      string // key of the template it began from; "" for none
	Revision      int    // counts saves, so that nobody saves over another's words
	SavedBy       int64
	SavedAt       time.Time
	SubmittedBy   *int64
	SubmittedAt   *time.Time
	SubmittedLang string // in which its submitter reads what became of it
	ClaimedBy     *int64 // who is reading it
	ClaimedAt     *time.Time
}

// PetitionDraftText is a draft in one language. Nothing need be complete.
type PetitionDraftText struct {
	CampaignID int64  `gorm:"primaryKey;autoIncrement:false"`
	Lang       string `gorm:"primaryKey"`
	Title      string
	Ask        string
	Summary    string
	Story      string // Markdown
}

// AsDraft is a published text as the next draft begins from it.
func (t PetitionText) AsDraft(campaignID int64) PetitionDraftText {
	return PetitionDraftText{CampaignID: campaignID, Lang: t.Lang, Title: t.Title, Ask: t.Ask, Summary: t.Summary, Story: t.Story}
}

// IsEmpty says whether nothing is written in the language.
func (t PetitionDraftText) IsEmpty() bool { return t.Title+t.Ask+t.Summary+t.Story == "" }

// Text is the draft as a text of a version.
func (t PetitionDraftText) Text() PetitionText {
	return PetitionText{Lang: t.Lang, Title: t.Title, Ask: t.Ask, Summary: t.Summary, Story: t.Story}
}

// ReviewDue is how long a text may wait for its review.
const ReviewDue = 5 * 24 * time.Hour

// IsClaimedByOther says whether somebody else is reading the draft.
func (d PetitionDraft) IsClaimedByOther(userID int64, now time.Time) bool {
	return d.ClaimedBy != nil && *d.ClaimedBy != userID && now.Before(d.ClaimedAt.Add(ClaimLife))
}

// DraftOf finds a campaign's draft; none is a NotFound fault.
func DraftOf(ctx context.Context, tx *Tx, campaignID int64) (PetitionDraft, error) {
	return take[PetitionDraft](ctx, tx, "campaign_id = ?", campaignID)
}

// DraftTexts lists a draft's texts by language.
func DraftTexts(ctx context.Context, tx *Tx, campaignID int64) ([]PetitionDraftText, error) {
	return rowsOf[PetitionDraftText](ctx, tx, "SELECT * FROM petition_draft_texts WHERE campaign_id = ? ORDER BY lang", campaignID)
}

// AddDraft stores a campaign's first draft.
func AddDraft(ctx context.Context, tx *Tx, d *PetitionDraft, texts []PetitionDraftText) error {
	d.Revision = 1
	if d.SubmittedLang == "" {
		d.SubmittedLang = "en"
	}
	if err := addOne(ctx, tx, d); err != nil {
		return err
	}
	return add(ctx, tx, texts)
}

// SaveDraft replaces a draft's texts. A Conflict fault if somebody else saved
// since revision was read, or the draft waits for review.
func SaveDraft(ctx context.Context, tx *Tx, d PetitionDraft, texts []PetitionDraftText) error {
	err := moved(tx.exec(ctx, "UPDATE petition_drafts SET revision = revision + 1, saved_by = ?, saved_at = ? WHERE campaign_id = ? AND revision = ? AND submitted_at IS NULL",
		d.SavedBy, d.SavedAt, d.CampaignID, d.Revision))
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM petition_draft_texts WHERE campaign_id = ?", d.CampaignID); err != nil {
		return err
	}
	return add(ctx, tx, texts)
}

// SubmitDraft lets a draft wait for its review.
func SubmitDraft(ctx context.Context, tx *Tx, campaignID, userID int64, lang string, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE petition_drafts SET submitted_by = ?, submitted_at = ?, submitted_lang = ?, claimed_by = NULL, claimed_at = NULL WHERE campaign_id = ? AND submitted_at IS NULL",
		userID, now, lang, campaignID))
}

// ReturnDraft ends a draft's wait: it was decided on, or taken back.
func ReturnDraft(ctx context.Context, tx *Tx, campaignID int64) error {
	return moved(tx.exec(ctx, "UPDATE petition_drafts SET submitted_by = NULL, submitted_at = NULL, claimed_by = NULL, claimed_at = NULL WHERE campaign_id = ? AND submitted_at IS NOT NULL", campaignID))
}

// ClaimDraft gives a waiting draft to a reviewer. A Conflict fault if another
// has it.
func ClaimDraft(ctx context.Context, tx *Tx, campaignID, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, `UPDATE petition_drafts SET claimed_by = ?, claimed_at = ? WHERE campaign_id = ? AND submitted_at IS NOT NULL
AND (claimed_by IS NULL OR claimed_by = ? OR claimed_at <= ?)`, userID, now, campaignID, userID, now.Add(-ClaimLife)))
}

// ReleaseDraft gives a draft back that its reviewer has.
func ReleaseDraft(ctx context.Context, tx *Tx, campaignID, userID int64) error {
	return moved(tx.exec(ctx, "UPDATE petition_drafts SET claimed_by = NULL, claimed_at = NULL WHERE campaign_id = ? AND claimed_by = ?", campaignID, userID))
}

// WaitingDrafts lists the drafts that wait for review, the longest waiting first.
func WaitingDrafts(ctx context.Context, tx *Tx, limit int) ([]PetitionDraft, error) {
	return rowsOf[PetitionDraft](ctx, tx, "SELECT * FROM petition_drafts WHERE submitted_at IS NOT NULL ORDER BY submitted_at, campaign_id LIMIT ?", limit)
}

// WorkingText is a campaign's text as its organizers know it: of the version
// that people sign, or of the draft while there is none.
func WorkingText(ctx context.Context, tx *Tx, c Campaign, lang string) (PetitionText, error) {
	if c.PetitionID != nil {
		return TextOf(ctx, tx, *c.PetitionID, lang)
	}
	texts, err := DraftTexts(ctx, tx, c.ID)
	if err != nil {
		return PetitionText{}, err
	}
	best := PetitionText{Lang: "en"}
	for _, t := range texts {
		if t.Title != "" && (t.Lang == lang || best.Title == "") {
			best = t.Text()
		}
	}
	return best, nil
}

// SameText says whether a draft says what a version says.
func SameText(p Petition, texts []PetitionDraftText) bool {
	return string(p.Hash) == string(HashTexts(VersionTexts(texts)))
}

// VersionTexts are a draft's texts as a version has them: those in which
// something is written.
func VersionTexts(texts []PetitionDraftText) []PetitionText {
	var list []PetitionText
	for _, t := range texts {
		if !t.IsEmpty() {
			list = append(list, t.Text())
		}
	}
	return list
}

// CanBeDrafted says whether the campaign's text may be worked on: nil or a Conflict.
func (c Campaign) CanBeDrafted() error {
	switch c.Status {
	case CampaignDraft, CampaignLive, CampaignPaused:
		return nil
	}
	return fault.New(fault.Conflict, "error.draft.closed")
}
