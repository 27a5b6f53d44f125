package notrun

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSkipPutsTheReasonOnTheList(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list")
	t.Setenv(File, list)
	t.Setenv("CI", "")
	for _, skip := range []func(testing.TB, string){Skip, Required} {
		t.Run("inner", func(t *testing.T) {
			skip(t, "no sundial")
			t.Error("the test went on after a skip")
		})
	}
	got, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "no sundial\nno sundial\n" {
		t.Errorf("the list holds %q", got)
	}
}
