// Package fault is the one error type that may cross a room: a kind, a public
// message and the hidden cause.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong in terms that a door can answer.
type Kind string

// The kinds, each with the HTTP status that handlers/web gives it.
const (
	Invalid         Kind = "invalid"         // 422: the person can mend it
	Unauthenticated Kind = "unauthenticated" // 401: sign in first
	Forbidden       Kind = "forbidden"       // 403
	NotFound        Kind = "not_found"       // 404
	Conflict        Kind = "conflict"        // 409
	Gone            Kind = "gone"            // 410: a closed campaign, a spent link
	TooMany         Kind = "too_many"        // 429
	Unavailable     Kind = "unavailable"     // 503
	Internal        Kind = "internal"        // 500: nothing of it is shown
)

// Error is what acts and models return. Message and the values of Fields are
// ids of messages in internal/i18n, so that the page can say them in its language.
type Error struct {
	Kind       Kind
	Message    string
	Fields     map[string]string
	RetryAfter time.Duration
	cause      error
}

// New makes an error of a kind with a public message id.
func New(kind Kind, message string) *Error { return &Error{Kind: kind, Message: message} }

// Because is New with the cause that only the log sees.
func Because(kind Kind, message string, cause error) *Error {
	return &Error{Kind: kind, Message: message, cause: cause}
}

// Fields makes an Invalid error from field → message id; nil if there are none.
func Fields(fields map[string]string) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "error.form", Fields: fields}
}

func (e *Error) Error() string {
	text := string(e.Kind) + ": " + e.Message
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.cause }

// KindOf is the kind of err, Internal if it carries none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is says whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Of is the Error inside err, or an Internal one around it.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Because(Internal, "error.internal", err)
}

// Wrap puts the call's name and its (impersonal) arguments in front of *err:
//
//	defer fault.Wrap(&err, "signing.Confirm(%d)", id)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
