package models

import (
	"bytes"
	"context"
	"time"
)

// DecisionKind says what happened to a comment.
type DecisionKind string

// The kinds. Those without a user are the author's, a reader's or the sweep's.
const (
	DecisionConfirmed DecisionKind = "confirmed"
	DecisionPublished DecisionKind = "published"
	DecisionRedacted  DecisionKind = "redacted" // published with phrases removed
	DecisionHeld      DecisionKind = "held"
	DecisionDeclined  DecisionKind = "declined"
	DecisionReported  DecisionKind = "reported"
	DecisionAppealed  DecisionKind = "appealed"
	DecisionWithdrawn DecisionKind = "withdrawn"
	DecisionEmptied   DecisionKind = "emptied" // the text of a declined one is kept no longer
)

// DecisionKinds lists them all.
var DecisionKinds = []DecisionKind{DecisionConfirmed, DecisionPublished, DecisionRedacted, DecisionHeld, DecisionDeclined, DecisionReported, DecisionAppealed, DecisionWithdrawn, DecisionEmptied}

// CommentDecision is one step of a comment. Decisions are only ever added; each
// holds the hash of all that came before it.
type CommentDecision struct {
	ID            int64
	CommentID     int64
	Number        int // from 1, without a gap
	UserID        *int64
	Kind          DecisionKind
	Before, After CommentState
	Reason        string // a code, never a text
	At            time.Time
	Hash          []byte // SHA-256
}

// DecisionHash is the hash of a decision after another, the first after nil.
func DecisionHash(before []byte, d CommentDecision) []byte {
	return chainHash(before, chainNumber(d.CommentID), chainNumber(int64(d.Number)), chainUser(d.UserID), []byte(d.Kind), []byte(d.Before), []byte(d.After),
		[]byte(d.Reason), chainTime(d.At))
}

// AreChained says whether a comment's decisions, in order, hold together.
func AreChained(list []CommentDecision) bool {
	var before []byte
	state := CommentPending
	for i, d := range list {
		if d.Number != i+1 || d.Before != state || !bytes.Equal(d.Hash, DecisionHash(before, d)) {
			return false
		}
		before, state = d.Hash, d.After
	}
	return true
}

// Decide moves a comment and adds the decision that did it. A comment that is
// no longer in the state that was read is a Conflict fault.
func Decide(ctx context.Context, tx *Tx, c Comment, was CommentState, d CommentDecision) error {
	if err := SaveComment(ctx, tx, c, was); err != nil { // it locks the row, so that numbers have no gap
		return err
	}
	list, err := DecisionsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	var before []byte
	if n := len(list); n > 0 {
		before = list[n-1].Hash
	}
	d.CommentID, d.Number, d.Before, d.After, d.At = c.ID, len(list)+1, was, c.State, Moment(d.At)
	d.Hash = DecisionHash(before, d)
	return addOne(ctx, tx, &d)
}

// DecisionsOf lists a comment's decisions in order.
func DecisionsOf(ctx context.Context, tx *Tx, commentID int64) ([]CommentDecision, error) {
	return rowsOf[CommentDecision](ctx, tx, "SELECT * FROM comment_decisions WHERE comment_id = ? ORDER BY number", commentID)
}

// CommentRead notes that a member of staff opened a comment.
type CommentRead struct {
	ID        int64
	CommentID int64
	UserID    int64
	At        time.Time
}

// AddCommentRead stores it.
func AddCommentRead(ctx context.Context, tx *Tx, r CommentRead) error { return addOne(ctx, tx, &r) }

// CommentTip notes that a member of staff made a report to the CyberTipline
// themselves: nothing is sent from here.
type CommentTip struct {
	ID        int64
	CommentID int64
	UserID    int64
	Reference string
	At        time.Time
}

// AddCommentTip stores it.
func AddCommentTip(ctx context.Context, tx *Tx, t CommentTip) error { return addOne(ctx, tx, &t) }

// CommentTips lists the reports made about a comment.
func CommentTips(ctx context.Context, tx *Tx, commentID int64) ([]CommentTip, error) {
	return rowsOf[CommentTip](ctx, tx, "SELECT * FROM comment_tips WHERE comment_id = ? ORDER BY id", commentID)
}

// CommentRules hold comments to their states.
var CommentRules = []Rule{
	{"shows words and is not published", `SELECT 'comment ' || id FROM comments WHERE state <> 'published' AND NOT (state = 'held' AND reason <> '') AND (public_text <> '' OR public_name <> '') ORDER BY id`},
	{"is published and shows nothing", `SELECT 'comment ' || id FROM comments WHERE state = 'published' AND public_text = '' ORDER BY id`},
	{"waits without a time by which to look", `SELECT 'comment ' || id FROM comments WHERE state = 'held' AND due_at IS NULL ORDER BY id`},
	{"is over and still holds its person", `SELECT 'comment ' || id FROM comments WHERE (state = 'withdrawn' OR emptied_at IS NOT NULL) AND (text IS NOT NULL OR name IS NOT NULL OR email IS NOT NULL) ORDER BY id`},
	{"is not where its last decision left it", `SELECT 'comment ' || c.id FROM comments c LEFT JOIN comment_decisions d ON d.comment_id = c.id
  AND d.number = (SELECT max(x.number) FROM comment_decisions x WHERE x.comment_id = c.id)
WHERE c.state <> COALESCE(d.after, 'pending') ORDER BY c.id`},
}

// WithdrawComment takes a confirmed comment back: nothing of its person stays.
// nobody replaces the blind index.
func WithdrawComment(ctx context.Context, tx *Tx, c Comment, nobody []byte, now time.Time) error {
	was := c.State
	c.State, c.EmailIndex = CommentWithdrawn, nobody
	c.empty(now)
	if err := Decide(ctx, tx, c, was, CommentDecision{Kind: DecisionWithdrawn, At: now}); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM comment_answers WHERE comment_id = ? AND private = ?", c.ID, true); err != nil {
		return err
	}
	return DropCommentMails(ctx, tx, c.ID, true, now)
}

// EmptyComment forgets the words and the person of a declined comment.
func EmptyComment(ctx context.Context, tx *Tx, c Comment, now time.Time) error {
	c.empty(now)
	return Decide(ctx, tx, c, CommentDeclined, CommentDecision{Kind: DecisionEmptied, At: now})
}

func (c *Comment) empty(now time.Time) {
	c.Name, c.Email, c.Text, c.PublicText, c.PublicName, c.Reason = nil, nil, nil, "", "", ""
	c.DueAt, c.AnswerDueAt, c.ClaimedBy, c.ClaimedAt = nil, nil, nil, nil
	c.MovedAt, c.EmptiedAt = now, &now
}
