package fakeresend

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// rateWindow counts the requests of one second of the server's clock.
type rateWindow struct {
	start time.Time
	used  int
}

// admit turns away requests over the rate or without the API key, and limits their size.
func (s *Server) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.allow(w.Header()) {
			rateLimited.write(w)
			return
		}
		key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case !ok || key == "":
			keyMissing.write(w)
		case key != s.APIKey:
			apiKeyInvalid.write(w)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, 40<<20)
			next.ServeHTTP(w, r)
		}
	})
}

// allow counts one request, writes the ratelimit headers, and Retry-After where the limit is passed.
func (s *Server) allow(h http.Header) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rate == 0 {
		return true
	}
	now := s.now()
	if age := now.Sub(s.window.start); age < 0 || age >= time.Second {
		s.window = rateWindow{start: now}
	}
	h.Set("ratelimit-limit", strconv.Itoa(s.rate))
	h.Set("ratelimit-reset", "1")
	if s.window.used >= s.rate {
		h.Set("ratelimit-remaining", "0")
		h.Set("Retry-After", "1")
		return false
	}
	s.window.used++
	h.Set("ratelimit-remaining", strconv.Itoa(s.rate-s.window.used))
	return true
}
