package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// comments holds every comment to its state, and its decisions together.
func comments(ctx context.Context, v *view) error {
	if err := holds(models.CommentRules)(ctx, v); err != nil {
		return err
	}
	return pages(ctx, v, 0, models.CommentsAfter, func(c models.Comment) int64 { return c.ID }, func(rows []models.Comment) error {
		for _, c := range rows {
			list, err := models.DecisionsOf(ctx, v.tx, c.ID)
			if err != nil {
				return err
			}
			if !models.AreChained(list) {
				v.note("comment %d: its decisions are not what was written", c.ID)
			}
		}
		return nil
	})
}

// commentSeals opens what is sealed of comments, and makes each blind index again.
func commentSeals(ctx context.Context, v *view) error {
	stories, err := models.AllStories(ctx, v.tx)
	if err != nil {
		return err
	}
	slugs := map[int64]string{}
	for _, s := range stories {
		slugs[s.ID] = s.Slug
	}
	return each(ctx, v, 0, models.CommentsAfter, func(c models.Comment) int64 { return c.ID }, func(c models.Comment) { v.comment(c, slugs[c.StoryID]) })
}

func (v *view) comment(c models.Comment, slug string) {
	if c.EmptiedAt != nil {
		return
	}
	person, err := c.OpenPerson(v.keys)
	if err != nil {
		v.note("comment %d: its sealed fields do not open", c.ID)
		return
	}
	email, err := models.ParseEmail(person.Email)
	if err != nil {
		v.note("comment %d: its sealed address is none", c.ID)
		return
	}
	if slug != "" && !bytes.Equal(c.EmailIndex, models.CommentIndex(v.keys, slug, email)) { // else the story is younger than this check
		v.note("comment %d: its blind index is not its address's", c.ID)
	}
}
