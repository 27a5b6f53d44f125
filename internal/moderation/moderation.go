// Package moderation is what staff do with comments before anybody else may
// read them: take one, decide, answer.
package moderation

import (
	"context"
	"slices"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/screening"
	"statehouse/models"
)

// Moderation does the acts.
type Moderation struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Moderation {
	return &Moderation{db: db, keys: keys, room: room, now: now}
}

func (m *Moderation) moment() time.Time { return models.Moment(m.now()) }

// Claim takes a comment, so that no two work on it, and notes who read it and
// when. Faults: NotFound, Forbidden, Conflict if another has it.
func (m *Moderation) Claim(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "moderation.Claim")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		c, err := m.readable(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		if c.DueAt == nil && c.AnswerDueAt == nil {
			return fault.New(fault.Conflict, "error.comment.decided")
		}
		if err := models.ClaimComment(ctx, tx, c.ID, actor.User.ID, m.moment()); err != nil {
			return err
		}
		return models.AddCommentRead(ctx, tx, models.CommentRead{CommentID: c.ID, UserID: actor.User.ID, At: m.moment()})
	})
}

// Release gives a comment back to the queue. Faults: NotFound, Conflict.
func (m *Moderation) Release(ctx context.Context, actor models.Actor, ref string) (err error) {
	defer fault.Wrap(&err, "moderation.Release")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		c, err := m.readable(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		return models.ReleaseComment(ctx, tx, c.ID, actor.User.ID)
	})
}

func (m *Moderation) readable(ctx context.Context, tx *models.Tx, actor models.Actor, ref string) (models.Comment, error) {
	c, err := models.CommentByRef(ctx, tx, ref)
	if err == nil && !actor.MayReadComment(c) {
		err = fault.New(fault.Forbidden, "error.comment.trained")
	}
	return c, err
}

// Case is a comment as its moderator sees it.
type Case struct {
	Comment   models.Comment
	Person    models.CommentPerson
	Findings  []screening.Finding
	Decisions []models.CommentDecision
	Tips      []models.CommentTip
	Answer    *models.CommentAnswer
}

// Open shows a comment to who has taken it. Faults: NotFound, Forbidden,
// Conflict if the actor has not taken it.
func (m *Moderation) Open(ctx context.Context, actor models.Actor, ref string) (k Case, err error) {
	defer fault.Wrap(&err, "moderation.Open")
	tx := m.db.Read()
	if k.Comment, err = m.mine(ctx, tx, actor, ref); err != nil {
		return k, err
	}
	if k.Person, err = k.Comment.OpenPerson(m.keys); err != nil {
		return k, err
	}
	public, err := models.HolderNames(ctx, tx)
	if err != nil {
		return k, err
	}
	k.Findings = screening.Screen(k.Person.Text, public...).Findings
	if k.Decisions, err = models.DecisionsOf(ctx, tx, k.Comment.ID); err != nil {
		return k, err
	}
	if k.Tips, err = models.CommentTips(ctx, tx, k.Comment.ID); err != nil {
		return k, err
	}
	answer, err := models.CommentAnswerOf(ctx, tx, k.Comment.ID)
	if fault.Is(err, fault.NotFound) {
		return k, nil
	}
	k.Answer = &answer
	return k, err
}

// mine finds a comment that the actor has taken.
func (m *Moderation) mine(ctx context.Context, tx *models.Tx, actor models.Actor, ref string) (models.Comment, error) {
	c, err := m.readable(ctx, tx, actor, ref)
	if err == nil && (c.ClaimedBy == nil || *c.ClaimedBy != actor.User.ID) {
		err = fault.New(fault.Conflict, "error.comment.claim")
	}
	return c, err
}

// Decision is what a moderator decides.
type Decision struct {
	Kind    models.DecisionKind // published, held or declined
	Phrases []string            // to be removed, whole and exact
	Reason  string              // of a decline
}

