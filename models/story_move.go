package models

import (
	"context"
	"slices"
	"time"

	"statehouse/internal/fault"
)

// storyMoves is the transition table.
var storyMoves = map[StoryStatus][]StoryStatus{
	StoryDraft:     {StoryPublished, StoryWithdrawn},
	StoryPublished: {StoryWithdrawn},
	StoryWithdrawn: {StoryPublished},
}

// CanBecome says whether a story may go from one status to another.
func (s StoryStatus) CanBecome(to StoryStatus) bool { return slices.Contains(storyMoves[s], to) }

// MoveStory moves a story from the status and the edition that it was read in;
// a Conflict fault if it is there no longer.
func MoveStory(ctx context.Context, tx *Tx, s *Story, to StoryStatus, by int64, now time.Time) error {
	if !s.Status.CanBecome(to) {
		return fault.New(fault.Conflict, "error.conflict")
	}
	next := *s
	next.Status = to
	if to == StoryPublished {
		next.PublisherID = &by
		if next.PublishedAt == nil {
			next.PublishedAt = &now
		}
	}
	err := moved(tx.exec(ctx, "UPDATE stories SET status = ?, publisher_id = ?, published_at = ? WHERE id = ? AND status = ? AND edition = ?",
		next.Status, next.PublisherID, next.PublishedAt, s.ID, s.Status, s.Edition))
	if err == nil {
		*s = next
	}
	return err
}

// SaveStory replaces all parts of a story in the status and the edition that it
// was read in; a Conflict fault if somebody was faster.
func SaveStory(ctx context.Context, tx *Tx, s *Story, p StoryParts) error {
	err := moved(tx.exec(ctx, "UPDATE stories SET edition = edition + 1, changed_at = ? WHERE id = ? AND status = ? AND edition = ?",
		s.ChangedAt, s.ID, s.Status, s.Edition))
	if err != nil {
		return err
	}
	s.Edition++
	for _, table := range []string{"story_texts", "story_sources", "story_claims", "story_campaigns"} {
		if _, err := tx.exec(ctx, "DELETE FROM "+table+" WHERE story_id = ?", s.ID); err != nil {
			return err
		}
	}
	return addStoryParts(ctx, tx, s.ID, p)
}

// StoryBySlugForStaff finds a story whatever its status.
func StoryBySlugForStaff(ctx context.Context, tx *Tx, slug string) (Story, error) {
	return take[Story](ctx, tx, "slug = ?", slug)
}

// StoryList lists every story with its English title, drafts first, then the
// newest.
func StoryList(ctx context.Context, tx *Tx) ([]StoryRow, error) {
	return rowsOf[StoryRow](ctx, tx, `SELECT s.*, t.title FROM stories s JOIN story_texts t ON t.story_id = s.id AND t.lang = 'en'
ORDER BY CASE s.status WHEN 'draft' THEN 0 WHEN 'published' THEN 1 ELSE 2 END, s.id DESC`)
}

// StoryRow is a story in a list.
type StoryRow struct {
	Story `gorm:"embedded"`
	Title string
}

// StoryPartsOf reads everything of a story, in order.
func StoryPartsOf(ctx context.Context, tx *Tx, storyID int64) (p StoryParts, err error) {
	if p.Texts, err = rowsOf[StoryText](ctx, tx, "SELECT * FROM story_texts WHERE story_id = ? ORDER BY lang", storyID); err != nil {
		return p, err
	}
	if p.Sources, err = StorySources(ctx, tx, storyID); err != nil {
		return p, err
	}
	if p.Claims, err = rowsOf[StoryClaim](ctx, tx, "SELECT * FROM story_claims WHERE story_id = ? ORDER BY lang, number", storyID); err != nil {
		return p, err
	}
	p.Campaigns, err = rowsOf[int64](ctx, tx, "SELECT campaign_id FROM story_campaigns WHERE story_id = ? ORDER BY campaign_id", storyID)
	return p, err
}

// StoryRules hold what is shown to what must be known of it.
var StoryRules = []Rule{
	{"is shown without a day, a text or a source", `SELECT 'story ' || slug FROM stories s WHERE status = 'published' AND (published_at IS NULL
  OR NOT EXISTS (SELECT 1 FROM story_texts t WHERE t.story_id = s.id AND t.lang = 'en' AND t.body <> '')
  OR NOT EXISTS (SELECT 1 FROM story_sources x WHERE x.story_id = s.id)) ORDER BY slug`},
	{"is shown with a figure that nobody gave", `SELECT 'story ' || slug FROM stories s WHERE status = 'published'
  AND EXISTS (SELECT 1 FROM story_claims c WHERE c.story_id = s.id AND (c.figure = '' OR c.source = '' OR c.year = 0)) ORDER BY slug`},
}
