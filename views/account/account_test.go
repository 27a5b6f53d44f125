package account

import (
	"strings"
	"testing"

	"statehouse/internal/testkit/drawn"
)

func TestLinkOnlyShowsAButton(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, SignIn(SignInPage{Token: "tok"}), "en")
	if doc.Find("main form[method=post][action='/account/sign-in/tok'] button").Length() != 1 {
		t.Error("no button signs in")
	}
	spent := drawn.In(t, SignIn(SignInPage{}), "en")
	if spent.Find("main form").Length() != 0 || spent.Find("main a[href='/account/sign-in']").Length() != 1 {
		t.Error("a spent link does not lead to a new one")
	}
}

func TestAskKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	doc := drawn.In(t, Ask(AskPage{Email: "kim@", Errors: map[string]string{"email": "error.email.shape"}}), "en")
	field := doc.Find("form[action='/account/sign-in'] input[name=email]")
	if field.AttrOr("value", "") != "kim@" || field.AttrOr("aria-invalid", "") != "true" {
		t.Error("the refused address is lost or not marked")
	}
}

func TestPagesForComingAndGoing(t *testing.T) {
	t.Parallel()
	if text := drawn.In(t, CheckEmail(CheckEmailPage{Minutes: 15}), "en").Find("main").Text(); !strings.Contains(text, "15 minutes") {
		t.Errorf("the page does not say how long the link works: %s", text)
	}
	if drawn.In(t, SignedOut(SignedOutPage{}), "en").Find("main a[href='/account/sign-in']").Length() != 1 {
		t.Error("signing out leads nowhere")
	}
}
