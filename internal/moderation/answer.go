package moderation

import (
	"context"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// MaxAnswer is the longest answer, in characters.
const MaxAnswer = 2000

// Answer is what staff say to a question.
type Answer struct {
	Text, State string
	Private     bool // by mail alone
}

// Answer stores an answer. It stands under the comment while that is published,
// unless it is private; else it goes to the asker by mail. Faults: Invalid with
// fields, NotFound, Forbidden, Conflict if there is one.
func (m *Moderation) Answer(ctx context.Context, actor models.Actor, ref string, a Answer) (err error) {
	defer fault.Wrap(&err, "moderation.Answer")
	fields := map[string]string{}
	text, err := models.ParseText(a.Text, MaxAnswer)
	if err != nil {
		fields["answer"] = fault.Of(err).Message
	} else if text == "" {
		fields["answer"] = "error.comment.answer"
	}
	state := strings.ToLower(a.State)
	if _, ok := models.StateByCode(state); state != "" && !ok {
		fields["state"] = "error.state.choice"
	}
	if err := fault.Fields(fields); err != nil {
		return err
	}
	return m.db.Write(ctx, func(tx *models.Tx) error {
		c, err := m.mine(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		if c.State != models.CommentHeld && c.State != models.CommentPublished {
			return fault.New(fault.Conflict, "error.comment.decided")
		}
		now := m.moment()
		if err := models.AddCommentAnswer(ctx, tx, models.CommentAnswer{CommentID: c.ID, UserID: actor.User.ID, Text: text, State: state, Private: a.Private, At: now}); err != nil {
			return err
		}
		c.AnswerDueAt = nil
		if err := models.SaveComment(ctx, tx, c, c.State); err != nil {
			return err
		}
		if c.State == models.CommentPublished && !a.Private {
			return nil
		}
		person, err := c.OpenPerson(m.keys)
		if err != nil {
			return err
		}
		return m.tell(ctx, tx, c, person.Email, mailroom.CommentAnswered, text)
	})
}
