package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportWritesAFileOnceAndAsksWhatFor(t *testing.T) {
	t.Parallel()
	env := house(t)
	if got := say(t, env, "export", "volunteers"); got.code != misuse || !strings.Contains(got.err, "--purpose") {
		t.Errorf("without a purpose: %+v", got)
	}
	if got := say(t, env, "export", "signatures", "--campaign", "none", "--purpose", "The yearly report."); got.code != failure || !isSentence(got.err) {
		t.Errorf("of no campaign: %+v", got)
	}
	file := filepath.Join(t.TempDir(), "volunteers.csv")
	args := []string{"export", "volunteers", "--purpose", "The yearly report.", "--out", file}
	if got := say(t, env, args...); got.code != success {
		t.Fatalf("%+v", got)
	}
	if text, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(text), "application,role,state,") {
		t.Errorf("%q, %v", text, err)
	}
	if got := say(t, env, args...); got.code != failure {
		t.Errorf("over a file that is there: %+v", got)
	}
}
