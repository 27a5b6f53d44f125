package accounts_test

import (
	"context"
	"strings"
	"testing"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// TestWhoseWaysInChangeIsToldOfIt each time, and of nothing that did not happen.
func TestWhoseWaysInChangeIsToldOfIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		other := enter(t, d, models.User{Email: "other@example.org", Name: "Oda Other", Role: models.RoleAdmin}, "first", "es").User
		told := func(does string, want int, words string) {
			t.Helper()
			_, mails := d.Mails(mailroom.KindSignInChange)
			if len(mails) != want || want > 0 && !strings.Contains(mails[len(mails)-1].Text, words) {
				t.Errorf("%s: %d mails, %+v", does, len(mails), mails)
			}
		}
		if err := d.Accounts.DropPassword(ctx, ownOf(d, user)); err != nil {
			t.Fatal(err)
		}
		told("nothing to remove", 0, "")
		withPassword(t, d, user)
		told("a first password", 1, "A password with an app for codes was added")
		if _, err := d.Accounts.ProposePassword(ctx, ownOf(d, user), goodPassword+" and more"); err != nil {
			t.Fatal(err)
		}
		told("another password", 2, "was changed")
		if err := d.Accounts.DropPassword(ctx, ownOf(d, user)); err != nil {
			t.Fatal(err)
		}
		told("none any more", 3, "were removed")
		if err := d.Accounts.ForgetWays(ctx, models.Actor{User: &user}, other.ID); err != nil {
			t.Fatal(err)
		}
		told("taken away by a colleague", 4, "Un administrador quitó")
	})
}
