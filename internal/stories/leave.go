package stories

import (
	"context"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// Form is the comment form as it was typed.
type Form struct {
	Name, Email, Comment, Display, State string
	Trap                                 string // a field that people do not see
	Lang                                 string
}

// entry is a form that has passed.
type entry struct {
	email   models.Email
	person  models.CommentPerson
	display models.Display
	state   string
}

// read checks the form; its error names every field that needs mending.
func (f Form) read() (e entry, err error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	e = entry{display: models.Display(f.Display), state: strings.ToLower(f.State)}
	e.person.Name, err = models.ParseName(f.Name)
	note("name", err)
	e.email, err = models.ParseEmail(f.Email)
	note("email", err)
	e.person.Email = e.email.Typed
	e.person.Text, err = models.ParseText(f.Comment, models.MaxStoryComment)
	note("comment", err)
	if err == nil && e.person.Text == "" {
		fields["comment"] = "error.comment.empty"
	}
	if e.display == "" {
		e.display = models.DisplayHidden
	}
	if !models.IsDisplay(e.display) {
		fields["display"] = "error.display.choice"
	}
	if _, ok := models.StateByCode(e.state); e.state != "" && !ok {
		fields["state"] = "error.state.choice"
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return e, fault.Fields(fields)
}

// Leave takes a comment for a story. Nil says only that the form was good; the
// rest is told by mail alone. Faults: Invalid with fields, NotFound.
func (s *Stories) Leave(ctx context.Context, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "stories.Leave(%q)", slug)
	story, err := models.StoryBySlug(ctx, s.db.Read(), slug)
	if err == nil {
		err = models.OnlyWith(ctx, s.db.Read(), feature.Comments)
	}
	if err != nil {
		return err
	}
	e, err := f.read()
	if err != nil {
		return err
	}
	now := s.moment()
	mail, err := s.room.Comment(ctx, f.Lang, e.email.Typed, mailroom.CommentConfirm, "", now)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		may, err := s.mayMail(ctx, tx, e.email)
		if err != nil || !may {
			return err
		}
		c := models.Comment{Ref: token.Ref(), StoryID: story.ID, State: models.CommentPending, Lang: f.Lang, Display: e.display, USState: e.state,
			EmailIndex: models.CommentIndex(s.keys, story.Slug, e.email), Reader: models.ReaderModerators, CreatedAt: now, MovedAt: now}
		c.SealPerson(s.keys, e.person)
		if err := models.AddComment(ctx, tx, &c); err != nil {
			return err
		}
		return s.room.PostComment(ctx, tx, mail, c.ID)
	})
}

// mayMail says whether an address may be asked to confirm: it is not
// suppressed, and was asked less than twice in 24 hours.
func (s *Stories) mayMail(ctx context.Context, tx *models.Tx, email models.Email) (bool, error) {
	may, err := models.IsReachable(ctx, tx, models.ContactIndex(s.keys, email))
	if err != nil || !may {
		return false, err
	}
	return models.MayMail(ctx, tx, s.keys.Blind("contact comments", email.Canonical), s.moment())
}
