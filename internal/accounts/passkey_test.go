package accounts_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"statehouse/internal/accounts"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

var site = virtualwebauthn.RelyingParty{Name: "Statehouse", ID: "statehouse.example.org", Origin: "https://statehouse.example.org"}

var here = accounts.Arrival{Device: "here", Browser: "firefox", System: "linux", Lang: "en"}

// device makes and shows passkeys.
type device struct {
	t    *testing.T
	d    *desk.Desk
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice(t *testing.T, d *desk.Desk, userID int64) *device {
	t.Helper()
	handle := d.Keys.Blind("passkey handle", string([]byte{0, 0, 0, 0, 0, 0, 0, byte(userID)}))
	return &device{t: t, d: d, auth: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: handle}),
		key: virtualwebauthn.NewCredentialWithImportedKey(virtualwebauthn.KeyTypeEC2, wholeKey(t))}
}

// wholeKey is a key that the double can tell of: it leaves out zeros at the
// beginning of a coordinate, which one key in 128 has and COSE wants (RFC 9053).
func wholeKey(t *testing.T) []byte {
	t.Helper()
	for {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := key.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if point[1] == 0 || point[33] == 0 { // 4, X, Y
			continue
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
}

// make answers a question for a new passkey, as a page of an origin would.
func (v *device) make(asked accounts.Asked, rp virtualwebauthn.RelyingParty) string {
	v.t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(string(asked.Options))
	if err != nil {
		v.t.Fatal(err)
	}
	v.auth.AddCredential(v.key)
	return virtualwebauthn.CreateAttestationResponse(rp, v.auth, v.key, *options)
}

// show answers a question for a passkey with a counter.
func (v *device) show(asked accounts.Asked, rp virtualwebauthn.RelyingParty, counter uint32) string {
	v.t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(string(asked.Options))
	if err != nil {
		v.t.Fatal(err)
	}
	v.key.Counter = counter
	return virtualwebauthn.CreateAssertionResponse(rp, v.auth, v.key, *options)
}

func ownOf(d *desk.Desk, u models.User) accounts.Own {
	return accounts.Own{Actor: models.Actor{User: &u}, Session: models.Session{UserID: u.ID, State: models.SessionOpen, StartedAt: models.Moment(d.Clock.Now())}}
}

func askNew(t *testing.T, d *desk.Desk, own accounts.Own) accounts.Asked {
	t.Helper()
	asked, err := d.Accounts.AskNewPasskey(context.Background(), own)
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

func askSignIn(t *testing.T, d *desk.Desk) accounts.Asked {
	t.Helper()
	asked, err := d.Accounts.AskPasskey(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

// tampered changes what the browser says that it was asked, and by whom.
func tampered(t *testing.T, answer string, field, value string) string {
	t.Helper()
	var a map[string]any
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		t.Fatal(err)
	}
	response := a["response"].(map[string]any)
	data, err := base64.RawURLEncoding.DecodeString(response["clientDataJSON"].(string))
	if err != nil {
		t.Fatal(err)
	}
	var client map[string]any
	if err := json.Unmarshal(data, &client); err != nil {
		t.Fatal(err)
	}
	client[field] = value
	data, _ = json.Marshal(client)
	response["clientDataJSON"] = base64.RawURLEncoding.EncodeToString(data)
	out, _ := json.Marshal(a)
	return string(out)
}

func TestAPasskeySignsInAndEveryTamperedAnswerIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		own, v := ownOf(d, user), newDevice(t, d, user.ID)
		elsewhere := virtualwebauthn.RelyingParty{Name: "Statehouse", ID: "statehouse.example.org", Origin: "https://statehouse.example.net"}
		asked := askNew(t, d, own)
		for what, answer := range map[string]string{
			"another origin": v.make(asked, elsewhere), "another challenge": tampered(t, v.make(asked, site), "challenge", strings.Repeat("A", 43)), "nonsense": "{}",
		} {
			if err := d.Accounts.AddPasskey(ctx, own, asked.Secret, "x", answer); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
			asked = askNew(t, d, own)
		}
		answer := v.make(asked, site)
		if err := d.Accounts.AddPasskey(ctx, own, asked.Secret, "  My   telephone ", answer); err != nil {
			t.Fatal(err)
		}
		if err := d.Accounts.AddPasskey(ctx, own, asked.Secret, "again", answer); !fault.Is(err, fault.Invalid) {
			t.Errorf("a question was answered twice: %v", err)
		}

		in := func(change func(a accounts.Asked) (secret, answer string)) (accounts.Entry, error) {
			secret, answer := change(askSignIn(t, d))
			return d.Accounts.SignInWithPasskey(ctx, secret, answer, here)
		}
		right := func(counter uint32) func(accounts.Asked) (string, string) {
			return func(a accounts.Asked) (string, string) { return a.Secret, v.show(a, site, counter) }
		}
		if entry, err := in(right(5)); err != nil || entry.User.ID != user.ID || entry.State != models.SessionOpen || entry.Method != models.ByPasskey {
			t.Fatalf("%+v, %v", entry, err)
		}
		stranger := newDevice(t, d, user.ID)
		stranger.auth.AddCredential(stranger.key)
		for what, change := range map[string]func(accounts.Asked) (string, string){
			"another origin": func(a accounts.Asked) (string, string) { return a.Secret, v.show(a, elsewhere, 6) },
			"another site": func(a accounts.Asked) (string, string) {
				other := site
				other.ID = "example.org"
				return a.Secret, v.show(a, other, 6)
			},
			"another question": func(a accounts.Asked) (string, string) { return a.Secret, v.show(askSignIn(t, d), site, 6) },
			"a tampered challenge": func(a accounts.Asked) (string, string) {
				return a.Secret, tampered(t, v.show(a, site, 6), "challenge", "AAAA")
			},
			"a question for making": func(accounts.Asked) (string, string) {
				n := askNew(t, d, own)
				return n.Secret, v.show(askSignIn(t, d), site, 6)
			},
			"an unknown secret":     func(a accounts.Asked) (string, string) { return "x", v.show(a, site, 6) },
			"a counter that stands": right(5),
			"a counter that falls":  right(4),
			"an unknown passkey":    func(a accounts.Asked) (string, string) { return a.Secret, stranger.show(a, site, 6) },
			"nonsense":              func(a accounts.Asked) (string, string) { return a.Secret, "]" },
		} {
			if entry, err := in(change); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %+v, %v", what, entry, err)
			}
		}
		late := askSignIn(t, d)
		d.Clock.Advance(models.CeremonyLife)
		if _, err := d.Accounts.SignInWithPasskey(ctx, late.Secret, v.show(late, site, 7), here); !fault.Is(err, fault.Invalid) {
			t.Errorf("an answer after five minutes: %v", err)
		}
		if _, err := in(right(8)); err != nil {
			t.Errorf("the right device is shut out: %v", err)
		}
	})
}

