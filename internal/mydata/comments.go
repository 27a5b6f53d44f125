package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// CommentEntry is one comment as its author sees it.
type CommentEntry struct {
	Comment models.Comment
	Person  models.CommentPerson
	Title   string // of the story
	Slug    string
}

// Comments lists what a link's address said under stories. Faults: NotFound, Gone.
func (m *MyData) Comments(ctx context.Context, tok, lang string) (entries []CommentEntry, err error) {
	defer fault.Wrap(&err, "mydata.Comments")
	tx := m.db.Read()
	email, _, err := m.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	said, err := m.said(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	for _, c := range said {
		e := CommentEntry{Comment: c}
		if e.Person, err = c.OpenPerson(m.keys); err != nil {
			return nil, err
		}
		story, err := models.StoryByID(ctx, tx, c.StoryID)
		if err != nil {
			return nil, err
		}
		text, err := models.StoryTextOf(ctx, tx, c.StoryID, lang)
		if err != nil {
			return nil, err
		}
		e.Title, e.Slug = text.Title, story.Slug
		entries = append(entries, e)
	}
	return entries, nil
}

// said finds every comment of an address: each story has its own blind index.
func (m *MyData) said(ctx context.Context, tx *models.Tx, email models.Email) ([]models.Comment, error) {
	stories, err := models.AllStories(ctx, tx)
	if err != nil {
		return nil, err
	}
	var indexes [][]byte
	for _, s := range stories {
		indexes = append(indexes, models.CommentIndex(m.keys, s.Slug, email))
	}
	return models.CommentsByIndex(ctx, tx, indexes)
}

// eraseComments takes back every comment of an address, with its links.
func (m *MyData) eraseComments(ctx context.Context, tx *models.Tx, email models.Email) error {
	said, err := m.said(ctx, tx, email)
	if err != nil {
		return err
	}
	for _, c := range said {
		if c.State == models.CommentPending {
			if err := models.DeleteComment(ctx, tx, c, m.moment()); err != nil {
				return err
			}
			continue
		}
		if err := models.WithdrawComment(ctx, tx, c, privacy.NoIndex(), m.moment()); err != nil {
			return err
		}
		if err := models.ForgetCommentLinks(ctx, tx, c.ID); err != nil {
			return err
		}
	}
	return nil
}
