package accounts_test

import (
	"context"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"statehouse/internal/accounts"
	"statehouse/internal/breaches"
	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

const goodPassword = "umbral parsnip cobalt jigsaw"

// codeOf is what an app shows at a time.
func codeOf(t *testing.T, key string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(key, " ", ""), at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withPassword sets a password for somebody and returns the key of their app; its
// first code is used up.
func withPassword(t *testing.T, d *desk.Desk, u models.User) string {
	t.Helper()
	ctx, own := context.Background(), ownOf(d, u)
	if isSet, err := d.Accounts.ProposePassword(ctx, own, goodPassword); err != nil || isSet {
		t.Fatalf("%v, %v", isSet, err)
	}
	app, err := d.Accounts.ProposedApp(ctx, own)
	if err != nil {
		t.Fatal(err)
	}
	if key, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(app.Key, " ", "")); err != nil || len(key) != 20 || !strings.HasPrefix(app.URI, "otpauth://totp/Statehouse:admin@example.org?") {
		t.Fatalf("%+v, %v", app, err)
	}
	if err := d.Accounts.SetPassword(ctx, own, "000000"); fault.Of(err).Fields["code"] == "" {
		t.Errorf("a wrong code: %v", err)
	}
	if err := d.Accounts.SetPassword(ctx, own, codeOf(t, app.Key, d.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	return app.Key
}

func TestAPasswordSignsInWithACodeThatIsTakenOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		in := func(password, code string) (accounts.Entry, error) {
			return d.Accounts.SignInWithPassword(ctx, accounts.Credentials{Email: "Admin@example.org", Password: password, Code: code}, here)
		}
		key := withPassword(t, d, user)
		spent := codeOf(t, key, d.Clock.Now())
		for what, typed := range map[string][2]string{
			"a code taken before": {goodPassword, spent}, "a wrong password": {goodPassword + "s", codeOf(t, key, d.Clock.Now().Add(30*time.Second))},
			"no code": {goodPassword, ""}, "a code two steps early": {goodPassword, codeOf(t, key, d.Clock.Now().Add(60*time.Second))},
		} {
			if entry, err := in(typed[0], typed[1]); !fault.Is(err, fault.Invalid) || fault.Of(err).Fields["password"] != "error.sign_in.wrong" {
				t.Errorf("%s: %+v, %v", what, entry, err)
			}
		}
		d.Clock.Advance(30 * time.Second)
		now := codeOf(t, key, d.Clock.Now())
		if entry, err := in(goodPassword, now[:3]+" "+now[3:]); err != nil || entry.User.ID != user.ID || entry.Method != models.ByPassword || entry.State != models.SessionOpen {
			t.Fatalf("%+v, %v", entry, err)
		}
		if _, err := in(goodPassword, now); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code was taken twice: %v", err)
		}
		if entry, err := in(goodPassword, codeOf(t, key, d.Clock.Now().Add(30*time.Second))); err != nil {
			t.Errorf("a clock half a minute early: %+v, %v", entry, err)
		}
	})
}

func TestACodeAndARecoveryCodeLetInOneOfManyAtOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		key := withPassword(t, d, user)
		codes, err := d.Accounts.NewRecoveryCodes(ctx, ownOf(d, user))
		if err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(30 * time.Second)
		for _, code := range []string{codeOf(t, key, d.Clock.Now()), codes[3]} {
			var wg sync.WaitGroup
			var in atomic.Int32
			for range 4 {
				wg.Go(func() {
					_, err := d.Accounts.SignInWithPassword(ctx, accounts.Credentials{Email: user.Email, Password: goodPassword, Code: code}, here)
					switch {
					case err == nil:
						in.Add(1)
					case !fault.Is(err, fault.Invalid):
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if in.Load() != 1 {
				t.Errorf("one code let in %d", in.Load())
			}
		}
	})
}

func TestALinkWaitsForACodeAndARecoveryCodeStandsInOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		withPassword(t, d, user)
		if _, err := d.Accounts.NewRecoveryCodes(ctx, ownOf(d, user)); err != nil {
			t.Fatal(err)
		}
		codes, err := d.Accounts.NewRecoveryCodes(ctx, ownOf(d, user))
		if err != nil || len(codes) != models.RecoveryCodes {
			t.Fatalf("%v, %v", codes, err)
		}
		entry, err := d.Accounts.SignIn(ctx, invite(t, d, admin), here)
		if err != nil || entry.State != models.SessionWaiting {
			t.Fatalf("%+v, %v", entry, err)
		}
		waiting := models.Session{UserID: user.ID, State: models.SessionWaiting, Method: models.ByLink, StartedAt: models.Moment(d.Clock.Now())}
		show := func(code string) error {
			_, err := d.Accounts.ShowCode(ctx, waiting, code, here)
			return err
		}
		if err := show(strings.ToUpper(codes[0])); err != nil {
			t.Errorf("a recovery code in capitals: %v", err)
		}
		if err := show(codes[0]); fault.Of(err).Fields["code"] == "" {
			t.Errorf("a recovery code worked twice: %v", err)
		}
		if left, err := models.RecoveryCodesLeft(ctx, db.Read(), user.ID); err != nil || left != models.RecoveryCodes-1 {
			t.Errorf("%d left, %v", left, err)
		}
		waiting.State = models.SessionOpen
		if err := show(codes[1]); !fault.Is(err, fault.Gone) {
			t.Errorf("a session that does not wait: %v", err)
		}
		waiting.State = models.SessionWaiting
		d.Clock.Advance(models.WaitingFor)
		if err := show(codes[1]); !fault.Is(err, fault.Gone) {
			t.Errorf("a session that waited ten minutes: %v", err)
		}
	})
}

