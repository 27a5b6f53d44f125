package stories

import (
	"cmp"
	"context"
	"reflect"

	"statehouse/internal/fault"
	"statehouse/internal/slug"
	"statehouse/models"
)

// Check says what is wrong with a draft of a story, stores nothing and returns
// how it would be read. Faults: Invalid with fields.
func (s *Stories) Check(d Draft, status models.StoryStatus) (models.StoryParts, error) {
	return d.read(status == models.StoryPublished, s.now())
}

// Write stores a new draft, at an address made of its English title. Faults:
// Invalid with fields.
func (s *Stories) Write(ctx context.Context, by models.User, d Draft) (story models.Story, err error) {
	defer fault.Wrap(&err, "stories.Write")
	parts, err := d.read(false, s.now())
	if err != nil {
		return story, err
	}
	name := cmp.Or(slug.Of(parts.Texts[0].Title), "story")
	if name == "new" { // where new ones are written
		name = "story-new"
	}
	_, err = slug.Free(name, func(name string) error {
		return s.db.Write(ctx, func(tx *models.Tx) error {
			if parts.Campaigns, err = campaignsOf(ctx, tx, d.Campaigns); err != nil {
				return err
			}
			story = models.Story{Slug: name, Status: models.StoryDraft, UserID: &by.ID}
			return models.AddStory(ctx, tx, &story, parts)
		})
	})
	return story, err
}

// Change stores what was changed of the edition that its editor saw. Once
// readers have seen a story, it says when its words were last changed. Faults:
// Invalid with fields, NotFound, Conflict if somebody was faster.
func (s *Stories) Change(ctx context.Context, slug string, edition int, d Draft) (err error) {
	defer fault.Wrap(&err, "stories.Change(%q)", slug)
	return s.db.Write(ctx, func(tx *models.Tx) error {
		story, err := seen(ctx, tx, slug, edition)
		if err != nil {
			return err
		}
		parts, err := d.read(story.Status == models.StoryPublished, s.now())
		if err != nil {
			return err
		}
		if parts.Campaigns, err = campaignsOf(ctx, tx, d.Campaigns); err != nil {
			return err
		}
		before, err := models.StoryPartsOf(ctx, tx, story.ID)
		if err != nil {
			return err
		}
		if now := s.moment(); story.PublishedAt != nil && !sameWords(before, parts) {
			story.ChangedAt = &now
		}
		return models.SaveStory(ctx, tx, &story, parts)
	})
}

// Move publishes or withdraws the edition that was looked at. What is published
// must be whole. Faults: Invalid with fields, NotFound, Conflict.
func (s *Stories) Move(ctx context.Context, by models.User, slug string, edition int, to models.StoryStatus) (err error) {
	defer fault.Wrap(&err, "stories.Move(%q)", slug)
	return s.db.Write(ctx, func(tx *models.Tx) error {
		story, err := seen(ctx, tx, slug, edition)
		if err != nil {
			return err
		}
		if to == models.StoryPublished {
			parts, err := models.StoryPartsOf(ctx, tx, story.ID)
			if err != nil {
				return err
			}
			if _, err := DraftOf(parts, nil).read(true, s.now()); err != nil {
				return err
			}
		}
		return models.MoveStory(ctx, tx, &story, to, by.ID, s.moment())
	})
}

// seen finds a story in the edition that somebody looked at.
func seen(ctx context.Context, tx *models.Tx, slug string, edition int) (models.Story, error) {
	story, err := models.StoryBySlugForStaff(ctx, tx, slug)
	if err == nil && story.Edition != edition {
		err = fault.New(fault.Conflict, "error.story.edition")
	}
	return story, err
}

// sameWords says whether readers would see no difference but the petitions.
func sameWords(a, b models.StoryParts) bool {
	plain := func(p models.StoryParts) models.StoryParts {
		var q models.StoryParts
		for _, t := range p.Texts {
			t.StoryID = 0
			q.Texts = append(q.Texts, t)
		}
		for i, x := range p.Sources {
			x.StoryID, x.Number = 0, i
			q.Sources = append(q.Sources, x)
		}
		for _, c := range p.Claims {
			c.StoryID = 0
			q.Claims = append(q.Claims, c)
		}
		return q
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

func campaignsOf(ctx context.Context, tx *models.Tx, slugs []string) (ids []int64, err error) {
	chosen := map[int64]bool{}
	for _, slug := range slugs {
		c, err := models.CampaignBySlug(ctx, tx, slug)
		if fault.Is(err, fault.NotFound) || err == nil && !c.IsPublic() {
			return nil, fault.Fields(map[string]string{"campaign": "error.story.campaign"})
		}
		if err != nil {
			return nil, err
		}
		if !chosen[c.ID] {
			chosen[c.ID] = true
			ids = append(ids, c.ID)
		}
	}
	return ids, nil
}
