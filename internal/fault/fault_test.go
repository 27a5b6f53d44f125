package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"statehouse/internal/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	t.Parallel()
	act := func() (err error) {
		defer fault.Wrap(&err, "act(%d)", 7)
		return fault.New(fault.Gone, "error.gone")
	}
	err := act()
	if !fault.Is(err, fault.Gone) {
		t.Fatalf("kind = %s, want gone", fault.KindOf(err))
	}
	if want := "act(7): gone: error.gone"; err.Error() != want {
		t.Fatalf("text = %q, want %q", err, want)
	}
	if fault.Of(err).Message != "error.gone" {
		t.Fatal("the public message got lost")
	}
}

func TestForeignErrorsAreInternalAndHidden(t *testing.T) {
	t.Parallel()
	cause := errors.New("pq: password is hunter2")
	e := fault.Of(fmt.Errorf("query: %w", cause))
	if e.Kind != fault.Internal || e.Message != "error.internal" || !errors.Is(e, cause) {
		t.Fatalf("got %+v", e)
	}
}

func TestNoFieldsIsNoError(t *testing.T) {
	t.Parallel()
	if err := fault.Fields(nil); err != nil {
		t.Fatalf("got %v", err)
	}
	if err := fault.Fields(map[string]string{"zip": "error.zip.shape"}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v", err)
	}
}
