// Package memo remembers answers for a short while, so that a rush of visitors
// does not ask the database the same thing again and again.
package memo

import (
	"sync"
	"time"
)

// Memo is answers by their question. Make it with New.
type Memo[K comparable, V any] struct {
	life  time.Duration
	mu    sync.Mutex
	known map[K]*answer[V]
}

// answer is one of them; whoever comes while it is asked for waits for it.
type answer[V any] struct {
	mu    sync.Mutex
	value V
	until time.Time
	asked bool // anew, while the old one is told
}

// size bounds a memo; a full one starts over.
const size = 50_000

// New makes one that remembers for a while.
func New[K comparable, V any](life time.Duration) *Memo[K, V] {
	return &Memo[K, V]{life: life, known: map[K]*answer[V]{}}
}

// Of is the remembered answer for key, or what ask says now. Errors are not
// remembered.
func (m *Memo[K, V]) Of(key K, ask func() (V, error)) (V, error) {
	a := m.answer(key)
	a.mu.Lock()
	defer a.mu.Unlock()
	if time.Now().Before(a.until) {
		return a.value, nil
	}
	value, err := ask()
	if err == nil {
		a.value, a.until = value, time.Now().Add(m.life)
	}
	return value, err
}

// Soon is Of for what takes long to answer: for a while longer the old answer is
// told at once, and asked for anew behind it. What asks must outlive its caller.
func (m *Memo[K, V]) Soon(key K, longer time.Duration, ask func() (V, error)) (V, error) {
	a, now := m.answer(key), time.Now()
	a.mu.Lock()
	if now.Before(a.until) || a.until.IsZero() || !now.Before(a.until.Add(longer)) {
		a.mu.Unlock()
		return m.Of(key, ask)
	}
	defer a.mu.Unlock()
	if !a.asked {
		a.asked = true
		go func() {
			value, err := ask()
			a.mu.Lock()
			defer a.mu.Unlock()
			if a.asked = false; err == nil {
				a.value, a.until = value, time.Now().Add(m.life)
			}
		}()
	}
	return a.value, nil
}

// Knows says whether Soon would answer at once.
func (m *Memo[K, V]) Knows(key K, longer time.Duration) bool {
	a := m.answer(key)
	if !a.mu.TryLock() { // it is being asked for
		return false
	}
	defer a.mu.Unlock()
	return !a.until.IsZero() && time.Now().Before(a.until.Add(longer))
}

// Forget makes the next question about key be asked anew.
func (m *Memo[K, V]) Forget(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, key)
}

func (m *Memo[K, V]) answer(key K) *answer[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, ok := m.known[key]
	if !ok {
		if len(m.known) >= size {
			clear(m.known)
		}
		a = &answer[V]{}
		m.known[key] = a
	}
	return a
}
