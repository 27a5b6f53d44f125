package account

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"statehouse/internal/i18n"
)

func show(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(i18n.With(t.Context(), "en"), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestLinkOnlyShowsAButton(t *testing.T) {
	t.Parallel()
	doc := show(t, SignIn(SignInPage{Token: "tok"}))
	if doc.Find("main form[method=post][action='/account/sign-in/tok'] button").Length() != 1 {
		t.Error("no button signs in")
	}
	spent := show(t, SignIn(SignInPage{}))
	if spent.Find("main form").Length() != 0 || spent.Find("main a[href='/account/sign-in']").Length() != 1 {
		t.Error("a spent link does not lead to a new one")
	}
}

func TestAskKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	doc := show(t, Ask(AskPage{Email: "kim@", Errors: map[string]string{"email": "error.email.shape"}}))
	field := doc.Find("form[action='/account/sign-in'] input[name=email]")
	if field.AttrOr("value", "") != "kim@" || field.AttrOr("aria-invalid", "") != "true" {
		t.Error("the refused address is lost or not marked")
	}
}

func TestPagesForComingAndGoing(t *testing.T) {
	t.Parallel()
	if text := show(t, CheckEmail(CheckEmailPage{Minutes: 15})).Find("main").Text(); !strings.Contains(text, "15 minutes") {
		t.Errorf("the page does not say how long the link works: %s", text)
	}
	if show(t, SignedOut(SignedOutPage{})).Find("main a[href='/account/sign-in']").Length() != 1 {
		t.Error("signing out leads nowhere")
	}
}
