package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var namedTest = regexp.MustCompile("`(Test[A-Za-z0-9]+)` \\(([a-z0-9_/.]+)\\)")

// TestWhatTheUKServiceDoesIsShownOrSaidNotToBeHere holds docs/uk-petitions.md to the
// tests that it names.
func TestWhatTheUKServiceDoesIsShownOrSaidNotToBeHere(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "uk-petitions.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows, tests := 0, 0
	for _, line := range strings.Split(string(page), "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| behaviour") {
			continue
		}
		if rows++; len(cells) != 3 {
			t.Errorf("%d cells: %s", len(cells), line)
			continue
		}
		named := namedTest.FindAllStringSubmatch(cells[2], -1)
		if len(named) == 0 && !strings.HasPrefix(cells[2], "Does not apply") && !strings.HasPrefix(cells[2], "Not here: ") {
			t.Errorf("neither a test nor a reason: %s", line)
		}
		for _, n := range named {
			tests++
			source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(n[2])))
			if err != nil || !strings.Contains(string(source), "\nfunc "+n[1]+"(t *testing.T)") {
				t.Errorf("%s is not in %s", n[1], n[2])
			}
		}
	}
	if rows < 80 || tests < 80 {
		t.Errorf("%d behaviours and %d tests: is this the table?", rows, tests)
	}
}
