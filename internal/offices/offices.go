// Package offices is what a legislator's office does without an account: it
// answers the letters of one mail, sees what was sent to it, says where it
// stands, and asks for mail at other times.
package offices

import (
	"context"
	"regexp"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Offices does the acts.
type Offices struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Offices {
	return &Offices{db: db, keys: keys, room: room, now: now}
}

func (o *Offices) moment() time.Time { return models.Moment(o.now()) }

// look finds a live link. Faults: NotFound, Gone.
func (o *Offices) look(ctx context.Context, tx *models.Tx, tok string) (models.OfficeLink, error) {
	return o.live(models.OfficeLinkByHash(ctx, tx, token.Hash(tok)))
}

// hold is look for acts: nobody else acts by the link until the transaction ends.
func (o *Offices) hold(ctx context.Context, tx *models.Tx, tok string) (models.OfficeLink, error) {
	return o.live(models.LockOfficeLink(ctx, tx, token.Hash(tok)))
}

// atDesk is hold with those whose desk it is. Faults: NotFound, Gone.
func (o *Offices) atDesk(ctx context.Context, tx *models.Tx, tok string) (link models.OfficeLink, holders []models.Holder, err error) {
	if link, err = o.hold(ctx, tx, tok); err == nil {
		holders, err = o.holders(ctx, tx, link)
	}
	return link, holders, err
}

func (o *Offices) live(link models.OfficeLink, err error) (models.OfficeLink, error) {
	if err == nil && !link.IsLive(o.moment()) {
		err = fault.New(fault.Gone, "error.link.expired")
	}
	return link, err
}

// tooMany is the answer to one request too many by one link.
func tooMany() error {
	e := fault.New(fault.TooMany, "error.office.often")
	e.RetryAfter = models.RelayEvery
	return e
}

// markup is what looks like a tag of HTML. Everything typed is shown as it is, so
// that this is only kind: readers would see the tags.
var markup = regexp.MustCompile(`<\s*(/\s*)?[a-zA-Z!][^<>]*>`)

// plain reads a text without markup. The error is a message id.
func plain(typed string, limit int, empty string) (string, error) {
	text, err := models.ParseText(typed, limit)
	switch {
	case err != nil:
		return "", err
	case text == "":
		return "", fault.New(fault.Invalid, empty)
	case markup.MatchString(text):
		return "", fault.New(fault.Invalid, "error.office.markup")
	}
	return text, nil
}
