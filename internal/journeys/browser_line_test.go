package journeys

import (
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/browser"
	"statehouse/internal/testkit/house"
)

// shop is the demo with its outbox, as somebody tries it on their own machine.
func shop(t *testing.T) *house.House {
	t.Helper()
	h := house.Open(t, testkit.SQLiteURL(t), house.Setup{Demo: true})
	if err := h.LoadDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestTheMainLineInABrowser goes from the home page to letters in the outbox by
// what is on the pages alone, and looks closely at each.
func TestTheMainLineInABrowser(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := line{t: t, b: browser.New(t), scripts: scripts}
			if !scripts {
				l.b.NoJavaScript()
			}
			l.walk(shop(t).URL)
			nothingStopped(t, l.b)
		})
	}
}

// line is one walk along the main line.
type line struct {
	t       *testing.T
	b       *browser.Browser
	scripts bool
}

// at checks where the walk has come to.
func (l line) at(path, what string) {
	l.t.Helper()
	if got := l.b.URL(); !strings.Contains(got, path) {
		l.t.Fatalf("%s: at %s: %.300s", what, got, l.b.Text("main"))
	}
	if l.scripts { // without them the checker does not run; the pages are the same
		inspectAll(l.t, l.b, what)
	}
}

func (l line) walk(home string) {
	b, petition := l.b, home+"/petitions/az-safe-harbor"
	b.Open(petition)
	before := l.counted()
	l.sign()
	l.openMail(home, "/s/")
	l.at("/s/", "the button")
	b.Click("form[action$='/confirm'] button")
	l.at("/signed", "thanks")
	b.Click("form[action$='/offers'] button")
	l.at("/offers", "an offer without a role")
	b.Press("input[name=role][value=az-park-table]")
	b.Click("form[action$='/offers'] button")
	l.at("/signed", "the offer is taken")
	b.Open(petition)
	if after := l.counted(); after != before+1 {
		l.t.Errorf("%d people had signed, now %d", before, after)
	}
	b.Open(petition + "/letters")
	l.at("/letters", "the letter")
	b.Press("#subject")
	b.Keys("\r") // shows the letter, and sends nothing
	b.WaitFor("article.letter-text")
	l.at("/letters", "the letter as it would leave")
	b.Click("form[method=post] button.button:not([name])")
	l.at("/letters/", "the letter on its way")
	b.Click(".address a")
	l.at("/letters/", "the letter's fate")
	testkit.Wait(l.t, "letters in the outbox", func() bool {
		b.Open(home + "/outbox")
		return strings.Count(b.Text("main"), "-az.example.org") >= 3
	})
	l.at("/outbox", "the outbox")
}

// sign forgets the ZIP code at first.
func (l line) sign() {
	b := l.b
	l.at("/petitions/az-safe-harbor", "the petition")
	b.Fill("#name", "Ada Example")
	b.Fill("#email", "ada@example.org")
	b.Press("input[name=display][value=first]")
	b.Press("#help")
	if status := b.Click("form[action$='/signatures'] button"); status != 422 || b.Text("#zip-error") == "" {
		l.t.Errorf("a form without a ZIP code: %d", status)
	}
	l.at("/signatures", "the form with a problem")
	b.Fill("#zip", "85012")
	b.Click("form[action$='/signatures'] button")
	l.at("/check-email", "check your mail")
}

// openMail opens the newest mail and follows its link.
func (l line) openMail(home, path string) {
	b := l.b
	testkit.Wait(l.t, "the mail in the outbox", func() bool {
		b.Open(home + "/outbox")
		return b.Has(".entry") && strings.Contains(b.Text(".entry"), "ada@example.org")
	})
	b.Click(".entry h2 a")
	l.at("/outbox/", "a mail")
	b.Click(".typed a[href*='" + path + "']")
}

func (l line) counted() int {
	l.t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(l.b.Text("[data-live-part=counted]"), ",", ""))
	if err != nil {
		l.t.Fatal(err)
	}
	return n
}
