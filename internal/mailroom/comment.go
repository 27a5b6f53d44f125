package mailroom

import (
	"context"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/emails"
)

// What a mail about a comment tells its author.
const (
	CommentConfirm  = emails.CommentConfirm
	CommentDeclined = emails.CommentDeclined
	CommentAnswered = emails.CommentAnswered
)

// CommentNews is what a mail about a comment tells its author.
type CommentNews = emails.CommentNews

// CommentMail is a mail about a comment, and the secret of the link in it.
type CommentMail struct{ linked }

// Comment writes to the author of a comment: to confirm it, that it was
// declined, or with an answer. It holds nothing that anybody typed but staff's
// answer. A confirmation runs out with the comment.
func (r Room) Comment(ctx context.Context, lang, to string, news emails.CommentNews, answer string, now time.Time) (*CommentMail, error) {
	tok := token.New()
	page := emails.Comment{Site: r.Site, News: news, Link: r.url("/comments/" + tok), Answer: answer, Days: daysToConfirm}
	m, err := r.about(ctx, lang, to, KindComment, page, tok, news == emails.CommentConfirm, now)
	if err != nil {
		return nil, err
	}
	return &CommentMail{m}, nil
}

// PostComment stores a mail about a comment with its link and its job.
func (r Room) PostComment(ctx context.Context, tx *models.Tx, m *CommentMail, commentID int64) error {
	return r.postLinked(ctx, tx, m.linked, func(outboxID int64) error {
		return models.AddCommentLink(ctx, tx, models.CommentLink{Hash: m.hash, CommentID: commentID, OutboxID: &outboxID, CreatedAt: m.at})
	})
}

// PostMyDataOfComments mails the link to everything held about an address that
// has comments alone; erasing a comment empties the mail too. It cannot be
// unsubscribed from, so that no link keeps the address.
func (r Room) PostMyDataOfComments(ctx context.Context, tx *models.Tx, lang, to string, commentID int64, now time.Time) error {
	m, err := r.linkedMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostComment(ctx, tx, &CommentMail{m}, commentID)
}
