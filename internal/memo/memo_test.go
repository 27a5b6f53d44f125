package memo

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestManyWhoAskAtOnceAskOnce(t *testing.T) {
	t.Parallel()
	m := New[string, int](time.Hour)
	var asked atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			got, err := m.Of("a", func() (int, error) {
				time.Sleep(5 * time.Millisecond)
				return int(asked.Add(1)), nil
			})
			if got != 1 || err != nil {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	all.Wait()
	if other, _ := m.Of("b", func() (int, error) { return 7, nil }); other != 7 || asked.Load() != 1 {
		t.Errorf("another key gives %d; asked %d times", other, asked.Load())
	}
}

func TestErrorsAndWhatIsForgottenAreAskedAgain(t *testing.T) {
	t.Parallel()
	m := New[int, string](time.Hour)
	if _, err := m.Of(1, func() (string, error) { return "", errors.New("down") }); err == nil {
		t.Error("the error is lost")
	}
	for _, want := range []string{"first", "first"} {
		if got, err := m.Of(1, func() (string, error) { return "first", nil }); got != want || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	m.Forget(1)
	if got, _ := m.Of(1, func() (string, error) { return "second", nil }); got != "second" {
		t.Errorf("after forgetting: %q", got)
	}
	short := New[int, int](0)
	for want := range 2 {
		if got, _ := short.Of(1, func() (int, error) { return want, nil }); got != want {
			t.Errorf("remembered for no time: %d, want %d", got, want)
		}
	}
}

func TestAnOldAnswerIsToldWhileItIsAskedAnew(t *testing.T) {
	t.Parallel()
	m := New[string, int](0) // each answer is old at once
	asked, ready := make(chan struct{}), make(chan struct{})
	slow := func() (int, error) { close(asked); <-ready; return 2, nil }
	hold := make(chan struct{})
	never := func() (int, error) { <-hold; return 0, errors.New("no answer") }
	for range 2 { // the second finds somebody asking
		if n, ok := m.AtOnce("b", time.Hour, never); ok || n != 0 {
			t.Errorf("before anybody asked: %d", n)
		}
	}
	close(hold)
	if n, err := m.Soon("a", time.Hour, func() (int, error) { return 1, nil }); n != 1 || err != nil {
		t.Fatalf("at first %d, %v", n, err)
	}
	for range 2 { // the second finds somebody asking
		if n, err := m.Soon("a", time.Hour, slow); n != 1 || err != nil {
			t.Fatalf("meanwhile %d, %v", n, err)
		}
	}
	<-asked
	close(ready)
	for n := 1; n != 2; {
		n, _ = m.Soon("a", time.Hour, func() (int, error) { return 2, nil })
		runtime.Gosched()
	}
	if n, ok := m.AtOnce("a", time.Hour, func() (int, error) { return 2, nil }); n != 2 || !ok {
		t.Errorf("what is old is not told at once: %d", n)
	}
	if n, err := m.Soon("a", 0, func() (int, error) { return 3, nil }); n != 3 || err != nil {
		t.Errorf("too old to be told: %d, %v", n, err)
	}
}
