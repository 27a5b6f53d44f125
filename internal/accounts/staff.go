package accounts

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/token"
	"statehouse/models"
)

// InvitationLife is how long an invitation works.
const InvitationLife = 7 * 24 * time.Hour

// Welcome makes a user and mails them a link that signs them in once. Faults:
// Forbidden for who is no admin, Invalid with the fields email, name, role, state.
func (a *Accounts) Welcome(ctx context.Context, actor models.Actor, u models.User, lang string) (err error) {
	defer fault.Wrap(&err, "accounts.Welcome")
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	if err := check(&u); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		now, added := a.moment(), u
		added.CreatedAt, added.Lang = now, lang
		if err := models.AddUser(ctx, tx, &added); fault.Is(err, fault.Conflict) {
			return fault.Fields(map[string]string{"email": "error.staff.taken"})
		} else if err != nil {
			return err
		}
		tok := token.New()
		draft, err := a.room.Invitation(ctx, lang, mailroom.Invitation{To: added.Email, By: actor.User.Name, Role: string(added.Role), Token: tok, Life: InvitationLife}, now)
		if err != nil {
			return err
		}
		if _, err := a.room.Post(ctx, tx, []*mailroom.Draft{draft}); err != nil {
			return err
		}
		return models.AddLinks(ctx, tx, []models.Link{signInLink(tok, added.ID, now, InvitationLife)})
	})
}

// Standing is what an admin may do to a colleague's account.
type Standing string

// The standings.
const (
	Suspend  Standing = "suspend"
	Restore  Standing = "restore"
	Trust    Standing = "trust"    // their campaigns need no review
	Distrust Standing = "distrust" // they do again
)

// SetStanding changes a colleague's account, at once for every session of
// theirs. Faults: Forbidden, NotFound, Conflict for one's own account.
func (a *Accounts) SetStanding(ctx context.Context, actor models.Actor, userID int64, to Standing) (err error) {
	defer fault.Wrap(&err, "accounts.SetStanding(%d)", userID)
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	if actor.User.ID == userID {
		return fault.New(fault.Conflict, "error.staff.own")
	}
	return a.db.Write(ctx, func(tx *models.Tx) error {
		user, err := models.UserByID(ctx, tx, userID)
		if err != nil {
			return err
		}
		now := a.moment()
		switch to {
		case Suspend:
			user.SuspendedAt = &now
			if err := models.EndSessions(ctx, tx, user.ID, ""); err != nil {
				return err
			}
		case Restore:
			user.SuspendedAt = nil
		case Trust:
			user.TrustedAt = &now
		case Distrust:
			user.TrustedAt = nil
		default:
			return fault.New(fault.NotFound, "error.not_found")
		}
		return models.SaveStanding(ctx, tx, user)
	})
}
