package testkit

import (
	"testing"
	"time"
)

// Wait polls until done says so, and fails the test when it takes too long.
func Wait(t testing.TB, limit time.Duration, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited %s for: %s", limit, what)
}
