// Package geocoder asks the Census Bureau which districts a street address lies
// in, and keeps the address to itself.
package geocoder

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The layers of legislative districts. Nebraska and DC have an upper one only.
const (
	Upper = "sldu"
	Lower = "sldl"
)

// Address is a street address in the United States. City may be empty.
type Address struct{ Street, City, State, ZIP string }

// line is the address on one line, each run of blanks made one.
func (a Address) line() string {
	var parts []string
	for _, part := range []string{a.Street, a.City, a.State + " " + a.ZIP} {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// Match is one place that an address may be.
type Match struct {
	State    string // lower-case postal code
	Lon, Lat float64
	Layers   map[string]District // by layer; a layer that gave no usable answer is missing
}

// District is what one layer says.
type District struct {
	GEOID   string
	Vintage string // year of the map, "2024"; empty where the answer names none
}

// ErrUnavailable means that no answer could be had: try again later, or do
// without. Its text never holds the address.
var ErrUnavailable = errors.New("the geocoder gives no answer")

// Options change what is usual; the zero value is for production.
type Options struct {
	Timeout time.Duration    // of one try; 5 s
	Pause   time.Duration    // before the second try, half of it up to one and a half; 200 ms
	Now     func() time.Time // the clock of cache and breaker
}

// How much patience one address gets in all, the second try included: a person
// waits for the page.
const patience = 8 * time.Second

// maxConnections at once: a rush of visitors must not become a rush on a public
// service.
const maxConnections = 8

// Client asks one geocoder. It is safe for concurrent use.
type Client struct {
	base    string
	http    *http.Client
	timeout time.Duration
	pause   time.Duration
	cache   *cache
	breaker *breaker
}

// New makes a client of the geocoder at base, an address without a slash at its
// end.
func New(base string, o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Pause == 0 {
		o.Pause = 200 * time.Millisecond
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: o.Timeout}).DialContext, ForceAttemptHTTP2: true,
		TLSHandshakeTimeout: o.Timeout, MaxConnsPerHost: maxConnections, MaxIdleConnsPerHost: maxConnections, IdleConnTimeout: time.Minute,
	}
	return &Client{
		base: strings.TrimRight(base, "/"), timeout: o.Timeout, pause: o.Pause, cache: newCache(o.Now), breaker: &breaker{now: o.Now},
		// An address goes where the operator said and is not led elsewhere.
		http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// Host is who is asked, for people who want to know where an address goes.
func (c *Client) Host() string {
	u, err := url.Parse(c.base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Find lists the places that an address may be: none where the geocoder does
// not know it, several where it is not sure. The error is ErrUnavailable, or
// the context's own where the caller gave up.
func (c *Client) Find(ctx context.Context, a Address) ([]Match, error) {
	line := a.line()
	if matches, ok := c.cache.get(line); ok {
		return matches, nil
	}
	if !c.breaker.allows() {
		return nil, ErrUnavailable
	}
	matches, err := c.twice(ctx, line)
	if err != nil && ctx.Err() != nil {
		c.breaker.forget()
		return nil, ctx.Err()
	}
	c.breaker.note(err == nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	c.cache.put(line, matches)
	return matches, nil
}

// twice tries, and tries once more after a moment.
func (c *Client) twice(ctx context.Context, line string) ([]Match, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	matches, err := c.try(ctx, line)
	if err == nil {
		return matches, nil
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(c.pause/2 + rand.N(c.pause)):
	}
	return c.try(ctx, line)
}
