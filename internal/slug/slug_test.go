package slug_test

import (
	"slices"
	"strings"
	"testing"

	"statehouse/internal/fault"
	"statehouse/internal/slug"
)

func TestATitleMakesAnAddressThatCanBeRead(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"What safe harbor means": "what-safe-harbor-means", "¿Qué es el puerto seguro?": "que-es-el-puerto-seguro", "第一": "", "--": "",
		strings.Repeat("long word ", 12): "long-word-long-word-long-word-long-word-long-word-long-word",
	} {
		if got := slug.Of(title); got != want {
			t.Errorf("%q → %q, want %q", title, got, want)
		}
	}
}

func TestATakenNameGetsANumber(t *testing.T) {
	t.Parallel()
	taken := []string{"care-first", "care-first-2"}
	store := func(name string) error {
		if slices.Contains(taken, name) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return nil
	}
	if name, err := slug.Free("care-first", store); name != "care-first-3" || err != nil {
		t.Errorf("%q, %v", name, err)
	}
	if _, err := slug.Free("x", func(string) error { return fault.New(fault.Conflict, "error.conflict") }); !fault.Is(err, fault.Conflict) {
		t.Errorf("where every name is taken: %v", err)
	}
	stop := fault.New(fault.Invalid, "error.form")
	if _, err := slug.Free("x", func(string) error { return stop }); !fault.Is(err, fault.Invalid) {
		t.Errorf("another fault is tried again: %v", err)
	}
}
