// Package stories is the articles of staff, written, published and withdrawn,
// and what readers do under them: say something, confirm it, take it back, ask
// for a second look, report.
package stories

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// Stories does the acts.
type Stories struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Stories {
	return &Stories{db: db, keys: keys, room: room, now: now}
}

func (s *Stories) moment() time.Time { return models.Moment(s.now()) }

// Publish stores a story and shows it from its day on. Every figure must say who
// gave it and when. Faults: Invalid with fields, Conflict if the slug is taken.
func Publish(ctx context.Context, tx *models.Tx, story *models.Story, parts models.StoryParts) (err error) {
	defer fault.Wrap(&err, "stories.Publish(%q)", story.Slug)
	if _, err := DraftOf(parts, nil).read(true, *story.PublishedAt); err != nil {
		return err
	}
	story.Status = models.StoryPublished
	return models.AddStory(ctx, tx, story, parts)
}
