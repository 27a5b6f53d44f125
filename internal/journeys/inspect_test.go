package journeys

import (
	"strings"
	"testing"

	"statehouse/internal/testkit/browser"
)

// inspect checks the page that a tab shows against what every page promises.
func inspect(t *testing.T, b *browser.Browser, what string) {
	t.Helper()
	for _, broken := range b.Axe(t) {
		t.Errorf("%s: %s", what, broken)
	}
	if over := browser.Eval[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("%s is %d px wider than the window: %s", what, over, browser.Eval[string](b, widest))
	}
	if hosts := b.RequestedHosts(); len(hosts) > 0 {
		t.Errorf("%s asks %v", what, hosts)
	}
}

// widest finds what sticks out on the right.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`

// inspectAll does so on a telephone and on a desk, by day and by night.
func inspectAll(t *testing.T, b *browser.Browser, what string) {
	t.Helper()
	for _, view := range []struct {
		name  string
		width int
		dark  bool
	}{{"at 320 px", 320, false}, {"at 1280 px in the dark", 1280, true}, {"at 1280 px", 1280, false}} {
		b.Viewport(view.width, 800)
		b.Dark(view.dark)
		inspect(t, b, what+" "+view.name)
	}
}

// nothingStopped checks that no page of a tab tried what the policy forbids, or failed in a script.
func nothingStopped(t *testing.T, b *browser.Browser) {
	t.Helper()
	if got := b.CSPViolations(); len(got) > 0 {
		t.Errorf("the policy stopped %v", got)
	}
	for _, line := range b.ConsoleErrors() {
		if !strings.Contains(line, "Failed to load resource") { // a page that answers 404 or 422, on purpose
			t.Errorf("the console says %s", line)
		}
	}
}
