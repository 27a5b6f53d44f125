package accounts_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

func invite(t *testing.T, d *desk.Desk, u models.User) string {
	t.Helper()
	tok, err := d.Accounts.Invite(context.Background(), u, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

var admin = models.User{Email: "Admin@example.org", Name: "Ada Admin", Role: models.RoleAdmin}

func TestALinkSignsInOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		tok := invite(t, d, admin)
		for range 3 { // a mail scanner looks
			if err := d.Accounts.LookSignIn(ctx, tok); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		var in atomic.Int32
		for range 6 {
			wg.Go(func() {
				entry, err := d.Accounts.SignIn(ctx, tok, here)
				switch {
				case err == nil && entry.User.Email == "admin@example.org" && entry.User.Role == models.RoleAdmin:
					in.Add(1)
				case !fault.Is(err, fault.Gone) && !fault.Is(err, fault.Conflict):
					t.Errorf("%+v, %v", entry, err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("one link signed in %d times", in.Load())
		}
		if err := d.Accounts.LookSignIn(ctx, tok); !fault.Is(err, fault.Gone) {
			t.Errorf("a spent link: %v", err)
		}
		if _, err := d.Accounts.SignIn(ctx, "no-such-link", here); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
	})
}

func TestALinkDiesInTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		invitation := invite(t, d, admin)
		if err := d.Accounts.MailLink(ctx, "ADMIN@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		mailed := d.Link(mailroom.KindSignIn, "admin@example.org")
		d.Clock.Advance(models.SignInLife)
		if _, err := d.Accounts.SignIn(ctx, mailed, here); !fault.Is(err, fault.Gone) {
			t.Errorf("the mailed link after 15 minutes: %v", err)
		}
		d.Clock.Advance(24*time.Hour - models.SignInLife)
		if _, err := d.Accounts.SignIn(ctx, invitation, here); !fault.Is(err, fault.Gone) {
			t.Errorf("the invitation after its day: %v", err)
		}
	})
}

func TestASuspendedUserStaysOutside(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		tok := invite(t, d, admin)
		if _, err := db.SQL().ExecContext(ctx, "UPDATE users SET suspended_at = '2026-11-24 00:00:00+00:00'"); err != nil {
			t.Fatal(err)
		}
		entry, err := d.Accounts.SignIn(ctx, tok, here)
		if !fault.Is(err, fault.Forbidden) || entry.State != "" {
			t.Errorf("%+v, %v", entry, err)
		}
		if err := d.Accounts.MailLink(ctx, "admin@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		if rows, _ := d.Mails(mailroom.KindSignIn); len(rows) != 0 {
			t.Error("a suspended user was mailed a link")
		}
	})
}

func TestMailingLinksIsBoundedAndTellsNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		invite(t, d, admin)
		var askers sync.WaitGroup
		for range 12 { // at once: each counts what the others asked for
			askers.Go(func() {
				if err := d.Accounts.MailLink(ctx, "admin@example.org", "en"); err != nil {
					t.Error(err)
				}
			})
		}
		askers.Wait()
		for range 6 {
			for _, address := range []string{"admin@example.org", "nobody@example.org"} {
				if err := d.Accounts.MailLink(ctx, address, "en"); err != nil {
					t.Errorf("%s: %v", address, err)
				}
			}
		}
		_, messages := d.Mails(mailroom.KindSignIn)
		if len(messages) != 3 {
			t.Errorf("%d mails", len(messages))
		}
		for _, m := range messages {
			if m.To.Email != "admin@example.org" {
				t.Errorf("a link went to %s", m.To.Email)
			}
		}
	})
}

func TestAnInvitationChangesNobodyWhoIsHere(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		invite(t, d, models.User{Email: "moderator@example.org", Name: "Mo Derator", Role: models.RoleModerator})
		tok := invite(t, d, models.User{Email: "Moderator@example.org", Name: "Mo Admin", Role: models.RoleAdmin})
		if entry, err := d.Accounts.SignIn(ctx, tok, here); err != nil || entry.User.Role != models.RoleModerator || entry.User.Name != "Mo Derator" {
			t.Errorf("%+v, %v", entry, err)
		}
		_, err := d.Accounts.Invite(ctx, models.User{Email: "x", Name: "=x", Role: "owner", State: "zz"}, time.Hour)
		if fields := fault.Of(err).Fields; !fault.Is(err, fault.Invalid) || len(fields) != 4 {
			t.Errorf("%v, %v", fields, err)
		}
	})
}
