package accounts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"statehouse/internal/accounts"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/testkit/house"
	"statehouse/models"
)

func anAdmin(t *testing.T, d *desk.Desk) models.Actor {
	t.Helper()
	u := models.User{Email: "admin@example.org", Name: "Robin Sample", Role: models.RoleAdmin, CreatedAt: testkit.Now}
	d.Write(func(ctx context.Context, tx *models.Tx) error { u.ID = 0; return models.AddUser(ctx, tx, &u) })
	return models.Actor{User: &u}
}

func TestWhoIsInvitedComesInOnceWithinAWeek(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		boss := anAdmin(t, d)
		u := models.User{Email: "Olga@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer, State: "az"}
		if err := d.Accounts.Welcome(ctx, models.Actor{User: &u}, u, "en"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an organizer invites: %v", err)
		}
		if err := d.Accounts.Welcome(ctx, boss, models.User{Email: "x", Role: "king"}, "en"); len(fault.Of(err).Fields) != 3 {
			t.Errorf("%v", err)
		}
		if err := d.Accounts.Welcome(ctx, boss, u, "es"); err != nil {
			t.Fatal(err)
		}
		if err := d.Accounts.Welcome(ctx, boss, u, "es"); fault.Of(err).Fields["email"] == "" {
			t.Errorf("invited twice: %v", err)
		}
		_, mails := d.Mails(mailroom.KindSignIn)
		if len(mails) != 1 || mails[0].To.Email != "olga@example.org" {
			t.Fatalf("%+v", mails)
		}
		d.Clock.Advance(accounts.InvitationLife - time.Second)
		link := house.LinkIn(t, mails[0].Text, "/account/sign-in/")
		tok := link[strings.LastIndexByte(link, '/')+1:]
		if entry, err := d.Accounts.SignIn(ctx, tok, here); err != nil || entry.User.State != "az" {
			t.Errorf("%+v, %v", entry, err)
		}
		if _, err := d.Accounts.SignIn(ctx, tok, here); err == nil {
			t.Error("the link signs in twice")
		}
		if rows, total, err := models.AuditLog(ctx, db.Read(), models.AuditFilter{Text: "sign in", Size: 10}); err != nil || total != 1 || rows[0].Name != "Olga Organizer" {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}

func TestASuspendedColleagueIsOutAtOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		boss := anAdmin(t, d)
		tok := invite(t, d, models.User{Email: "olga@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer})
		olga, err := models.UserByEmail(ctx, db.Read(), "olga@example.org")
		if err != nil {
			t.Fatal(err)
		}
		set := func(who models.Actor, id int64, to accounts.Standing) error {
			return d.Accounts.SetStanding(ctx, who, id, to)
		}
		for what, err := range map[string]error{"a colleague": set(models.Actor{User: &olga}, boss.User.ID, accounts.Suspend), "nobody": set(models.Actor{}, olga.ID, accounts.Trust)} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := set(boss, boss.User.ID, accounts.Suspend); !fault.Is(err, fault.Conflict) {
			t.Errorf("oneself: %v", err)
		}
		if err := set(boss, olga.ID, "praise"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		for _, to := range []accounts.Standing{accounts.Trust, accounts.Suspend} {
			if err := set(boss, olga.ID, to); err != nil {
				t.Fatal(err)
			}
		}
		if olga, err = models.UserByID(ctx, db.Read(), olga.ID); err != nil || olga.SuspendedAt == nil || olga.TrustedAt == nil || (models.Actor{User: &olga}).MayEnterOrganize() {
			t.Errorf("%+v, %v", olga, err)
		}
		if _, err := d.Accounts.SignIn(ctx, tok, here); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		if err := set(boss, olga.ID, accounts.Restore); err != nil {
			t.Fatal(err)
		}
		if olga, err = models.UserByID(ctx, db.Read(), olga.ID); err != nil || olga.SuspendedAt != nil || olga.TrustedAt == nil {
			t.Errorf("%+v, %v", olga, err)
		}
	})
}