func TestTriesAreCountedForAnAccountAndForNone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		key := withPassword(t, d, user)
		try := func(email, code string) error {
			_, err := d.Accounts.SignInWithPassword(ctx, accounts.Credentials{Email: email, Password: goodPassword, Code: code}, here)
			return err
		}
		for _, email := range []string{"admin@example.org", "nobody@example.org"} {
			for n := range models.MaxSignInTries + 1 {
				want := fault.Invalid
				if n == models.MaxSignInTries {
					want = fault.TooMany
				}
				if err := try(email, "000000"); !fault.Is(err, want) {
					t.Errorf("%s, try %d: %v", email, n, err)
				}
			}
		}
		d.Clock.Advance(models.SignInTryTime)
		if err := try("admin@example.org", codeOf(t, key, d.Clock.Now())); err != nil {
			t.Errorf("after a quarter of an hour: %v", err)
		}
		if err := d.Accounts.DropPassword(ctx, ownOf(d, user)); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(time.Minute)
		if err := try("admin@example.org", codeOf(t, key, d.Clock.Now())); !fault.Is(err, fault.Invalid) {
			t.Errorf("a password that was removed: %v", err)
		}
	})
}

func TestPasswordsAreJudgedByLengthAndByWhatOthersWouldTry(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), desk.Open(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	user := enter(t, d, admin, "first", "en").User
	for typed, want := range map[string]string{
		"short but odd!":                     "error.password.short",
		strings.Repeat("long enough ", 22):   "error.password.long",
		"passwordpassword":                   "error.password.known",
		"123456789012345678":                 "error.password.known",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa":      "error.password.known",
		strings.Repeat("qwertyuiop", 12):     "error.password.known",
		"Statehouse Ada Admin 1":             "error.password.own",
		"admin@example.org!!":                "error.password.own",
		"eeeee\u0301":                        "error.password.short",
		strings.Repeat("e\u0301", 14) + "x1": "error.password.known",
	} {
		if _, err := d.Accounts.ProposePassword(ctx, ownOf(d, user), typed); fault.Of(err).Fields["password"] != want {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
	for _, typed := range []string{goodPassword, "correo lunar ñandú brisa éter", strings.Repeat("k7 Zv! pq9 ", 11)[:120], "密码是很长的一句话没有人会猜到它的内容"} {
		if _, err := d.Accounts.ProposePassword(ctx, ownOf(d, user), typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestAColleagueWhoLostEverythingIsLeftWithTheLink(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		boss := models.User{Email: "boss@example.org", Name: "Bo Boss", Role: models.RoleAdmin}
		boss = enter(t, d, boss, "second", "en").User
		withPassword(t, d, user)
		addSession(d, user.ID, "a", models.SessionOpen)
		if err := d.Accounts.ForgetWays(ctx, models.Actor{User: &user}, user.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("oneself: %v", err)
		}
		if err := d.Accounts.ForgetWays(ctx, models.Actor{User: &boss}, user.ID); err != nil {
			t.Fatal(err)
		}
		if refs := refsOf(t, d, user.ID); refs != "" {
			t.Errorf("still signed in at %s", refs)
		}
		if entry, err := d.Accounts.SignIn(ctx, invite(t, d, admin), here); err != nil || entry.State != models.SessionOpen {
			t.Errorf("%+v, %v", entry, err)
		}
		d.Clock.Advance(time.Minute)
		withPassword(t, d, user)
		tok, err := d.Accounts.Recover(ctx, "admin@example.org", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if entry, err := d.Accounts.SignIn(ctx, tok, here); err != nil || entry.State != models.SessionOpen {
			t.Errorf("%+v, %v", entry, err)
		}
		if _, err := d.Accounts.Recover(ctx, "nobody@example.org", time.Minute); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
	})
}

func TestABreachedPasswordIsNotTaken(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		path := filepath.Join(t.TempDir(), "breached.txt")
		if err := os.WriteFile(path, fmt.Appendf(nil, "%X:3\n", sha1.Sum([]byte(goodPassword))), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := breaches.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		own := ownOf(d, enter(t, d, admin, "first", "en").User)
		d.Accounts.Breaches = list
		if _, err := d.Accounts.ProposePassword(ctx, own, goodPassword); fault.Of(err).Fields["password"] != "error.password.breached" {
			t.Errorf("it is taken: %v", err)
		}
		if _, err := d.Accounts.ProposePassword(ctx, own, goodPassword+" else"); err != nil {
			t.Errorf("another is not: %v", err)
		}
	})
}
