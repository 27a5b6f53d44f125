// Package fakeresend is a stand-in for Resend on this machine: it keeps its own ledger
// of what was sent and fails in every way a test asks for.
package fakeresend

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// KeyLife is how long an idempotency key is remembered.
const KeyLife = 24 * time.Hour

// Server is one stand-in. URL, APIKey and WebhookSecret are what the tested program is
// configured with. All methods may be called while it serves.
type Server struct {
	URL           string
	APIKey        string
	WebhookSecret string // "whsec_…"

	http   *httptest.Server
	client *http.Client
	done   chan struct{} // closed when the server stops; ends hangs
	stop   sync.Once

	mu       sync.Mutex
	clock    func() time.Time
	shift    time.Duration
	rate     int // requests per second; 0: no limit
	window   rateWindow
	hang     time.Duration
	drip     time.Duration
	mode     Mode
	script   []Mode
	schedule func(n int, c Call) Mode
	refuses  func(to string) bool
	onAccept func(Sent)
	keys     map[string]*keyed
	ledger   []Sent
	calls    []Call
	hooks    int
}

// Option changes a Server before it starts.
type Option func(*Server)

// WithClock sets the clock; time.Now unless given.
func WithClock(now func() time.Time) Option { return func(s *Server) { s.clock = now } }

// WithRate limits requests per second of the server's clock: 5 unless given, 0 for none.
func WithRate(perSecond int) Option { return func(s *Server) { s.rate = perSecond } }

// WithHang sets how long Hang keeps a caller waiting, in real time: 70 s unless given.
func WithHang(d time.Duration) Option { return func(s *Server) { s.hang = d } }

// WithDrip sets the real time between two bytes of SlowDrip: 1 s unless given.
func WithDrip(d time.Duration) Option { return func(s *Server) { s.drip = d } }

// WithAPIKey sets the only key that is accepted.
func WithAPIKey(key string) Option { return func(s *Server) { s.APIKey = key } }

// New starts a server on loopback that stops when the test ends.
func New(t testing.TB, options ...Option) *Server {
	t.Helper()
	s := Start(options...)
	t.Cleanup(s.Close)
	return s
}

// Start starts a server on loopback that runs until Close.
func Start(options ...Option) *Server {
	s := &Server{
		APIKey:        "re_test_0123456789",
		WebhookSecret: "whsec_" + base64.StdEncoding.EncodeToString([]byte("statehouse-test-hook-key")),
		client:        &http.Client{Timeout: 10 * time.Second},
		done:          make(chan struct{}),
		clock:         time.Now,
		rate:          5,
		hang:          70 * time.Second,
		drip:          time.Second,
		keys:          map[string]*keyed{},
	}
	for _, option := range options {
		option(s)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /emails", s.receive)
	mux.HandleFunc("POST /emails/batch", s.receive)
	mux.HandleFunc("GET /emails", s.list)
	mux.HandleFunc("GET /emails/{id}", s.show)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { notFound.write(w) })
	s.http = httptest.NewServer(s.admit(mux))
	s.URL = s.http.URL + "/"
	return s
}

// Close cuts what is still open and stops; hanging requests are never accepted.
func (s *Server) Close() {
	s.stop.Do(func() {
		close(s.done)
		s.http.CloseClientConnections()
		s.http.Close()
		s.client.CloseIdleConnections()
	})
}

// Now is the server's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Server) now() time.Time { return s.clock().Add(s.shift).UTC() }

// Advance moves the server's clock on; keys age and the rate window passes.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shift += d
}

// SetRate changes the limit of requests per second; 0 lifts it.
func (s *Server) SetRate(perSecond int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rate = perSecond
}

// RefuseTo makes single recipients (bare addresses) invalid: 422 alone, an entry in errors in a permissive batch.
func (s *Server) RefuseTo(refuses func(to string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuses = refuses
}

// OnAccept calls f for every message put into the ledger, before the answer is written:
// the moment for a webhook that overtakes the sender's own commit.
func (s *Server) OnAccept(f func(Sent)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onAccept = f
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}
