package journeys

import (
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
		t.Errorf("%s is %d px wider than the window", what, over)
	}
	if hosts := b.RequestedHosts(); len(hosts) > 0 {
		t.Errorf("%s asks %v", what, hosts)
	}
}
