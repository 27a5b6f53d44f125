// Package notrun lets a test say aloud that it did not run, so that a silent skip never passes for a green suite.
package notrun

import (
	"fmt"
	"os"
	"testing"
)

// File names the setting that holds the path of the list of skipped suites, printed when the whole run is over.
const File = "STATEHOUSE_TEST_NOT_RUN"

// Skip ends the test as skipped and puts the reason on the list.
func Skip(t testing.TB, reason string) {
	t.Helper()
	if err := note(os.Getenv(File), reason); err != nil {
		t.Errorf("list of skipped suites: %v", err)
	}
	t.Skip("NOT RUN: " + reason)
}

// Required is Skip where somebody works, and a failure where CI=true.
func Required(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("NOT RUN, and CI=true asks for every suite: " + reason)
	}
	Skip(t, reason)
}

func note(path, reason string) error {
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, reason); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
