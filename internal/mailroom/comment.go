package mailroom

import (
	"context"
	"time"

	"statehouse/internal/mail"
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
type CommentMail struct {
	draft *Draft
	hash  []byte
	at    time.Time
}

// Comment writes to the author of a comment: to confirm it, that it was
// declined, or with an answer. It holds nothing that anybody typed but staff's
// answer. A confirmation runs out with the comment.
func (r Room) Comment(ctx context.Context, lang, to string, news emails.CommentNews, answer string, now time.Time) (*CommentMail, error) {
	tok := token.New()
	page := emails.Comment{Site: r.Site, News: news, Link: r.url("/comments/" + tok), Answer: answer, Days: int(models.KeepUnconfirmed.Hours() / 24)}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindComment, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	if news == emails.CommentConfirm {
		until := now.Add(models.KeepUnconfirmed)
		d.mail.ExpiresAt = &until
	}
	return &CommentMail{draft: d, hash: token.Hash(tok), at: now}, nil
}

// PostComment stores a mail about a comment with its link and its job.
func (r Room) PostComment(ctx context.Context, tx *models.Tx, m *CommentMail, commentID int64) error {
	ids, err := r.Post(ctx, tx, []*Draft{m.draft})
	if err != nil {
		return err
	}
	return models.AddCommentLink(ctx, tx, models.CommentLink{Hash: m.hash, CommentID: commentID, OutboxID: &ids[0], CreatedAt: m.at})
}

// PostMyDataOfComments mails the link to everything held about an address that
// has comments alone; erasing a comment empties the mail too. It cannot be
// unsubscribed from, so that no link keeps the address.
func (r Room) PostMyDataOfComments(ctx context.Context, tx *models.Tx, lang, to string, commentID int64, now time.Time) error {
	d, err := r.bareMyData(ctx, lang, to, now)
	if err != nil {
		return err
	}
	return r.PostComment(ctx, tx, &CommentMail{draft: d, hash: token.Hash(token.New()), at: now}, commentID)
}

// bareMyData is the mail with the link to everything held about an address, for
// one that cannot be unsubscribed from.
func (r Room) bareMyData(ctx context.Context, lang, to string, now time.Time) (*Draft, error) {
	tok := token.New()
	until := now.Add(models.MyDataLife)
	page := emails.MyData{Site: r.Site, Link: r.url("/my-data/" + tok), Minutes: int(models.MyDataLife.Minutes())}
	d, err := r.freeze(ctx, lang, page, mail.Message{Kind: KindMyData, To: mail.Address{Email: to}}, models.PriorityPerson, now)
	if err != nil {
		return nil, err
	}
	d.mail.ExpiresAt = &until
	link := models.Link{Hash: token.Hash(tok), Kind: models.LinkMyData, Ref: token.Ref(), CreatedAt: now, ExpiresAt: until}
	link.SealContact(r.Keys, to)
	d.links = append(d.links, link)
	return d, nil
}
