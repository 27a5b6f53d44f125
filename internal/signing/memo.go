package signing

import (
	"sync"
	"time"
)

// memo remembers answers for a short while, so that a rush of signers does not
// ask the database the same thing again and again.
type memo[K comparable, V any] struct {
	life  time.Duration
	mu    sync.Mutex
	known map[K]remembered[V]
}

type remembered[V any] struct {
	value V
	until time.Time
}

// memoSize bounds a memo; a full one starts over.
const memoSize = 50_000

func newMemo[K comparable, V any](life time.Duration) *memo[K, V] {
	return &memo[K, V]{life: life, known: map[K]remembered[V]{}}
}

// of is the remembered answer for key, or what ask says now. Errors are not
// remembered.
func (m *memo[K, V]) of(key K, ask func() (V, error)) (V, error) {
	m.mu.Lock()
	r, ok := m.known[key]
	m.mu.Unlock()
	if ok && time.Now().Before(r.until) {
		return r.value, nil
	}
	value, err := ask()
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= memoSize {
		clear(m.known)
	}
	m.known[key] = remembered[V]{value: value, until: time.Now().Add(m.life)}
	return value, nil
}
