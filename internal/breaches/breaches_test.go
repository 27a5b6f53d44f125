package breaches_test

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/breaches"
)

// listOf writes a list of passwords as Pwned Passwords does.
func listOf(t *testing.T, end string, passwords ...string) string {
	t.Helper()
	var lines []string
	for i, p := range passwords {
		lines = append(lines, fmt.Sprintf("%X:%d", sha1.Sum([]byte(p)), 1+i*i*i))
	}
	slices.Sort(lines)
	path := filepath.Join(t.TempDir(), "breached.txt")
	if err := os.WriteFile(path, []byte(strings.Join(lines, end)+end), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryPasswordOfAListIsFoundAndNoOther(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 500} {
		for _, end := range []string{"\n", "\r\n"} {
			var known []string
			for i := range n {
				known = append(known, fmt.Sprint("known password ", i))
			}
			list, err := breaches.Open(listOf(t, end, known...))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range known {
				if held, err := list.Holds(p); err != nil || !held {
					t.Errorf("%q of %d: %v, %v", p, n, held, err)
				}
				if held, err := list.Holds(p + "!"); err != nil || held {
					t.Errorf("%q is not of the %d: %v, %v", p+"!", n, held, err)
				}
			}
		}
	}
}

func TestAFileThatIsNoListIsRefused(t *testing.T) {
	t.Parallel()
	zero, one := strings.Repeat("0", 40), strings.Repeat("1", 40)
	for what, content := range map[string]string{
		"empty": "", "words": strings.Repeat("password\n", 30), "out of order": one + ":1\n" + zero + ":1\n" + zero + ":2", "one long line": strings.Repeat("f", 9000),
	} {
		path := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := breaches.Open(path); err == nil {
			t.Errorf("%s is taken for a list", what)
		}
	}
	if _, err := breaches.Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("no file is taken for a list")
	}
}
