package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// explain turns a failed request into an Error; the status decides where one came, and
// whether bytes went out where none did.
// Statuses and names: https://resend.com/docs/api-reference/errors
func (a *answer) explain(err error, ms ...Message) *Error {
	name, message := a.reason()
	e := &Error{Detail: strings.TrimSpace(fmt.Sprintf("%d %s %s", a.status, name, scrub(message, ms...)))}
	switch s := a.status; {
	case s == 0 && a.sent.Load():
		e.Class, e.Doubt, e.Detail = Uncertain, true, networkReason(err, "connection cut")
	case s == 0:
		e.Class, e.Detail = Unreachable, networkReason(err, "no connection")
	case s < 300:
		return unreadable("status %d", s)
	case s < 400: // a redirect: this is not the API, and we do not follow
		e.Class = Unreachable
	case s == http.StatusTooManyRequests && strings.Contains(name, "quota"):
		e.Class, e.RetryAfter = QuotaSpent, a.retryAfter(time.Hour)
	case s == http.StatusTooManyRequests:
		e.Class, e.RetryAfter = RateLimited, a.retryAfter(time.Second)
	case s == http.StatusConflict && name == "invalid_idempotent_request":
		e.Class, e.Doubt = KeyReused, true
	case s == http.StatusConflict:
		e.Class, e.RetryAfter, e.Doubt = Busy, a.retryAfter(time.Second), true
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		e.Class = Forbidden
	case s == http.StatusRequestTimeout || s >= 500:
		e.Class, e.Doubt = Uncertain, true
	default:
		e.Class = Refused
	}
	return e
}

var reasonShape = regexp.MustCompile(`^[a-z_]{1,60}$`)

// reason reads the error's name and message from the body, "" where there is none.
func (a *answer) reason() (name, message string) {
	var body struct{ Name, Message string }
	if json.Unmarshal(a.body, &body) != nil {
		return "", ""
	}
	if !reasonShape.MatchString(body.Name) {
		body.Name = ""
	}
	return body.Name, body.Message
}

// retryAfter reads Retry-After in either of its forms, between 1 s and 24 h.
func (a *answer) retryAfter(otherwise time.Duration) time.Duration {
	wait := otherwise
	value := a.header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 && seconds < 1e9 {
		wait = time.Duration(seconds * float64(time.Second))
	} else if at, err := http.ParseTime(value); err == nil {
		wait = time.Until(at)
	}
	return min(max(wait, time.Second), 24*time.Hour)
}

var addressLike = regexp.MustCompile(`\S*@\S*`)

// scrub makes a provider's sentence fit for a log: no addresses, no names, no subject, one short line.
func scrub(s string, ms ...Message) string {
	s = addressLike.ReplaceAllString(s, "[address]")
	for _, m := range ms {
		for _, private := range []string{m.Subject, m.To.Name, m.From.Name} {
			if private != "" {
				s = strings.ReplaceAll(s, private, "[…]")
			}
		}
	}
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || breaksLine(r) }), " ")
	if runes := []rune(s); len(runes) > 200 {
		s = string(runes[:200]) + "…"
	}
	return s
}

// networkReason names a network error without repeating its text.
func networkReason(err error, otherwise string) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &dns):
		return "host name not found"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	}
	return otherwise
}
