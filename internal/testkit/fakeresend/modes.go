package fakeresend

import (
	"net/http"
	"slices"
	"time"
)

// Mode is how one request to send is treated. "Taken" means that its messages are in
// the ledger and its key is kept, whatever the caller gets to see.
type Mode int

const (
	OK              Mode = iota
	AcceptThenCut        // taken, then the connection is cut with no answer
	CutBefore            // cut with no answer; not taken
	RateLimit429         // not taken; Retry-After: 2
	DailyQuota429        // not taken
	MonthlyQuota429      // not taken
	Err500               // not taken
	HTML502              // taken, but a gateway loses the answer
	HTML200              // not taken: a page that is not Resend's
	Hang                 // waits, then takes; the caller has usually gone, and its retry meets 409 meanwhile
	SlowDrip             // taken; the answer comes byte by byte
	Busy409              // not taken: another request with the key is said to be under way
	KeyReused409         // not taken: the key is said to have had another payload
	BrokenJSON           // taken; the answer ends in the middle
	Refuse422            // not taken
	Forbidden403         // not taken: the sending domain is not verified
	Restricted401        // not taken
)

// Modes are all of them, in order.
func Modes() []Mode {
	modes := make([]Mode, len(modeNames))
	for i := range modes {
		modes[i] = Mode(i)
	}
	return modes
}

var modeNames = [...]string{"OK", "AcceptThenCut", "CutBefore", "RateLimit429", "DailyQuota429", "MonthlyQuota429", "Err500",
	"HTML502", "HTML200", "Hang", "SlowDrip", "Busy409", "KeyReused409", "BrokenJSON", "Refuse422", "Forbidden403", "Restricted401"}

func (m Mode) String() string { return modeNames[m] }

// Takes says whether a request in this mode ends in the ledger, Hang once its wait is over.
func (m Mode) Takes() bool {
	return slices.Contains([]Mode{OK, AcceptThenCut, HTML502, Hang, SlowDrip, BrokenJSON}, m)
}

// Call is one request to send as it came in, with the mode it was treated in.
// Requests without the right API key, or over the rate limit, are not calls.
type Call struct {
	Key  string // Idempotency-Key, "" where none was sent
	Path string
	Refs []string // tag "msg" of each message
	At   time.Time
	Mode Mode
}

// SetMode sets the standing mode.
func (s *Server) SetMode(m Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = m
}

// Script gives the next requests one mode each, in order; the standing mode follows.
func (s *Server) Script(modes ...Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = slices.Clone(modes)
}

// Schedule asks f for the mode of each request that no script covers; n counts calls from 0. nil ends it.
func (s *Server) Schedule(f func(n int, c Call) Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.schedule = f
}

// Calls are the requests to send so far, in order.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// note keeps the call and decides its mode. The schedule runs unlocked: it may ask the server.
func (s *Server) note(c Call) Mode {
	s.mu.Lock()
	c.At, c.Mode = s.now(), s.mode
	n, schedule := len(s.calls), s.schedule
	if len(s.script) > 0 {
		c.Mode, s.script, schedule = s.script[0], s.script[1:], nil
	}
	s.calls = append(s.calls, c)
	s.mu.Unlock()
	if schedule == nil {
		return c.Mode
	}
	c.Mode = schedule(n, c)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[n].Mode = c.Mode
	return c.Mode
}

// before treats a request that its mode keeps from being taken and says whether it did.
func (s *Server) before(w http.ResponseWriter, m Mode) bool {
	switch m {
	case CutBefore:
		panic(http.ErrAbortHandler)
	case RateLimit429:
		w.Header().Set("Retry-After", "2")
		rateLimited.write(w)
	case HTML200:
		writeHTML(w, http.StatusOK)
	case Hang:
		s.mu.Lock()
		wait := s.hang
		s.mu.Unlock()
		select {
		case <-time.After(wait):
		case <-s.done:
			panic(http.ErrAbortHandler)
		}
		return false
	default:
		refusal, ok := refusals[m]
		if ok {
			refusal.write(w)
		}
		return ok
	}
	return true
}

// after hands out the answer of a request that was taken, as its mode has it.
func (s *Server) after(w http.ResponseWriter, m Mode, body []byte) {
	switch m {
	case AcceptThenCut:
		panic(http.ErrAbortHandler)
	case HTML502:
		writeHTML(w, http.StatusBadGateway)
		return
	case BrokenJSON:
		body = body[:len(body)/2]
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	if m == SlowDrip {
		s.dripOut(w, body)
		return
	}
	w.Write(body)
}

func (s *Server) dripOut(w http.ResponseWriter, body []byte) {
	s.mu.Lock()
	pause := s.drip
	s.mu.Unlock()
	for _, b := range body {
		if _, err := w.Write([]byte{b}); err != nil {
			return
		}
		http.NewResponseController(w).Flush()
		select {
		case <-time.After(pause):
		case <-s.done:
			return
		}
	}
}

func writeHTML(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	w.Write([]byte("<html><body><h1>Please stand by</h1></body></html>"))
}
