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
	asked bool // behind those who do not wait
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
	a := m.answer(key)
	a.mu.Lock()
	if value, ok := m.told(a, longer, ask); ok {
		a.mu.Unlock()
		return value, nil
	}
	a.mu.Unlock()
	return m.Of(key, ask)
}

// AtOnce is Soon for who does not wait: ok is false where there is no answer yet,
// and somebody asks for it.
func (m *Memo[K, V]) AtOnce(key K, longer time.Duration, ask func() (V, error)) (value V, ok bool) {
	a := m.answer(key)
	if !a.mu.TryLock() { // it is being asked for
		return value, false
	}
	defer a.mu.Unlock()
	if value, ok = m.told(a, longer, ask); !ok {
		m.renew(a, ask)
	}
	return value, ok
}

// told is an answer that is not too old to be told; one that is old is asked for
// anew. The caller holds a.
func (m *Memo[K, V]) told(a *answer[V], longer time.Duration, ask func() (V, error)) (value V, ok bool) {
	now := time.Now()
	if a.until.IsZero() || !now.Before(a.until.Add(longer)) {
		return value, false
	}
	if !now.Before(a.until) {
		m.renew(a, ask)
	}
	return a.value, true
}

// renew asks behind everybody, once at a time. The caller holds a.
func (m *Memo[K, V]) renew(a *answer[V], ask func() (V, error)) {
	if a.asked {
		return
	}
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
