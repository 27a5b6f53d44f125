package demo

import (
	"context"
	"fmt"
	"time"

	"statehouse/internal/stories"
	"statehouse/internal/token"
	"statehouse/models"
)

// Comment is what an invented reader says under a story.
type Comment struct {
	Story   string         `json:"story"` // slug
	Name    string         `json:"name"`
	Display models.Display `json:"display"`
	State   string         `json:"state"`
	Lang    string         `json:"lang"`
	DaysAgo int            `json:"days_ago"`
	End     string         `json:"end"` // held, published or answered
	Text    string         `json:"text"`
	Answer  string         `json:"answer"`
	About   string         `json:"about"` // state whose petition and law the answer shows
}

// Comments reads the demo's comments.
func Comments() ([]Comment, error) { return read[[]Comment]("comments.json") }

// addComments lets readers comment: each is confirmed and screened as the
// program does it, and some were published and answered by staff.
func (l *loader) addComments(ctx context.Context) error {
	list, err := Comments()
	if err != nil {
		return err
	}
	moderator, err := models.UserByEmail(ctx, l.tx, "moderator@example.org")
	if err != nil {
		return err
	}
	for i, said := range list {
		if err := l.addComment(ctx, moderator, fmt.Sprintf("reader%d@example.org", i+1), said); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) addComment(ctx context.Context, moderator models.User, address string, said Comment) error {
	story, err := models.StoryBySlug(ctx, l.tx, said.Story)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(address)
	if err != nil {
		return err
	}
	at := l.now.AddDate(0, 0, -said.DaysAgo).Add(-20 * time.Minute)
	c := models.Comment{Ref: token.Ref(), StoryID: story.ID, State: models.CommentPending, Lang: said.Lang, Display: said.Display, USState: said.State,
		EmailIndex: models.CommentIndex(l.keys, story.Slug, email), Reader: models.ReaderModerators, CreatedAt: at, MovedAt: at}
	c.SealPerson(l.keys, models.CommentPerson{Name: said.Name, Email: email.Typed, Text: said.Text})
	if err := models.AddComment(ctx, l.tx, &c); err != nil {
		return err
	}
	at = at.Add(5 * time.Minute)
	if err := stories.Hold(ctx, l.tx, l.keys, &c, at); err != nil {
		return err
	}
	if err := models.Decide(ctx, l.tx, c, models.CommentPending, models.CommentDecision{Kind: models.DecisionConfirmed, At: at}); err != nil || said.End == "held" {
		return err
	}
	at = at.Add(10 * time.Minute)
	c.State, c.PublicText, c.PublicName, c.DueAt, c.MovedAt = models.CommentPublished, said.Text, models.ShownName(said.Name, c.Display), nil, at
	if said.End == "answered" {
		c.AnswerDueAt = nil
		answer := models.CommentAnswer{CommentID: c.ID, UserID: moderator.ID, Text: said.Answer, State: said.About, At: at}
		if err := models.AddCommentAnswer(ctx, l.tx, answer); err != nil {
			return err
		}
	}
	return models.Decide(ctx, l.tx, c, models.CommentHeld, models.CommentDecision{UserID: &moderator.ID, Kind: models.DecisionPublished, At: at})
}
