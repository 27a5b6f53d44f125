// Package notes is what staff note about a campaign for one another, and the tags by
// which they find it again.
package notes

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Notes does the acts.
type Notes struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts.
func New(db *models.DB, now func() time.Time) *Notes { return &Notes{db: db, now: now} }

// Campaign is one that the actor may note something about; NotFound for others.
func Campaign(ctx context.Context, tx *models.Tx, actor models.Actor, slug string) (models.Campaign, error) {
	c, err := models.CampaignBySlug(ctx, tx, slug)
	if err == nil && !actor.MayNote(c) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return c, err
}

// Write adds a note about a campaign. Faults: NotFound, Invalid with the field text.
func (n *Notes) Write(ctx context.Context, actor models.Actor, slug, typed string) (err error) {
	defer fault.Wrap(&err, "notes.Write")
	text, err := read(typed)
	if err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *models.Tx) error {
		c, err := Campaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		return models.AddNote(ctx, tx, models.CampaignNote{CampaignID: c.ID, UserID: actor.User.ID, Text: text, CreatedAt: models.Moment(n.now())})
	})
}

// Edit writes over a note of the actor's own. Faults: NotFound for another's too,
// Invalid with the field text, Conflict if it says something else than was by now.
func (n *Notes) Edit(ctx context.Context, actor models.Actor, slug string, id int64, was, typed string) (err error) {
	defer fault.Wrap(&err, "notes.Edit(%d)", id)
	text, err := read(typed)
	if err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *models.Tx) error {
		c, err := Campaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		list, err := models.NotesOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(o models.CampaignNoteRow) bool { return o.ID == id && o.UserID == actor.User.ID }) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		now := models.Moment(n.now())
		was = strings.ReplaceAll(was, "\r\n", "\n") // as browsers send a hidden field
		err = models.EditNote(ctx, tx, models.CampaignNote{ID: id, CampaignID: c.ID, UserID: actor.User.ID, Text: text, EditedAt: &now}, was)
		if fault.Is(err, fault.Conflict) {
			return fault.Because(fault.Conflict, "error.note.meanwhile", err)
		}
		return err
	})
}

func read(typed string) (string, error) {
	text, err := models.ParseText(typed, models.MaxNote)
	if err != nil {
		return "", fault.Fields(map[string]string{"text": fault.Of(err).Message})
	}
	if text == "" {
		return "", fault.Fields(map[string]string{"text": "error.note.empty"})
	}
	return text, nil
}

// SetTags makes the tags on a campaign those that are named. What is archived stays
// where it is, and is put nowhere. Faults: NotFound, Conflict if a tag cannot be put.
func (n *Notes) SetTags(ctx context.Context, actor models.Actor, slug string, wanted []int64) (err error) {
	defer fault.Wrap(&err, "notes.SetTags")
	return n.db.Write(ctx, func(tx *models.Tx) error {
		c, err := Campaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		rows, err := models.TagsOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		var there []int64
		for _, r := range rows {
			if there = append(there, r.ID); !slices.Contains(wanted, r.ID) {
				if err := models.TakeTagOff(ctx, tx, c.ID, r.ID); err != nil {
					return err
				}
			}
		}
		for _, id := range wanted {
			if slices.Contains(there, id) {
				continue
			}
			there = append(there, id)
			if err := models.PutTag(ctx, tx, models.CampaignTag{CampaignID: c.ID, TagID: id, UserID: actor.User.ID, At: models.Moment(n.now())}); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveTag adds a tag, or changes the one with an id. Faults: Forbidden for who is no
// admin, NotFound, Invalid with the field name.
func (n *Notes) SaveTag(ctx context.Context, actor models.Actor, id int64, typed string, archived bool) (err error) {
	defer fault.Wrap(&err, "notes.SaveTag(%d)", id)
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	name, err := models.ParseLine(typed, models.MaxTag)
	if err != nil {
		return fault.Fields(map[string]string{"name": fault.Of(err).Message})
	}
	if name == "" {
		return fault.Fields(map[string]string{"name": "error.tag.empty"})
	}
	return n.db.Write(ctx, func(tx *models.Tx) error {
		tags, err := models.Tags(ctx, tx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(tags, func(t models.Tag) bool { return t.ID != id && strings.EqualFold(t.Name, name) }) {
			return fault.Fields(map[string]string{"name": "error.tag.taken"})
		}
		if id == 0 {
			return models.AddTag(ctx, tx, &models.Tag{Name: name})
		}
		i := slices.IndexFunc(tags, func(t models.Tag) bool { return t.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "error.not_found")
		}
		t := models.Tag{ID: id, Name: name, ArchivedAt: tags[i].ArchivedAt}
		switch now := models.Moment(n.now()); {
		case !archived:
			t.ArchivedAt = nil
		case t.ArchivedAt == nil:
			t.ArchivedAt = &now
		}
		return models.SaveTag(ctx, tx, t)
	})
}
