package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func onSQLite(t *testing.T) Config {
	t.Helper()
	return loaded(t, "DATABASE_URL=sqlite:"+filepath.Join(t.TempDir(), "new", "statehouse.db"))
}

func TestTheSecretIsMadeOnceForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	if err := FindSecret(&c); err != nil || c.Secret != "" {
		t.Fatalf("before the first run: %v", err)
	}
	again := c
	if err := EnsureSecret(&c); err != nil || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(c.Secret) {
		t.Fatalf("made %d characters, %v", len(c.Secret), err)
	}
	info, err := os.Stat(c.SecretFile())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := EnsureSecret(&again); err != nil || again.Secret != c.Secret {
		t.Errorf("the second run has another secret, %v", err)
	}
	if rest, err := filepath.Glob(filepath.Join(c.Data, ".secret-*")); err != nil || len(rest) > 0 {
		t.Errorf("left behind: %v %v", rest, err)
	}
}

func TestProcessesThatStartTogetherShareTheSecret(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	secrets := make([]string, 20)
	var all sync.WaitGroup
	for i := range secrets {
		all.Go(func() {
			mine := c
			if err := EnsureSecret(&mine); err != nil {
				t.Error(err)
			}
			secrets[i] = mine.Secret
		})
	}
	all.Wait()
	for _, s := range secrets {
		if s == "" || s != secrets[0] {
			t.Fatal("two processes made two secrets")
		}
	}
}

func TestAGivenSecretIsKeptAndABrokenOneRefused(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.Secret = strings.Repeat("k", MinSecret)
	if err := EnsureSecret(&c); err != nil || c.Secret != strings.Repeat("k", MinSecret) {
		t.Errorf("%q, %v", c.Secret, err)
	}
	if _, err := os.Stat(c.SecretFile()); err == nil {
		t.Error("a file was made beside the given secret")
	}
	c.Secret = ""
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.SecretFile(), []byte("cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := EnsureSecret(&c); err == nil || !strings.Contains(err.Error(), c.SecretFile()) || strings.Contains(err.Error(), "cut off") {
		t.Errorf("a short secret: %v", err)
	}
}

func TestFirstRunEndsWithTheFile(t *testing.T) {
	t.Parallel()
	c := loaded(t, "DATABASE_URL=sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if !c.FirstRun() {
		t.Error("no file, and no first run")
	}
	if err := os.WriteFile(filepath.Join(c.Data, "x.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if c.FirstRun() || loaded(t, "DATABASE_URL=postgres://h/d", root).FirstRun() {
		t.Error("a first run of a database that is there")
	}
}
