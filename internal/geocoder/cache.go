package geocoder

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"sync"
	"time"
)

// How many answers are remembered, and how long.
const (
	cacheSize = 5_000
	cacheLife = time.Hour
)

// cache remembers answers in memory under a keyed hash of the address, never
// under the address. The key is of this process alone.
type cache struct {
	now func() time.Time
	key []byte

	mu    sync.Mutex
	known map[cacheKey]remembered
	order []cacheKey // oldest first
}

type cacheKey [sha256.Size]byte

type remembered struct {
	matches []Match
	until   time.Time
}

func newCache(now func() time.Time) *cache {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return &cache{now: now, key: key, known: map[cacheKey]remembered{}}
}

func (c *cache) keyOf(line string) (k cacheKey) {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(vintage + "\n" + strings.ToUpper(line)))
	copy(k[:], mac.Sum(nil))
	return k
}

func (c *cache) get(line string) ([]Match, bool) {
	k := c.keyOf(line)
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.known[k]
	if !ok || !c.now().Before(r.until) {
		return nil, false
	}
	return r.matches, true
}

func (c *cache) put(line string, matches []Match) {
	k := c.keyOf(line)
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.known[k]; !ok {
		c.order = append(c.order, k)
	}
	c.known[k] = remembered{matches, c.now().Add(cacheLife)}
	for len(c.order) > cacheSize {
		delete(c.known, c.order[0])
		c.order = c.order[1:]
	}
}
