package accounts

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
)

func TestFiftySignInsHashOnlyAFewPasswordsAtOnce(t *testing.T) {
	t.Parallel()
	a := &Accounts{turns: make(chan struct{}, hashers)}
	var at, most atomic.Int32
	var all sync.WaitGroup
	gate := make(chan struct{})
	for range 50 {
		all.Go(func() {
			err := a.inTurn(context.Background(), func() error {
				n := at.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				<-gate
				at.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range 50 {
		gate <- struct{}{}
	}
	all.Wait()
	if most.Load() > hashers {
		t.Errorf("%d passwords were hashed at once, %d MiB", most.Load(), uint32(most.Load())*hashing.Memory>>10)
	}
	gone, leave := context.WithCancel(context.Background())
	leave()
	for range hashers {
		a.turns <- struct{}{}
	}
	if err := a.inTurn(gone, func() error { return nil }); err == nil {
		t.Error("who has left still waits for a turn")
	}
}
