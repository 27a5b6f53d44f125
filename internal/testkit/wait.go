package testkit

import (
	"testing"
	"time"
)

// patience is long: a test that waits says what must happen, not how fast the
// machine is. Only a failing test waits so long.
const patience = 4 * time.Minute

// Wait looks until done says so, less and less often, and fails the test when
// it never does.
func Wait(t testing.TB, what string, done func() bool) {
	t.Helper()
	pause := 5 * time.Millisecond
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pause) {
		if done() {
			return
		}
		pause = min(pause*5/4, 150*time.Millisecond)
	}
	t.Fatalf("waited %s for: %s", patience, what)
}
