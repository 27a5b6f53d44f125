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
	"statehouse/models"
)

// enter signs a user in by a link, with a browser.
func enter(t *testing.T, d *desk.Desk, u models.User, device, lang string) accounts.Entry {
	t.Helper()
	entry, err := d.Accounts.SignIn(context.Background(), invite(t, d, u), accounts.Arrival{Device: device, Browser: "firefox", System: "linux", Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func TestANewBrowserIsToldOfOnceInTheLanguageOfItsPerson(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := desk.Open(t, db)
		told := func() int { rows, _ := d.Mails(mailroom.KindNewDevice); return len(rows) }
		enter(t, d, admin, "first", "es")
		if told() != 0 {
			t.Error("the mail with the invitation has only just come")
		}
		enter(t, d, admin, "first", "es")
		enter(t, d, models.User{Email: "other@example.org", Name: "Oda Other", Role: models.RoleModerator}, "first", "en")
		if told() != 0 {
			t.Error("a known browser, or another person's first, was told of")
		}
		for range 2 {
			enter(t, d, admin, "second", "en")
		}
		_, mails := d.Mails(mailroom.KindNewDevice)
		if len(mails) != 1 || mails[0].To.Email != "admin@example.org" || !strings.Contains(mails[0].Text, "Firefox en Linux") {
			t.Fatalf("%+v", mails)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.ForgetDevices(ctx, tx, d.Clock.Now().Add(time.Second))
		})
		enter(t, d, admin, "second", "en")
		if told() != 1 {
			t.Error("with no browser remembered, there is none to differ from")
		}
	})
}

func addSession(d *desk.Desk, userID int64, ref string, state models.SessionState) {
	d.Write(func(ctx context.Context, tx *models.Tx) error {
		now := models.Moment(d.Clock.Now())
		return models.AddSession(ctx, tx, models.Session{Token: "hash of " + ref, Ref: ref, UserID: userID, State: state, Method: models.ByLink, Browser: "safari", System: "ios",
			Data: []byte("x"), StartedAt: now, SeenAt: now, ExpiresAt: now.Add(time.Hour)})
	})
}

func refsOf(t *testing.T, d *desk.Desk, userID int64) string {
	t.Helper()
	list, err := models.SessionsOf(context.Background(), d.DB.Read(), userID, models.Moment(d.Clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	var refs []string
	for _, s := range list {
		if s.SeenAt.Truncate(time.Hour) != s.SeenAt {
			t.Errorf("the minute of its use is kept: %s", s.SeenAt)
		}
		refs = append(refs, s.Ref)
	}
	return strings.Join(refs, " ")
}

func TestSessionsAreEndedByTheirOwnerAloneAndStayEnded(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		boss := anAdmin(t, d)
		olga := enter(t, d, models.User{Email: "olga@example.org", Name: "Olga Organizer", Role: models.RoleOrganizer}, "hers", "en").User
		for _, ref := range []string{"a", "b", "c"} {
			addSession(d, olga.ID, ref, models.SessionOpen)
		}
		addSession(d, olga.ID, "half", models.SessionWaiting)
		addSession(d, boss.User.ID, "boss", models.SessionOpen)
		if err := d.Accounts.EndSession(ctx, boss, "a"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's session: %v", err)
		}
		hers := models.Actor{User: &olga}
		if err := d.Accounts.EndSession(ctx, hers, "a"); err != nil {
			t.Fatal(err)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error { // a request that was under way ends after it
			return models.TouchSession(ctx, tx, models.Session{Token: "hash of a", Data: []byte("y"), ExpiresAt: d.Clock.Now().Add(time.Hour)})
		})
		if got := refsOf(t, d, olga.ID); got != "b c" {
			t.Errorf("open are %q", got)
		}
		if err := d.Accounts.EndOtherSessions(ctx, hers, "c"); err != nil {
			t.Fatal(err)
		}
		if got := refsOf(t, d, olga.ID) + refsOf(t, d, boss.User.ID); got != "cboss" {
			t.Errorf("open are %q", got)
		}
		if err := d.Accounts.SetStanding(ctx, boss, olga.ID, accounts.Suspend); err != nil {
			t.Fatal(err)
		}
		if err := d.Accounts.SetStanding(ctx, boss, olga.ID, accounts.Restore); err != nil {
			t.Fatal(err)
		}
		if got := refsOf(t, d, olga.ID); got != "" {
			t.Errorf("after being suspended she is still in at %q", got)
		}
	})
}
