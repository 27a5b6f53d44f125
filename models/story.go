package models

import (
	"context"
	"time"
)

// StoryStatus says whether a story is shown.
type StoryStatus string

// The statuses: draft → published ⇄ withdrawn; a draft may be withdrawn unseen.
const (
	StoryDraft     StoryStatus = "draft"
	StoryPublished StoryStatus = "published"
	StoryWithdrawn StoryStatus = "withdrawn"
)

// StoryStatuses lists them all.
var StoryStatuses = []StoryStatus{StoryDraft, StoryPublished, StoryWithdrawn}

// Story is an article by staff.
type Story struct {
	ID          int64
	Slug        string
	Status      StoryStatus
	UserID      *int64     // who wrote it first
	PublisherID *int64     // who let it through last
	PublishedAt *time.Time // first; nil while nobody has seen it
	ChangedAt   *time.Time // of its words, since then
	Edition     int        // grows with each save, from 1
}

// StoryText is a story in one language; Body is Markdown.
type StoryText struct {
	StoryID              int64
	Lang                 string
	Title, Summary, Body string
}

// StorySource is where a story's facts come from, in order.
type StorySource struct {
	StoryID    int64
	Number     int
	Title, URL string
	Dated      string // the day it is from or was read, as 2006-01-02; may be empty
}

// StoryClaim is one figure of a story: who says so, since when, and what it
// does not say.
type StoryClaim struct {
	StoryID        int64
	Number         int
	Lang           string
	Claim          string // what the figure is said of; may be empty
	Figure, Source string
	Year           int
	Caveat         string
}

// StoryCampaign ties a story to a campaign about the same thing.
type StoryCampaign struct{ StoryID, CampaignID int64 }

// StoryParts is everything of a story.
type StoryParts struct {
	Texts     []StoryText
	Sources   []StorySource
	Claims    []StoryClaim
	Campaigns []int64
}

// AddStory stores a story with its parts; a Conflict fault if its slug is taken.
func AddStory(ctx context.Context, tx *Tx, s *Story, p StoryParts) error {
	s.Edition = 1
	if err := addOne(ctx, tx, s); err != nil {
		return err
	}
	return addStoryParts(ctx, tx, s.ID, p)
}

func addStoryParts(ctx context.Context, tx *Tx, storyID int64, p StoryParts) error {
	var campaigns []StoryCampaign
	for _, id := range p.Campaigns {
		campaigns = append(campaigns, StoryCampaign{storyID, id})
	}
	for i := range p.Texts {
		p.Texts[i].StoryID = storyID
	}
	for i := range p.Sources {
		p.Sources[i].StoryID, p.Sources[i].Number = storyID, i+1
	}
	for i := range p.Claims {
		p.Claims[i].StoryID = storyID
	}
	if err := add(ctx, tx, p.Texts); err != nil {
		return err
	}
	if err := add(ctx, tx, p.Sources); err != nil {
		return err
	}
	if err := add(ctx, tx, p.Claims); err != nil {
		return err
	}
	return add(ctx, tx, campaigns)
}

// StoryBySlug finds a story that is shown; another is NotFound.
func StoryBySlug(ctx context.Context, tx *Tx, slug string) (Story, error) {
	return take[Story](ctx, tx, "slug = ? AND status = 'published'", slug)
}

// StoryByID finds a story, shown or not.
func StoryByID(ctx context.Context, tx *Tx, id int64) (Story, error) {
	return take[Story](ctx, tx, "id = ?", id)
}

// Stories lists the stories that are shown, newest first.
func Stories(ctx context.Context, tx *Tx) ([]Story, error) {
	return rowsOf[Story](ctx, tx, "SELECT * FROM stories WHERE status = 'published' ORDER BY published_at DESC, id DESC")
}

// StoriesOfState lists the newest stories that are shown and about a campaign of
// a state.
func StoriesOfState(ctx context.Context, tx *Tx, state string, limit int) ([]Story, error) {
	return rowsOf[Story](ctx, tx, `SELECT s.* FROM stories s WHERE s.status = 'published' AND EXISTS (
  SELECT 1 FROM story_campaigns x JOIN campaigns c ON c.id = x.campaign_id WHERE x.story_id = s.id AND c.state = ? AND c.status IN ?)
ORDER BY s.published_at DESC, s.id DESC LIMIT ?`, state, PublicStatuses, limit)
}

// AllStories lists every story, since people may have written under each.
func AllStories(ctx context.Context, tx *Tx) ([]Story, error) {
	return rowsOf[Story](ctx, tx, "SELECT * FROM stories ORDER BY id")
}

// StoryTextOf is a story's text in a language, else in English.
func StoryTextOf(ctx context.Context, tx *Tx, storyID int64, lang string) (StoryText, error) {
	rows, err := rowsOf[StoryText](ctx, tx, "SELECT * FROM story_texts WHERE story_id = ? AND lang IN (?, 'en') ORDER BY CASE WHEN lang = ? THEN 0 ELSE 1 END", storyID, lang, lang)
	if err != nil || len(rows) == 0 {
		return StoryText{}, err
	}
	return rows[0], nil
}

// StorySources lists a story's sources in order.
func StorySources(ctx context.Context, tx *Tx, storyID int64) ([]StorySource, error) {
	return rowsOf[StorySource](ctx, tx, "SELECT * FROM story_sources WHERE story_id = ? ORDER BY number", storyID)
}

// StoryClaims lists a story's figures in the language of its text.
func StoryClaims(ctx context.Context, tx *Tx, storyID int64, lang string) ([]StoryClaim, error) {
	return rowsOf[StoryClaim](ctx, tx, "SELECT * FROM story_claims WHERE story_id = ? AND lang = ? ORDER BY number", storyID, lang)
}

// CampaignsOfStory lists the public campaigns about the same thing. Where one
// has ended its successor stands for it, if there is one.
func CampaignsOfStory(ctx context.Context, tx *Tx, storyID int64) (list []Campaign, err error) {
	rows, err := rowsOf[Campaign](ctx, tx, `SELECT c.* FROM campaigns c JOIN story_campaigns s ON s.campaign_id = c.id
WHERE s.story_id = ? AND (c.status IN ('live','paused','closed') OR c.status IN ('withdrawn','hidden') AND c.successor_id IS NOT NULL) AND c.petition_id IS NOT NULL ORDER BY c.id`, storyID)
	listed := map[int64]bool{}
	for _, c := range rows {
		if c, err = Following(ctx, tx, c); err != nil {
			return nil, err
		}
		if isGone := c.Status == CampaignWithdrawn || c.Status == CampaignHidden; !isGone && !listed[c.ID] {
			listed[c.ID] = true
			list = append(list, c)
		}
	}
	return list, err
}
