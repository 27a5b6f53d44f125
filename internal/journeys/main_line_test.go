// Package journeys walks through the whole application as the people do whom
// it is for.
package journeys

import (
	"net/url"
	"strings"
	"testing"

	"statehouse/internal/testkit/house"
)

var ada = url.Values{"name": {"Ada Example"}, "email": {"ada@example.org"}, "zip": {"85012"}, "display": {"first"}, "updates": {"1"}}

// TestASupporterSignsConfirmsAndWrites is the line that everything hangs on.
func TestASupporterSignsConfirmsAndWrites(t *testing.T) {
	t.Parallel()
	house.EachDemo(t, func(t *testing.T, h *house.House) {
		before := h.Counts(t, "az-safe-harbor")
		v := h.Visitor(t)

		petition := v.Open("/petitions/az-safe-harbor").Must(200)
		checkEmail := petition.Submit("form[action$='/signatures']", ada).Must(200)
		if checkEmail.Path != "/petitions/az-safe-harbor/check-email" {
			t.Fatalf("after signing at %s", checkEmail.Path)
		}
		if got := h.Counts(t, "az-safe-harbor"); got.Counted() != before.Counted() || got.Pending != before.Pending+1 {
			t.Fatalf("before confirming: %+v, was %+v", got, before)
		}

		mail := h.WaitMails(t, "ada@example.org", 1)[0]
		link := house.LinkIn(t, mail.Text, "/s/")
		if strings.Contains(mail.Text+mail.HTML, "Ada") {
			t.Error("the first mail holds text that somebody typed")
		}
		confirm := v.Open(link).Must(200)
		if got := h.Counts(t, "az-safe-harbor"); got.Counted() != before.Counted() {
			t.Fatal("opening the link counted")
		}
		signed := confirm.Submit("form[action$='/confirm']", nil).Must(200)
		if signed.Path != "/petitions/az-safe-harbor/signed" {
			t.Fatalf("after confirming at %s", signed.Path)
		}
		if got := h.Counts(t, "az-safe-harbor"); got.Counted() != before.Counted()+1 || got.InState != before.InState+1 {
			t.Fatalf("after confirming: %+v, was %+v", got, before)
		}
		if again := v.Open(link).Must(200); again.Has("form[action$='/confirm']") {
			t.Error("a spent link still has its button")
		}

		letters := v.Open("/petitions/az-safe-harbor/letters").Must(200)
		sent := letters.Submit("form[method='post']", url.Values{"reply": {"1"}}).Must(200)
		if !strings.HasPrefix(sent.Path, "/letters/") {
			t.Fatalf("after writing at %s: %s", sent.Path, sent.Text("main"))
		}
		offices := h.WaitMails(t, "-az.example.org", 3)
		for _, m := range offices {
			if m.ReplyTo == "" || !strings.Contains(m.ReplyTo, "ada@example.org") {
				t.Errorf("Reply-To is %q", m.ReplyTo)
			}
			if !strings.Contains(m.From, "Ada E. via Statehouse") {
				t.Errorf("From is %q", m.From)
			}
			if strings.Contains(m.Text, "{{") {
				t.Errorf("a placeholder was left:\n%s", m.Text)
			}
			unsubscribe := ""
			for _, header := range m.Headers {
				if header.Name == "List-Unsubscribe" {
					unsubscribe = header.Value
				}
			}
			if !strings.Contains(unsubscribe, "/unsubscribe/") {
				t.Errorf("List-Unsubscribe is %q", unsubscribe)
			}
		}
		if progress := v.Open("/petitions/az-safe-harbor/progress").Must(200); !progress.Has("svg") {
			t.Error("the progress page draws nothing")
		}
	})
}
