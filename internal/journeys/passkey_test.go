package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// TestAnInvitedOrganizerComesBackByPasskey: invited by mail, they sign in by the
// link, add a passkey, sign out, come in with it, and end the session of a browser
// that they left open elsewhere.
func TestAnInvitedOrganizerComesBackByPasskey(t *testing.T) {
	t.Parallel()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Name: "localhost"})
	boss := staffVisitor(t, h, "boss@example.org", "admin", "")
	boss.Post("/admin/staff", url.Values{"email": {"olga@example.org"}, "name": {"Olga Organizer"}, "role": {"organizer"}, "state": {"az"}}).Must(200)
	invitation := house.LinkIn(t, h.WaitMails(t, "olga@example.org", 1)[0].Text, "/account/sign-in/")

	b := browser.New(t)
	b.Authenticator()
	b.Open(invitation)
	b.Click("form[action^='/account/sign-in/'] button")
	b.Open(h.URL + "/account")
	inspectAll(t, b, "the account without a passkey")
	b.Fill("#passkey input[name=name]", "My telephone")
	b.Click("#passkey button")
	if got := b.Text("main"); !strings.Contains(got, "My telephone") {
		t.Fatalf("%s shows no passkey: %s", b.URL(), got)
	}
	if told := h.WaitMails(t, "olga@example.org", 2)[1].Text; !strings.Contains(told, "A passkey was added") {
		t.Errorf("the passkey was told of with %s", told)
	}
	inspectAll(t, b, "the account with a passkey")
	b.Click("form[action='/account/recovery-codes'] button")
	if n := b.Count(".codes li"); n != 10 {
		t.Errorf("%d recovery codes", n)
	}
	recovery := b.Text(".codes li")
	inspectAll(t, b, "recovery codes")
	b.Click(".staff-out button")

	elsewhere := h.Visitor(t)
	elsewhere.Open("/account/sign-in").Submit("form[action='/account/sign-in']", url.Values{"email": {"olga@example.org"}}).Must(200)
	link := house.LinkIn(t, h.WaitMails(t, "olga@example.org", 3)[2].Text, "/account/sign-in/")
	waiting := elsewhere.Open(link).Submit("form[action^='/account/sign-in/']", nil).Must(200)
	if waiting.Path != "/account/sign-in-code" {
		t.Fatalf("a link alone leads to %s", waiting.Path)
	}
	if got := elsewhere.Open("/organize").Path; got != "/account/sign-in" {
		t.Errorf("whoever waits for a code comes to %s", got)
	}
	waiting.Submit("form[action='/account/sign-in-code']", url.Values{"code": {"123 456"}}).Must(422)
	if got := waiting.Submit("form[action='/account/sign-in-code']", url.Values{"code": {recovery}}).Must(200).Path; got != "/organize" {
		t.Errorf("a recovery code leads to %s", got)
	}
	if mails := h.WaitMails(t, "olga@example.org", 4); !strings.Contains(mails[3].Text, h.URL+"/account") || strings.Contains(mails[3].Subject, "Statehouse") {
		t.Errorf("the new browser was told of with %q: %s", mails[3].Subject, mails[3].Text)
	}

	b.Open(h.URL + "/account/sign-in")
	inspectAll(t, b, "signing in")
	b.Click("#passkey button")
	if got := b.URL(); got != h.URL+"/organize" {
		t.Fatalf("a passkey leads to %s: %s", got, b.Text("main"))
	}
	b.Open(h.URL + "/account")
	if n := b.Count("li[id^=session-]"); n != 2 {
		t.Errorf("%d sessions", n)
	}
	b.Click("li[id^=session-] form button")
	if n := b.Count("li[id^=session-]"); n != 1 {
		t.Errorf("%d sessions after ending one", n)
	}
	if got := elsewhere.Open("/organize").Path; got != "/account/sign-in" {
		t.Errorf("the ended session still comes to %s", got)
	}
	nothingStopped(t, b)
}
