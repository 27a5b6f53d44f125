package stories

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/screening"
	"statehouse/internal/token"
	"statehouse/models"
)

// Peek is a comment as its author sees it.
type Peek struct {
	Comment models.Comment
	Text    string // as it was typed; empty once it was emptied
	Slug    string
	Title   string
	Answer  *models.CommentAnswer
}

// Look opens the link of a comment and changes nothing. Faults: NotFound.
func (s *Stories) Look(ctx context.Context, tok, lang string) (p Peek, err error) {
	defer fault.Wrap(&err, "stories.Look")
	tx := s.db.Read()
	if p.Comment, err = models.CommentByLink(ctx, tx, token.Hash(tok)); err != nil {
		return p, err
	}
	person, err := p.Comment.OpenPerson(s.keys)
	if err != nil {
		return p, err
	}
	p.Text = person.Text
	story, err := models.StoryByID(ctx, tx, p.Comment.StoryID)
	if err != nil {
		return p, err
	}
	p.Slug = story.Slug
	text, err := models.StoryTextOf(ctx, tx, story.ID, lang)
	if err != nil {
		return p, err
	}
	p.Title = text.Title
	answer, err := models.CommentAnswerOf(ctx, tx, p.Comment.ID)
	if fault.Is(err, fault.NotFound) {
		return p, nil
	}
	p.Answer = &answer
	return p, err
}

// Clocks by urgency, and for what waits otherwise.
var lookWithin = map[screening.Urgency]time.Duration{screening.Urgent: time.Hour, screening.Soon: 4 * time.Hour, screening.Routine: 24 * time.Hour}

const answerWithin = 3 * 24 * time.Hour

// Confirm hands a comment to the moderators: it is screened, and waits. Faults:
// NotFound, Conflict if it was confirmed, Gone if that is too long ago.
func (s *Stories) Confirm(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "stories.Confirm")
	return s.move(ctx, tok, models.DecisionConfirmed, "", func(tx *models.Tx, c *models.Comment) error {
		if c.State != models.CommentPending {
			return fault.New(fault.Conflict, "error.link.spent")
		}
		now := s.moment()
		if now.Sub(c.CreatedAt) >= models.KeepUnconfirmed {
			return fault.New(fault.Gone, "error.link.expired")
		}
		return Hold(ctx, tx, s.keys, c, now)
	})
}

// Hold screens a comment whose author has confirmed it, for a moderator to
// decide on. It stores nothing.
func Hold(ctx context.Context, tx *models.Tx, keys *privacy.Keys, c *models.Comment, now time.Time) error {
	person, err := c.OpenPerson(keys)
	if err != nil {
		return err
	}
	public, err := models.HolderNames(ctx, tx)
	if err != nil {
		return err
	}
	screen(c, screening.Screen(person.Text, public...), now)
	c.State, c.ConfirmedAt = models.CommentHeld, &now
	return nil
}

// screen notes what was found, who reads it first, and by when. Whoever may be
// in danger or a child is shown by no name.
func screen(c *models.Comment, report screening.Report, now time.Time) {
	var classes []string
	for _, class := range report.Found() {
		classes = append(classes, string(class))
	}
	due := now.Add(lookWithin[report.Urgency()])
	c.Classes, c.Urgency, c.Reader, c.DueAt = strings.Join(classes, ","), int(report.Urgency()), string(report.Reader()), &due
	if c.Hotline = report.ShowsHotline(); c.Hotline {
		c.Display = models.DisplayHidden
	}
	c.AskedState = c.USState
	if c.AskedState == "" && len(report.States) > 0 {
		c.AskedState = report.States[0]
	}
	if c.Asks = report.Has(screening.Question); c.Asks {
		answer := now.Add(answerWithin)
		c.AnswerDueAt = &answer
	}
}

