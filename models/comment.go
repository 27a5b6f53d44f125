package models

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/privacy"
)

// CommentState is where a comment stands.
type CommentState string

// The states. Nothing of a comment is public in another than published.
const (
	CommentPending   CommentState = "pending"   // its address has not confirmed it
	CommentHeld      CommentState = "held"      // waits for a moderator
	CommentPublished CommentState = "published" // shown under its story
	CommentDeclined  CommentState = "declined"
	CommentWithdrawn CommentState = "withdrawn" // taken back by its author
)

// CommentStates lists them all.
var CommentStates = []CommentState{CommentPending, CommentHeld, CommentPublished, CommentDeclined, CommentWithdrawn}

// Readers says who may read a comment before it is decided on.
const (
	ReaderModerators  = "moderators"
	ReaderTrainedLead = "trained_lead"
)

// How long comments keep what, and how often a decline may be appealed.
const (
	KeepUnconfirmed = 7 * 24 * time.Hour
	KeepDeclined    = 30 * 24 * time.Hour
	MaxAppeals      = 2
	MaxStoryComment = 1500 // characters
	ClaimLife       = 30 * time.Minute
)

// Comment is what a reader says under a story. Name, address and text are
// sealed; PublicText and PublicName are what a moderator let through.
type Comment struct {
	ID                     int64
	Ref                    string
	StoryID                int64
	State                  CommentState
	Lang                   string
	EmailIndex             []byte
	Name, Email, Text      []byte
	Display                Display
	USState                string `gorm:"column:us_state"`
	Classes                string // found by screening, with commas
	Urgency                int
	Reader                 string
	Hotline                bool // its author is shown where help is
	Asks                   bool // somebody waits for an answer
	AskedState             string
	PublicText, PublicName string
	Reason                 string // code of the last decline or report
	Appeals                int
	Vetted                 bool // published again after a report
	ClaimedBy              *int64
	ClaimedAt              *time.Time
	DueAt                  *time.Time // by when somebody should look; nil: nothing to decide
	AnswerDueAt            *time.Time // by when the question should be answered; nil: none waits
	CreatedAt              time.Time
	ConfirmedAt            *time.Time
	MovedAt                time.Time
	EmptiedAt              *time.Time
}

// CommentPerson is what is sealed of a comment.
type CommentPerson struct{ Name, Email, Text string }

// SealPerson fills the sealed fields; Ref must be set.
func (c *Comment) SealPerson(k *privacy.Keys, p CommentPerson) {
	c.Name = k.SealText("comments.name", c.Ref, p.Name)
	c.Email = k.SealText("comments.email", c.Ref, p.Email)
	c.Text = k.SealText("comments.text", c.Ref, p.Text)
}

// OpenPerson opens what is sealed; of an emptied comment that is nothing.
func (c Comment) OpenPerson(k *privacy.Keys) (p CommentPerson, err error) {
	for _, f := range []struct {
		into    *string
		purpose string
		sealed  []byte
	}{{&p.Name, "comments.name", c.Name}, {&p.Email, "comments.email", c.Email}, {&p.Text, "comments.text", c.Text}} {
		if len(f.sealed) == 0 {
			continue
		}
		if *f.into, err = k.OpenText(f.purpose, c.Ref, f.sealed); err != nil {
			return p, err
		}
	}
	return p, nil
}

// CommentIndex finds an address's comments under one story.
func CommentIndex(k *privacy.Keys, storySlug string, e Email) []byte {
	return k.Blind("comments.email "+storySlug, e.Canonical)
}

// DeclineReasons are why a comment may be declined, by code.
var DeclineReasons = []string{"names", "contact", "violence", "demeaning", "graphic", "spam", "off_topic"}

// ReportReasons are why a reader may report a published comment, by code.
var ReportReasons = []string{"names", "danger", "demeaning", "spam", "other"}

// ClassList is what screening found.
func (c Comment) ClassList() []string {
	return slices.DeleteFunc(strings.Split(c.Classes, ","), func(s string) bool { return s == "" })
}

// IsClaimedByOther says whether somebody else works on the comment.
func (c Comment) IsClaimedByOther(userID int64, now time.Time) bool {
	return c.ClaimedBy != nil && *c.ClaimedBy != userID && c.ClaimedAt != nil && now.Sub(*c.ClaimedAt) < ClaimLife
}

// CanBeAppealed says whether its author may ask for a second look.
func (c Comment) CanBeAppealed() bool {
	return c.State == CommentDeclined && c.Appeals < MaxAppeals && c.EmptiedAt == nil
}

// AddComment stores a comment.
func AddComment(ctx context.Context, tx *Tx, c *Comment) error { return addOne(ctx, tx, c) }

// CommentByRef finds a comment.
func CommentByRef(ctx context.Context, tx *Tx, ref string) (Comment, error) {
	return take[Comment](ctx, tx, "ref = ?", ref)
}

// SaveComment stores a comment as it is, if it is still in the state that was
// read; else a Conflict fault.
func SaveComment(ctx context.Context, tx *Tx, c Comment, was CommentState) error {
	return moved(tx.exec(ctx, `UPDATE comments SET state = ?, name = ?, email = ?, text = ?, email_index = ?, display = ?, classes = ?, urgency = ?, reader = ?,
  hotline = ?, asks = ?, asked_state = ?, public_text = ?, public_name = ?, reason = ?, appeals = ?, vetted = ?, claimed_by = ?, claimed_at = ?,
  due_at = ?, answer_due_at = ?, confirmed_at = ?, moved_at = ?, emptied_at = ? WHERE id = ? AND state = ?`,
		c.State, c.Name, c.Email, c.Text, c.EmailIndex, c.Display, c.Classes, c.Urgency, c.Reader, c.Hotline, c.Asks, c.AskedState, c.PublicText, c.PublicName,
		c.Reason, c.Appeals, c.Vetted, c.ClaimedBy, c.ClaimedAt, c.DueAt, c.AnswerDueAt, c.ConfirmedAt, c.MovedAt, c.EmptiedAt, c.ID, was))
}

// ClaimComment lets one moderator work on a comment; a Conflict fault if
// another does.
func ClaimComment(ctx context.Context, tx *Tx, id, userID int64, now time.Time) error {
	return moved(tx.exec(ctx, `UPDATE comments SET claimed_by = ?, claimed_at = ? WHERE id = ? AND (claimed_by IS NULL OR claimed_by = ? OR claimed_at <= ?)`,
		userID, now, id, userID, now.Add(-ClaimLife)))
}

// ReleaseComment gives a comment back that its moderator had taken.
func ReleaseComment(ctx context.Context, tx *Tx, id, userID int64) error {
	return moved(tx.exec(ctx, "UPDATE comments SET claimed_by = NULL, claimed_at = NULL WHERE id = ? AND claimed_by = ?", id, userID))
}
