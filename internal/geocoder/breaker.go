package geocoder

import (
	"sync"
	"time"
)

// After so many failures in a row nobody is made to wait for a geocoder that is
// down; after the rest one visitor tries it for all.
const (
	breakAfter = 3
	breakRest  = 30 * time.Second
)

type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time // nobody asks before
}

// allows says whether the geocoder may be asked; while it is down, one at a time.
func (b *breaker) allows() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < breakAfter {
		return true
	}
	if b.now().Before(b.until) {
		return false
	}
	b.until = b.now().Add(breakRest)
	return true
}

// note takes in how asking went.
func (b *breaker) note(ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ok {
		b.failures = 0
		return
	}
	b.failures++
	b.until = b.now().Add(breakRest)
}

// forget is for a visitor who left before there was an answer: the next may try.
func (b *breaker) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures >= breakAfter {
		b.until = b.now()
	}
}
