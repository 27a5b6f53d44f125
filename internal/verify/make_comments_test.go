package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeComments leaves one comment that is published, one that waits and one
// that was taken back.
func makeComments(t *testing.T, db *models.DB, keys *privacy.Keys) {
	t.Helper()
	story := testkit.MakeStory(t, db)
	email, err := models.ParseEmail("reader@example.org")
	if err != nil {
		t.Fatal(err)
	}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		for _, end := range []models.CommentState{models.CommentHeld, models.CommentPublished, models.CommentWithdrawn} {
			c := models.Comment{Ref: token.Ref(), StoryID: story.ID, State: models.CommentPending, Lang: "en", Display: models.DisplayHidden, Reader: models.ReaderModerators,
				EmailIndex: models.CommentIndex(keys, story.Slug, email), CreatedAt: testkit.Now, MovedAt: testkit.Now}
			c.SealPerson(keys, models.CommentPerson{Name: "Rea Reader", Email: email.Typed, Text: "Thank you."})
			if err := models.AddComment(ctx, tx, &c); err != nil {
				return err
			}
			due := testkit.Now
			c.State, c.DueAt = models.CommentHeld, &due
			if err := models.Decide(ctx, tx, c, models.CommentPending, models.CommentDecision{Kind: models.DecisionConfirmed, At: testkit.Now}); err != nil {
				return err
			}
			var err error
			switch end {
			case models.CommentPublished:
				c.State, c.DueAt, c.PublicText = end, nil, "Thank you."
				err = models.Decide(ctx, tx, c, models.CommentHeld, models.CommentDecision{Kind: models.DecisionPublished, At: testkit.Now})
			case models.CommentWithdrawn:
				err = models.WithdrawComment(ctx, tx, c, token.Hash(token.New()), testkit.Now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