// Withdraw takes a comment back for good, whatever was decided: its words,
// name and address go at once. Fault: NotFound.
func (s *Stories) Withdraw(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "stories.Withdraw")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.CommentByLink(ctx, tx, token.Hash(tok))
		if err != nil || c.State == models.CommentWithdrawn {
			return err
		}
		if c.State == models.CommentPending {
			return models.DeleteComment(ctx, tx, c, s.moment())
		}
		nobody := make([]byte, 32)
		rand.Read(nobody)
		return models.WithdrawComment(ctx, tx, c, nobody, s.moment())
	})
}

// Appeal asks for a second look at a declined comment. Faults: NotFound,
// Conflict once there were two, or its text is gone.
func (s *Stories) Appeal(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "stories.Appeal")
	return s.move(ctx, tok, models.DecisionAppealed, "", func(_ *models.Tx, c *models.Comment) error {
		if !c.CanBeAppealed() {
			return fault.New(fault.Conflict, "error.comment.appeal")
		}
		due := s.moment().Add(lookWithin[screening.Routine])
		c.State, c.Appeals, c.DueAt, c.Reason = models.CommentHeld, c.Appeals+1, &due, ""
		return nil
	})
}

// move changes the comment of a link and notes it as its author's doing.
func (s *Stories) move(ctx context.Context, tok string, kind models.DecisionKind, reason string, change func(tx *models.Tx, c *models.Comment) error) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.CommentByLink(ctx, tx, token.Hash(tok))
		if err != nil {
			return err
		}
		was := c.State
		if err := change(tx, &c); err != nil {
			return err
		}
		c.MovedAt = s.moment()
		return models.Decide(ctx, tx, c, was, models.CommentDecision{Kind: kind, Reason: reason, At: c.MovedAt})
	})
}

// Report brings a published comment back before a moderator. The first report
// takes it out of sight until then; one that was looked at after a report stays
// in sight. Faults: Invalid, NotFound.
func (s *Stories) Report(ctx context.Context, slug, ref, reason string) (err error) {
	defer fault.Wrap(&err, "stories.Report(%q)", slug)
	if !isOneOf(models.ReportReasons, reason) {
		return fault.New(fault.Invalid, "error.comment.reason")
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		story, err := models.StoryBySlug(ctx, tx, slug)
		if err != nil {
			return err
		}
		c, err := models.CommentByRef(ctx, tx, ref)
		if err == nil && (c.StoryID != story.ID || c.State != models.CommentPublished) {
			err = fault.New(fault.NotFound, "error.not_found")
		}
		if err != nil || c.DueAt != nil {
			return err // it is before a moderator already
		}
		due := s.moment().Add(lookWithin[screening.Soon])
		c.DueAt, c.Reason, c.MovedAt = &due, reason, s.moment()
		if !c.Vetted {
			c.State = models.CommentHeld
		}
		return models.Decide(ctx, tx, c, models.CommentPublished, models.CommentDecision{Kind: models.DecisionReported, Reason: reason, At: c.MovedAt})
	})
}

func isOneOf(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// Sweep deletes comments that were never confirmed, and empties declined ones
// whose time is over; one that cannot go keeps no other.
func (s *Stories) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "stories.Sweep")
	now := s.moment()
	const atOnce = 200
	unconfirmed, err := models.UnconfirmedComments(ctx, s.db.Read(), now.Add(-models.KeepUnconfirmed), atOnce)
	if err != nil {
		return err
	}
	declined, err := models.DeclinedBefore(ctx, s.db.Read(), now.Add(-models.KeepDeclined), atOnce)
	if err != nil {
		return err
	}
	var failed []error
	note := func(err error) {
		if err != nil && !fault.Is(err, fault.Conflict) { // else it moved meanwhile
			failed = append(failed, err)
		}
	}
	for _, c := range unconfirmed {
		note(s.db.Write(ctx, func(tx *models.Tx) error { return models.DeleteComment(ctx, tx, c, now) }))
	}
	for _, c := range declined {
		note(s.db.Write(ctx, func(tx *models.Tx) error { return models.EmptyComment(ctx, tx, c, now) }))
	}
	return errors.Join(failed...)
}
