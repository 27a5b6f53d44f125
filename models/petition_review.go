package models

import (
	"context"
	"time"
)

// ReviewDecision is what a reviewer decided on a text.
type ReviewDecision string

// The decisions.
const (
	ReviewPublished ReviewDecision = "published"
	ReviewRejected  ReviewDecision = "rejected"
)

// ReviewDecisions lists them.
var ReviewDecisions = []ReviewDecision{ReviewPublished, ReviewRejected}

// PetitionReview is one decision on a campaign's draft. Reviews are only ever added.
type PetitionReview struct {
	ID         int64
	CampaignID int64
	UserID     int64
	Decision   ReviewDecision
	PetitionID *int64 // the version that was published
	ReasonID   *int64 // of a rejection
	Note       string // for the organizers
	At         time.Time
}

// AddReview stores a decision.
func AddReview(ctx context.Context, tx *Tx, r *PetitionReview) error { return addOne(ctx, tx, r) }

// ReviewsOf lists the decisions on a campaign, newest first.
func ReviewsOf(ctx context.Context, tx *Tx, campaignID int64) ([]PetitionReview, error) {
	return rowsOf[PetitionReview](ctx, tx, "SELECT * FROM petition_reviews WHERE campaign_id = ? ORDER BY id DESC", campaignID)
}

// RejectionReason is why a text is not published, in words that organizers read.
type RejectionReason struct {
	ID        int64
	Code      string
	TitleEN   string `gorm:"column:title_en"`
	TitleES   string `gorm:"column:title_es"`
	TextEN    string `gorm:"column:text_en"`
	TextES    string `gorm:"column:text_es"`
	Final     bool   // the campaign cannot be sent in again
	RetiredAt *time.Time
}

// The longest parts of a reason, in characters.
const (
	MaxReasonCode  = 30
	MaxReasonTitle = 100
	MaxReasonText  = 1000
)

// Title is the reason in a few words, in a language.
func (r RejectionReason) Title(lang string) string {
	if lang == "es" {
		return r.TitleES
	}
	return r.TitleEN
}

// Text says what to do about it, in a language.
func (r RejectionReason) Text(lang string) string {
	if lang == "es" {
		return r.TextES
	}
	return r.TextEN
}

// RejectionReasons lists the reasons, those in use first.
func RejectionReasons(ctx context.Context, tx *Tx) ([]RejectionReason, error) {
	return rowsOf[RejectionReason](ctx, tx, "SELECT * FROM rejection_reasons ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, id")
}

// RejectionReasonByID finds a reason.
func RejectionReasonByID(ctx context.Context, tx *Tx, id int64) (RejectionReason, error) {
	return take[RejectionReason](ctx, tx, "id = ?", id)
}

// AddRejectionReason stores a reason; a Conflict fault if its code is taken.
func AddRejectionReason(ctx context.Context, tx *Tx, r *RejectionReason) error {
	return addOne(ctx, tx, r)
}

// SaveRejectionReason changes a reason's words and whether it is in use. Its
// code stays: past decisions name it.
func SaveRejectionReason(ctx context.Context, tx *Tx, r RejectionReason) error {
	return moved(tx.exec(ctx, "UPDATE rejection_reasons SET title_en = ?, title_es = ?, text_en = ?, text_es = ?, final = ?, retired_at = ? WHERE id = ?",
		r.TitleEN, r.TitleES, r.TextEN, r.TextES, r.Final, r.RetiredAt, r.ID))
}
