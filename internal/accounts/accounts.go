// Package accounts is how staff come in, and what they see of where they are in.
package accounts

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/go-webauthn/webauthn/webauthn"

	"statehouse/internal/breaches"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// Accounts does the acts.
type Accounts struct {
	Breaches *breaches.List // nil without a list

	db       *models.DB
	keys     *privacy.Keys
	room     mailroom.Room
	now      func() time.Time
	turns    chan struct{}          // for hashing passwords
	nobodys  func() (string, error) // the hash of a password that no one knows
	passkeys *webauthn.WebAuthn     // nil where the site has a number for a name
}

// New makes the acts.
func New(db *models.DB, room mailroom.Room, now func() time.Time) *Accounts {
	return &Accounts{db: db, keys: room.Keys, room: room, now: now, turns: make(chan struct{}, hashers), passkeys: passkeysFor(room),
		nobodys: sync.OnceValues(func() (string, error) { return argon2id.CreateHash(token.New(), hashing) })}
}

func (a *Accounts) moment() time.Time { return models.Moment(a.now()) }

// Invite makes a user, unless the address has one, and a link that signs them
// in once within life. It returns the link's token. Fault: Invalid with fields.
func (a *Accounts) Invite(ctx context.Context, u models.User, life time.Duration) (tok string, err error) {
	defer fault.Wrap(&err, "accounts.Invite")
	if err := check(&u); err != nil {
		return "", err
	}
	tok = token.New()
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		now := a.moment()
		user, err := models.UserByEmail(ctx, tx, u.Email)
		if fault.Is(err, fault.NotFound) {
			user = u
			user.CreatedAt = now
			err = models.AddUser(ctx, tx, &user)
		}
		if err != nil {
			return err
		}
		return models.AddLinks(ctx, tx, []models.Link{signInLink(tok, user.ID, now, life)})
	})
	return tok, err
}

func signInLink(tok string, userID int64, now time.Time, life time.Duration) models.Link {
	return models.Link{Hash: token.Hash(tok), Kind: models.LinkSignIn, UserID: &userID, CreatedAt: now, ExpiresAt: now.Add(life)}
}

func check(u *models.User) error {
	fields := map[string]string{}
	email, err := models.ParseEmail(u.Email)
	if err != nil {
		fields["email"] = fault.Of(err).Message
	}
	u.Email = email.Typed
	if u.Name, err = models.ParseName(u.Name); err != nil {
		fields["name"] = fault.Of(err).Message
	}
	if !slices.Contains(models.Roles, u.Role) {
		fields["role"] = "error.role.choice"
	}
	u.State = strings.ToLower(u.State)
	if _, ok := models.StateByCode(u.State); u.State != "" && !ok {
		fields["state"] = "error.state.choice"
	}
	return fault.Fields(fields)
}

// MailLink mails a sign-in link to a member of staff, and nothing to others.
// Nil says only that the address is one. Fault: Invalid with fields.
func (a *Accounts) MailLink(ctx context.Context, typed, lang string) (err error) {
	defer fault.Wrap(&err, "accounts.MailLink")
	email, err := models.ParseEmail(typed)
	if err != nil {
		return fault.Fields(map[string]string{"email": fault.Of(err).Message})
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		now := a.moment()
		user, err := models.UserByEmail(ctx, tx, email.Typed)
		if fault.Is(err, fault.NotFound) || err == nil && user.SuspendedAt != nil {
			return nil
		}
		if err != nil {
			return err
		}
		may, err := models.MaySignInMail(ctx, tx, user.ID, now)
		if err != nil || !may {
			return err
		}
		tok := token.New()
		draft, err := a.room.SignIn(ctx, lang, user.Email, tok, now)
		if err != nil {
			return err
		}
		if _, err := a.room.Post(ctx, tx, []*mailroom.Draft{draft}); err != nil {
			return err
		}
		return models.AddLinks(ctx, tx, []models.Link{signInLink(tok, user.ID, now, models.SignInLife)})
	})
}

// LookSignIn says whether a sign-in link still works. Faults: NotFound, Gone.
func (a *Accounts) LookSignIn(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "accounts.LookSignIn")
	_, err = a.liveLink(ctx, a.db.Read(), tok)
	return err
}

func (a *Accounts) liveLink(ctx context.Context, tx *models.Tx, tok string) (models.Link, error) {
	link, err := models.LinkByHash(ctx, tx, models.LinkSignIn, token.Hash(tok))
	if err == nil && !link.IsLive(a.moment()) {
		err = fault.New(fault.Gone, "error.link.expired")
	}
	return link, err
}

// SignIn spends a link and lets its user in; whoever has a passkey or an app waits
// until they have shown that too. Faults: NotFound, Gone, Forbidden for a suspended
// user.
func (a *Accounts) SignIn(ctx context.Context, tok string, from Arrival) (entry Entry, err error) {
	defer fault.Wrap(&err, "accounts.SignIn")
	link, err := a.liveLink(ctx, a.db.Read(), tok)
	if err != nil {
		return entry, err
	}
	ctx = models.WithDeed(ctx, &models.Deed{UserID: *link.UserID, Act: "sign in", At: a.now})
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		link, err := a.liveLink(ctx, tx, tok)
		if err != nil {
			return err
		}
		if err := models.SpendLink(ctx, tx, link, a.moment()); err != nil {
			return err
		}
		more, err := models.HasSecond(ctx, tx, *link.UserID)
		if err != nil {
			return err
		}
		if more {
			entry, err = a.hold(ctx, tx, *link.UserID)
			return err
		}
		entry, err = a.admit(ctx, tx, *link.UserID, models.ByLink, from)
		return err
	})
	return entry, err
}
