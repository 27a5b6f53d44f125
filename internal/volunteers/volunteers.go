// Package volunteers is how people find work to do and do it: they apply, are
// screened, take shifts, and are told when these are.
package volunteers

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Volunteers does the acts.
type Volunteers struct {
	db   *models.DB
	keys *privacy.Keys
	room mailroom.Room
	now  func() time.Time
}

// New makes the acts.
func New(db *models.DB, keys *privacy.Keys, room mailroom.Room, now func() time.Time) *Volunteers {
	return &Volunteers{db: db, keys: keys, room: room, now: now}
}

func (v *Volunteers) moment() time.Time { return models.Moment(v.now()) }

// open finds the application behind a link. Faults: NotFound, Gone.
func (v *Volunteers) open(ctx context.Context, tx *models.Tx, tok string) (models.Application, models.VolunteerRole, error) {
	link, err := models.LinkByHash(ctx, tx, models.LinkVolunteering, token.Hash(tok))
	if err != nil {
		return models.Application{}, models.VolunteerRole{}, err
	}
	if !link.IsLive(v.moment()) {
		return models.Application{}, models.VolunteerRole{}, fault.New(fault.Gone, "error.link.expired")
	}
	return v.application(ctx, tx, *link.ApplicationID)
}

func (v *Volunteers) application(ctx context.Context, tx *models.Tx, id int64) (a models.Application, r models.VolunteerRole, err error) {
	if a, err = models.ApplicationByID(ctx, tx, id); err != nil {
		return a, r, err
	}
	r, err = models.RoleByID(ctx, tx, a.RoleID)
	return a, r, err
}

// tell mails news of an application to its address.
func (v *Volunteers) tell(ctx context.Context, tx *models.Tx, a models.Application, what, reason string) error {
	who, err := a.OpenApplicant(v.keys)
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, a.RoleID, a.Lang)
	if err != nil {
		return err
	}
	draft, err := v.room.Volunteering(ctx, a.Lang, who.Email, text.Title, what, reason, v.moment())
	if err != nil {
		return err
	}
	return v.post(ctx, tx, draft.ForApplication(a))
}

func (v *Volunteers) post(ctx context.Context, tx *models.Tx, draft *mailroom.Draft) error {
	_, err := v.room.Post(ctx, tx, []*mailroom.Draft{draft})
	return err
}