// Decide publishes a comment, as it is or with phrases removed, holds it for
// another day, or declines it. What is about children, distress or survivors is
// never published with a name or a way to reach somebody. Faults: Invalid with
// fields, NotFound, Forbidden, Conflict.
func (m *Moderation) Decide(ctx context.Context, actor models.Actor, ref string, d Decision) (err error) {
	defer fault.Wrap(&err, "moderation.Decide")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		c, err := m.mine(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		if c.DueAt == nil {
			return fault.New(fault.Conflict, "error.comment.decided")
		}
		was, now := c.State, m.moment()
		person, err := c.OpenPerson(m.keys)
		if err != nil {
			return err
		}
		switch d.Kind {
		case models.DecisionPublished:
			d.Reason = ""
			if d.Kind, err = m.publish(ctx, tx, &c, person, d.Phrases); err != nil {
				return err
			}
		case models.DecisionHeld:
			d.Reason = ""
			due := now.Add(24 * time.Hour)
			c.State, c.DueAt = models.CommentHeld, &due
		case models.DecisionDeclined:
			if !slices.Contains(models.DeclineReasons, d.Reason) {
				return fault.Fields(map[string]string{"reason": "error.comment.reason"})
			}
			c.State, c.Reason, c.DueAt, c.PublicText, c.PublicName, c.AnswerDueAt = models.CommentDeclined, d.Reason, nil, "", "", nil
		default:
			return fault.Fields(map[string]string{"decision": "error.comment.decision"})
		}
		c.MovedAt, c.ClaimedBy, c.ClaimedAt = now, nil, nil
		if err := models.Decide(ctx, tx, c, was, models.CommentDecision{UserID: &actor.User.ID, Kind: d.Kind, Reason: d.Reason, At: now}); err != nil {
			return err
		}
		if d.Kind != models.DecisionDeclined {
			return nil
		}
		return m.tell(ctx, tx, c, person.Email, mailroom.CommentDeclined, "")
	})
}

// publish puts into public words what the moderator lets through.
func (m *Moderation) publish(ctx context.Context, tx *models.Tx, c *models.Comment, person models.CommentPerson, phrases []string) (models.DecisionKind, error) {
	text, err := Remove(person.Text, phrases)
	if err != nil {
		return "", err
	}
	if c.Reader == models.ReaderTrainedLead {
		public, err := models.HolderNames(ctx, tx)
		if err != nil {
			return "", err
		}
		if left := screening.Screen(strings.ReplaceAll(text, Removed, "…"), public...); left.Has(screening.NamedPerson) || left.Has(screening.Contact) {
			return "", fault.Fields(map[string]string{"phrases": "error.comment.names"})
		}
	}
	c.Vetted = c.Vetted || c.PublicText != "" // it had been published, and was reported
	c.State, c.PublicText, c.PublicName, c.Reason, c.DueAt = models.CommentPublished, text, models.ShownName(person.Name, c.Display), "", nil
	if text != person.Text {
		return models.DecisionRedacted, nil
	}
	return models.DecisionPublished, nil
}

// tell mails the author of a comment.
func (m *Moderation) tell(ctx context.Context, tx *models.Tx, c models.Comment, to string, news mailroom.CommentNews, answer string) error {
	email, err := models.ParseEmail(to)
	if err != nil {
		return err
	}
	reason, err := models.SuppressionOf(ctx, tx, models.ContactIndex(m.keys, email))
	if err != nil || reason != "" && reason != "unsubscribed" {
		return err
	}
	mail, err := m.room.Comment(ctx, c.Lang, to, news, answer, m.moment())
	if err != nil {
		return err
	}
	return m.room.PostComment(ctx, tx, mail, c.ID)
}

// Tip notes that the actor reported a comment to the CyberTipline. Nothing is
// sent from here. Faults: Invalid with fields, NotFound, Forbidden, Conflict.
func (m *Moderation) Tip(ctx context.Context, actor models.Actor, ref, reference string) (err error) {
	defer fault.Wrap(&err, "moderation.Tip")
	reference, err = models.ParseText(reference, 100)
	if err != nil || reference == "" {
		return fault.Fields(map[string]string{"reference": "error.comment.reference"})
	}
	return m.db.Write(ctx, func(tx *models.Tx) error {
		c, err := m.mine(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		return models.AddCommentTip(ctx, tx, models.CommentTip{CommentID: c.ID, UserID: actor.User.ID, Reference: reference, At: m.moment()})
	})
}
