package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/static"
	"statehouse/views/errors"
)

// statuses is the only place where kinds become statuses.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Gone:            http.StatusGone,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// ErrorHandler answers what a handler returned.
func (s Site) ErrorHandler(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, e := answerTo(err)
	down := status == http.StatusInternalServerError && s.isDown(c.Request().Context())
	if down {
		status, e = http.StatusServiceUnavailable, fault.Because(fault.Unavailable, "error.busy", err)
		e.RetryAfter = retryAfter
	}
	id := c.Response().Header().Get(echo.HeaderXRequestID)
	if status >= 500 {
		s.Log.Error("request failed", "request", id, "route", c.Path(), "status", status, "error", err)
	}
	if e.RetryAfter > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(e.RetryAfter.Seconds())))
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	switch {
	case strings.HasPrefix(c.Request().URL.Path, "/v1/"):
		err = problem(c, status, e)
	case down:
		err = c.HTMLBlob(status, static.Unavailable)
	default:
		err = s.errorPage(c, status, e, id)
	}
	if err != nil {
		s.Log.Error("error page failed", "request", id, "error", err)
		c.Response().WriteHeader(status)
	}
}

// retryAfter is when to come back while the database cannot be reached.
const retryAfter = 2 * time.Minute

// isDown says whether what failed did so because the database cannot be reached.
func (s Site) isDown(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return s.DB.Ping(ctx) != nil
}

func answerTo(err error) (int, *fault.Error) {
	var h *echo.HTTPError
	if errors.As(err, &h) {
		return h.Code, fault.Because(kindOf(h.Code), messageOf(h.Code), err)
	}
	e := fault.Of(err)
	return statuses[e.Kind], e
}

func kindOf(status int) fault.Kind {
	for kind, s := range statuses {
		if s == status {
			return kind
		}
	}
	return fault.Internal
}

// messageOf is the sentence for what the router itself refuses.
func messageOf(status int) string {
	switch status {
	case http.StatusNotFound:
		return "error.not_found"
	case http.StatusMethodNotAllowed:
		return "error.method"
	case http.StatusRequestEntityTooLarge:
		return "error.too_large"
	case http.StatusForbidden:
		return "error.forbidden"
	case http.StatusBadRequest:
		return "error.bad_request"
	}
	return "error.internal"
}

func (s Site) errorPage(c echo.Context, status int, e *fault.Error, id string) error {
	ctx := c.Request().Context()
	page := errorpages.ErrorPage{Page: s.Frame(c, "errorpage.title"), Status: status, Sentence: i18n.T(ctx, e.Message), RequestID: id}
	page.NoIndex = true
	return Render(c, status, errorpages.Error(page))
}

// problem answers in the form of RFC 9457.
func problem(c echo.Context, status int, e *fault.Error) error {
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": i18n.T(c.Request().Context(), e.Message),
	})
	if err != nil {
		return err
	}
	Open(c)
	return c.Blob(status, "application/problem+json", body)
}