func TestPasskeysAreTheirOwnersAndChangeOnlyAfterAFreshSignIn(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		user := enter(t, d, admin, "first", "en").User
		other := enter(t, d, models.User{Email: "mo@example.org", Name: "Mo Derator", Role: models.RoleModerator}, "second", "en").User
		own, v := ownOf(d, user), newDevice(t, d, user.ID)
		asked := askNew(t, d, own)
		if err := d.Accounts.AddPasskey(ctx, ownOf(d, other), asked.Secret, "theirs", v.make(asked, site)); !fault.Is(err, fault.Invalid) {
			t.Errorf("another's question: %v", err)
		}
		asked = askNew(t, d, own)
		if err := d.Accounts.AddPasskey(ctx, own, asked.Secret, "mine", v.make(asked, site)); err != nil {
			t.Fatal(err)
		}
		list, err := models.PasskeysOf(ctx, db.Read(), user.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		id := list[0].ID
		if err := d.Accounts.DropPasskey(ctx, ownOf(d, other), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's passkey: %v", err)
		}
		if err := d.Accounts.NamePasskey(ctx, own, id, " "); fault.Of(err).Fields["name"] == "" {
			t.Errorf("no name: %v", err)
		}
		if err := d.Accounts.NamePasskey(ctx, own, id, "my key"); err != nil {
			t.Fatal(err)
		}
		link := invite(t, d, admin)
		if entry, err := d.Accounts.SignIn(ctx, link, here); err != nil || entry.State != models.SessionWaiting {
			t.Errorf("a link alone lets in past a passkey: %+v, %v", entry, err)
		}
		d.Clock.Advance(models.FreshFor)
		stale := own
		for what, err := range map[string]error{
			"drop": d.Accounts.DropPasskey(ctx, stale, id), "name": d.Accounts.NamePasskey(ctx, stale, id, "y"), "add": d.Accounts.AddPasskey(ctx, stale, "x", "y", "z"),
		} {
			if !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%s, ten minutes after signing in: %v", what, err)
			}
		}
		if err := d.Accounts.DropPasskey(ctx, ownOf(d, user), id); err != nil {
			t.Fatal(err)
		}
		if _, mails := d.Mails(mailroom.KindSignInChange); len(mails) != 2 || !strings.Contains(mails[0].Text, "was added") || !strings.Contains(mails[1].Text, "was removed") {
			t.Errorf("told by mail: %+v", mails)
		}
		if entry, err := d.Accounts.SignIn(ctx, invite(t, d, admin), here); err != nil || entry.State != models.SessionOpen {
			t.Errorf("without a passkey a link is enough: %+v, %v", entry, err)
		}
	})
}
