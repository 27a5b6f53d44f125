package accounts

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// Arrival is a browser at the door.
type Arrival struct {
	Device          string // the secret by which it is known again
	Browser, System string // in the words of models
	Lang            string
}

// Entry is what comes of a sign-in.
type Entry struct {
	User   models.User
	Method models.SignInMethod
	State  models.SessionState
}

// admit lets a user in, and tells them of it where the browser is new to them.
func (a *Accounts) admit(ctx context.Context, tx *models.Tx, userID int64, method models.SignInMethod, from Arrival) (entry Entry, err error) {
	user, err := welcome(ctx, tx, userID)
	if err != nil {
		return entry, err
	}
	now := a.moment()
	isNew, err := models.MeetDevice(ctx, tx, models.Device{UserID: user.ID, Hash: token.Hash(from.Device), SeenAt: now})
	if err != nil {
		return entry, err
	}
	entry = Entry{User: user, Method: method, State: models.SessionOpen}
	if !isNew {
		return entry, models.SpeakTo(ctx, tx, user.ID, from.Lang)
	}
	draft, err := a.room.NewDevice(ctx, user.Lang, user.Email, from.Browser, from.System, now)
	if err != nil {
		return entry, err
	}
	_, err = a.room.Post(ctx, tx, []*mailroom.Draft{draft})
	return entry, err
}

// hold lets a user wait, who came by a link and has more to show.
func (a *Accounts) hold(ctx context.Context, tx *models.Tx, userID int64) (Entry, error) {
	user, err := welcome(ctx, tx, userID)
	return Entry{User: user, Method: models.ByLink, State: models.SessionWaiting}, err
}

func welcome(ctx context.Context, tx *models.Tx, userID int64) (models.User, error) {
	user, err := models.UserByID(ctx, tx, userID)
	if err == nil && user.SuspendedAt != nil {
		err = fault.New(fault.Forbidden, "error.suspended")
	}
	return user, err
}
