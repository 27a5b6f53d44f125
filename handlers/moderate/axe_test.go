package moderate_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// TestPagesAroundCommentsWorkForEverybody looks at the story with a published
// comment, at its author's page, and at what moderators see.
func TestPagesAroundCommentsWorkForEverybody(t *testing.T) {
	t.Parallel()
	b := browser.New(t)
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Idle: true})
	story := testkit.MakeStory(t, h.DB)
	link, err := h.AddUser(t.Context(), "admin@example.org", "Sam Sample", "admin", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	held, tok := leave(t, h, story, models.CommentHeld)
	leave(t, h, story, models.CommentPublished)
	b.Open(link)
	b.Click("form[action^='/account/sign-in/'] button")
	alert(t, h, testkit.MakeCampaign(t, h.DB), models.Moment(time.Now()))
	b.Open(h.URL + "/moderate")
	b.Click("#comment-" + held.Ref + " button")
	for _, width := range []int{320, 1280} {
		for _, path := range []string{"/stories", "/stories/" + story.Slug, "/stories/" + story.Slug + "/check-email", "/comments/" + tok, "/moderate", "/moderate/alerts", "/moderate/circulars", "/moderate/questions", "/moderate/comments/" + held.Ref, "/moderate/comments/" + held.Ref + "?lang=es", "/comments/" + tok + "?lang=en"} {
			b.Viewport(width, 900)
			if status := b.Open(h.URL + path); status != http.StatusOK {
				t.Fatalf("%s: %d", path, status)
			}
			browser.Eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
			for _, v := range b.Axe(t) {
				t.Errorf("%s at %d px: %s", path, width, v)
			}
			if wide := browser.Eval[int](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide at %d px", path, wide, width)
			}
		}
	}
}

// leave stores a comment with a question that may be by a survivor, and a link to it.
func leave(t *testing.T, h *house.House, story models.Story, state models.CommentState) (models.Comment, string) {
	t.Helper()
	email, err := models.ParseEmail("reader@example.org")
	if err != nil {
		t.Fatal(err)
	}
	tok, due := token.New(), models.Moment(time.Now())
	c := models.Comment{Ref: token.Ref(), StoryID: story.ID, State: models.CommentPending, Lang: "en", Display: models.DisplayHidden, USState: "az", CreatedAt: due, MovedAt: due,
		Reader: models.ReaderTrainedLead, EmailIndex: models.CommentIndex(h.Keys, story.Slug, email), Classes: "disclosure,named_person,question", Hotline: true, Asks: true}
	c.SealPerson(h.Keys, models.CommentPerson{Name: "Rea Reader", Email: email.Typed, Text: "I survived this. Ottoline Crabmarsh was there. How can I help?"})
	err = h.DB.Write(t.Context(), func(tx *models.Tx) error {
		c.ID = 0
		if err := models.AddComment(t.Context(), tx, &c); err != nil {
			return err
		}
		if err := models.AddCommentLink(t.Context(), tx, models.CommentLink{Hash: token.Hash(tok), CommentID: c.ID, CreatedAt: due}); err != nil {
			return err
		}
		return decide(t.Context(), tx, &c, state, due)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, tok
}

func decide(ctx context.Context, tx *models.Tx, c *models.Comment, state models.CommentState, at time.Time) error {
	c.State, c.DueAt, c.AnswerDueAt, c.ConfirmedAt = models.CommentHeld, &at, &at, &at
	if err := models.Decide(ctx, tx, *c, models.CommentPending, models.CommentDecision{Kind: models.DecisionConfirmed, At: at}); err != nil || state == models.CommentHeld {
		return err
	}
	c.State, c.DueAt, c.PublicText = state, nil, "I survived this. [removed] was there. How can I help?"
	return models.Decide(ctx, tx, *c, models.CommentHeld, models.CommentDecision{Kind: models.DecisionRedacted, At: at})
}
