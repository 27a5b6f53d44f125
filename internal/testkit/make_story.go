package testkit

import (
	"context"
	"testing"

	"statehouse/internal/token"
	"statehouse/models"
)

// MakeStory stores a published story in both languages. Options change it before
// it is stored.
func MakeStory(t testing.TB, db *models.DB, options ...func(*models.Story)) models.Story {
	t.Helper()
	now := Now
	s := models.Story{Slug: "story-" + token.Code(8), Status: models.StoryPublished, PublishedAt: &now}
	for _, option := range options {
		option(&s)
	}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		s.ID = 0
		return models.AddStory(ctx, tx, &s, models.StoryParts{
			Texts: []models.StoryText{
				{Lang: "en", Title: "What the law does", Summary: "In short.", Body: "In full."},
				{Lang: "es", Title: "Lo que hace la ley", Summary: "En breve.", Body: "En detalle."},
			},
			Sources: []models.StorySource{{Title: "The statute"}},
			Claims:  []models.StoryClaim{{Number: 1, Lang: "en", Figure: "One of two", Source: "A count", Year: 2020, Caveat: "Of those asked."}},
		})
	})
	return s
}
