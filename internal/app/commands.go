package app

import (
	"context"
	"time"

	"statehouse/internal/accounts"
	"statehouse/internal/demo"
	"statehouse/models"
)

// AddUser makes a member of staff, unless the address has one, and returns a
// link that signs them in once within life. Fault: Invalid with fields.
func (a *App) AddUser(ctx context.Context, email, name, role, state string, life time.Duration) (string, error) {
	acts := accounts.New(a.DB, a.room, a.now)
	tok, err := acts.Invite(ctx, models.User{Email: email, Name: name, Role: models.Role(role), State: state}, life)
	if err != nil {
		return "", err
	}
	return a.config.BaseURL + "/account/sign-in/" + tok, nil
}

// RecoverUser takes every way to sign in but the link off a member of staff, and
// returns a link that signs them in once within life. Fault: NotFound.
func (a *App) RecoverUser(ctx context.Context, email string, life time.Duration) (string, error) {
	tok, err := accounts.New(a.DB, a.room, a.now).Recover(ctx, email, life)
	if err != nil {
		return "", err
	}
	return a.config.BaseURL + "/account/sign-in/" + tok, nil
}

// LoadDemo fills an empty database with the invented sample data.
func (a *App) LoadDemo(ctx context.Context, progress func(done, total int)) error {
	return demo.Load(ctx, a.DB, a.Keys, a.now(), progress)
}
