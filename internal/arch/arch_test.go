package arch

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module  = "statehouse"
	longest = 400 // lines of a file; a longer one holds more than one thing
)

func files(t *testing.T) []File {
	t.Helper()
	found, err := Files(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("only %d Go files found: is this the root of the module?", len(found))
	}
	return found
}

func TestImportsFollowThePlan(t *testing.T) {
	t.Parallel()
	packages := slices.DeleteFunc(Packages(module, files(t)), func(p Package) bool {
		return p.Path == "internal/deps" // only keeps go.mod complete while the rooms are being built
	})
	for _, sentence := range Check(Rooms, Libraries, packages) {
		t.Error(sentence)
	}
}

func TestFilesStayShort(t *testing.T) {
	t.Parallel()
	for _, f := range files(t) {
		if !f.Test && !f.Generated && f.Lines > longest {
			t.Errorf("%s has %d lines, more than %d: split it by what it does", f.Path, f.Lines, longest)
		}
	}
}

func TestPlantedImportsAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		planted Package
		want    string // "" for an import that is allowed
	}{
		{"act imports act", Package{Path: "internal/signing", Ours: []string{"internal/campaigns"}}, "acts meet in a record or in a job"},
		{"act imports model", Package{Path: "internal/signing", Ours: []string{"models"}}, ""},
		{"model imports act", Package{Path: "models", Ours: []string{"internal/signing"}}, "stand on their own"},
		{"page imports act", Package{Path: "views/public", Ours: []string{"internal/signing"}}, "plain values"},
		{"door draws its own page", Package{Path: "handlers/organize", Ours: []string{"views/organize"}}, ""},
		{"door draws another door's page", Package{Path: "handlers/public", Ours: []string{"views/admin"}}, "another lock"},
		{"door imports door", Package{Path: "handlers/account", Ours: []string{"handlers/admin"}}, "another lock"},
		{"door mails", Package{Path: "handlers/account", Ours: []string{"internal/mail"}}, "another lock"},
		{"program imports test tools", Package{Path: "internal/app", Ours: []string{"internal/testkit"}}, "puts together"},
		{"command imports a page", Package{Path: "cmd/statehouse", Ours: []string{"views/public"}}, "a command is a door too"},
		{"act imports GORM", Package{Path: "internal/signing", Others: []string{"gorm.io/gorm/clause"}}, "models.Tx"},
		{"model imports GORM", Package{Path: "models", Others: []string{"gorm.io/gorm"}}, ""},
		{"act imports Echo", Package{Path: "internal/signing", Others: []string{"github.com/labstack/echo/v4"}}, "ends at the doors"},
		{"act imports River", Package{Path: "internal/delivery", Others: []string{"github.com/riverqueue/river"}}, "own the queue"},
		{"handler draws with templ", Package{Path: "handlers/public", Others: []string{"github.com/a-h/templ"}}, "only views draw"},
		{"worker calls Resend", Package{Path: "internal/work", Others: []string{"github.com/resend/resend-go/v2"}}, "mail.Transport"},
		{"name that only begins alike", Package{Path: "internal/signing", Others: []string{"gorm.iota/x"}}, ""},
		{"unknown package", Package{Path: "internal/helpers"}, "give it a row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := Check(Rooms, Libraries, []Package{c.planted})
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("refused: %v", got)
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want) || !strings.Contains(got[0], c.planted.Path)):
				t.Errorf("got %q, want one sentence with %q", got, c.want)
			}
		})
	}
}

func TestPlanGivesReasons(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rooms {
		if seen[r.Path] {
			t.Errorf("%s has two rows", r.Path)
		}
		seen[r.Path] = true
		if len(strings.Fields(r.Reason)) < 4 {
			t.Errorf("%s has no reason that explains anything: %q", r.Path, r.Reason)
		}
	}
}

func TestPackagesGatherImportsWithoutTests(t *testing.T) {
	t.Parallel()
	got := Packages("statehouse", []File{
		{Path: "models/a.go", Imports: []string{"fmt", "statehouse/internal/fault"}},
		{Path: "models/b.go", Imports: []string{"fmt"}},
		{Path: "models/a_test.go", Test: true, Imports: []string{"statehouse/internal/testkit"}},
	})
	if len(got) != 1 || got[0].Path != "models" ||
		!slices.Equal(got[0].Ours, []string{"internal/fault"}) || !slices.Equal(got[0].Others, []string{"fmt"}) {
		t.Errorf("got %+v", got)
	}
}
