package web

import (
	"net/netip"
	"sync"
	"time"
)

// Limit counts what comes from one network, a /24 or a /64, within a time. It
// remembers in memory alone, and nothing once the time is over.
type Limit struct {
	most   int
	within time.Duration

	mu   sync.Mutex
	came map[netip.Prefix][]time.Time
}

// NewLimit lets a network come so many times within a time.
func NewLimit(most int, within time.Duration) *Limit {
	return &Limit{most: most, within: within, came: map[netip.Prefix][]time.Time{}}
}

// Allows books one more from an address, unless its network has come often enough.
func (l *Limit) Allows(address string, now time.Time) bool {
	from := networkOf(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	for network, times := range l.came {
		for len(times) > 0 && now.Sub(times[0]) >= l.within {
			times = times[1:]
		}
		if l.came[network] = times; len(times) == 0 {
			delete(l.came, network)
		}
	}
	if len(l.came[from]) >= l.most {
		return false
	}
	l.came[from] = append(l.came[from], now)
	return true
}

// networkOf is the neighbourhood of an address; those that are none share one.
func networkOf(address string) netip.Prefix {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := 64
	if ip.Is4() {
		bits = 24
	}
	network, _ := ip.Prefix(bits) // it has as many bits
	return network
}
