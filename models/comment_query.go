package models

import (
	"context"
	"time"
)

// PublishedComments lists what is shown under a story, oldest first.
func PublishedComments(ctx context.Context, tx *Tx, storyID int64) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE story_id = ? AND state = 'published' ORDER BY id", storyID)
}

// WaitingComments lists what a moderator should decide on, the most overdue first.
func WaitingComments(ctx context.Context, tx *Tx, limit int) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT ?", limit)
}

// WaitingQuestions lists the confirmed questions without an answer, the most
// overdue first.
func WaitingQuestions(ctx context.Context, tx *Tx, limit int) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE answer_due_at IS NOT NULL AND state IN ('held','published') ORDER BY answer_due_at, id LIMIT ?", limit)
}

// CommentsByIndex lists the comments that bear one of the blind indexes, newest first.
func CommentsByIndex(ctx context.Context, tx *Tx, indexes [][]byte) ([]Comment, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE email_index IN ? ORDER BY id DESC", indexes)
}

// CommentsAfter pages through all comments by id.
func CommentsAfter(ctx context.Context, tx *Tx, id int64, limit int) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE id > ? ORDER BY id LIMIT ?", id, limit)
}

// UnconfirmedComments lists comments left before a time and never confirmed.
func UnconfirmedComments(ctx context.Context, tx *Tx, before time.Time, limit int) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE state = 'pending' AND created_at < ? ORDER BY id LIMIT ?", before, limit)
}

// DeclinedBefore lists declined comments whose text is kept no longer.
func DeclinedBefore(ctx context.Context, tx *Tx, before time.Time, limit int) ([]Comment, error) {
	return rowsOf[Comment](ctx, tx, "SELECT * FROM comments WHERE state = 'declined' AND emptied_at IS NULL AND moved_at < ? ORDER BY id LIMIT ?", before, limit)
}

// CommentLink is the secret of a comment's mail; only its hash is kept.
type CommentLink struct {
	Hash      []byte `gorm:"primaryKey"`
	CommentID int64
	OutboxID  *int64
	CreatedAt time.Time
}

// AddCommentLink stores a link.
func AddCommentLink(ctx context.Context, tx *Tx, l CommentLink) error { return addOne(ctx, tx, &l) }

// CommentByLink finds the comment that a link opens.
func CommentByLink(ctx context.Context, tx *Tx, hash []byte) (Comment, error) {
	return take[Comment](ctx, tx, "id = (SELECT comment_id FROM comment_links WHERE hash = ?)", hash)
}

// DropCommentMails stops what is still to be sent about a comment, and with
// forget empties what was sent.
func DropCommentMails(ctx context.Context, tx *Tx, commentID int64, forget bool, now time.Time) error {
	ids, err := rowsOf[int64](ctx, tx, `SELECT o.id FROM outbox o JOIN comment_links l ON l.outbox_id = o.id WHERE l.comment_id = ? AND o.state = 'queued' ORDER BY o.id`, commentID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := DropMail(ctx, tx, id, "withdrawn", now); err != nil {
			return err
		}
	}
	if !forget {
		return nil
	}
	_, err = tx.exec(ctx, `UPDATE outbox SET payload = NULL WHERE state NOT IN ('queued','sending')
AND id IN (SELECT outbox_id FROM comment_links WHERE comment_id = ?)`, commentID)
	return err
}

// DeleteComment deletes a comment that was never confirmed, with its links.
func DeleteComment(ctx context.Context, tx *Tx, c Comment, now time.Time) error {
	if err := DropCommentMails(ctx, tx, c.ID, true, now); err != nil {
		return err
	}
	return moved(tx.exec(ctx, "DELETE FROM comments WHERE id = ? AND state = 'pending'", c.ID))
}

// ForgetCommentLinks deletes the links of a comment.
func ForgetCommentLinks(ctx context.Context, tx *Tx, commentID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM comment_links WHERE comment_id = ?", commentID)
	return err
}

// CommentAnswer is what staff said to a question.
type CommentAnswer struct {
	CommentID int64 `gorm:"primaryKey"`
	UserID    int64
	Text      string
	State     string // whose petition and law it points to; may be empty
	Private   bool   // goes to its asker alone
	At        time.Time
}

// AddCommentAnswer stores an answer; a Conflict fault if there is one.
func AddCommentAnswer(ctx context.Context, tx *Tx, a CommentAnswer) error { return addOne(ctx, tx, &a) }

// CommentAnswerOf finds the answer to a comment; none is a NotFound fault.
func CommentAnswerOf(ctx context.Context, tx *Tx, commentID int64) (CommentAnswer, error) {
	return take[CommentAnswer](ctx, tx, "comment_id = ?", commentID)
}

// CommentAnswersOf finds the answers to the comments of a story, by comment.
func CommentAnswersOf(ctx context.Context, tx *Tx, storyID int64) (map[int64]CommentAnswer, error) {
	rows, err := rowsOf[CommentAnswer](ctx, tx, "SELECT a.* FROM comment_answers a JOIN comments c ON c.id = a.comment_id WHERE c.story_id = ?", storyID)
	answers := map[int64]CommentAnswer{}
	for _, a := range rows {
		answers[a.CommentID] = a
	}
	return answers, err
}
