// Package web is what every door shares: reading requests, rendering pages,
// answering errors, languages, cookies, headers and logs.
package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/i18n"
	"statehouse/internal/privacy"
	"statehouse/models"
	"statehouse/views/layout"
)

// Site is what the doors know of the place they serve.
type Site struct {
	DB       *models.DB
	Keys     *privacy.Keys
	BaseURL  string // every link is built from it, never from the Host header
	ExitURL  string
	Demo     bool
	Trusted  []netip.Prefix // proxies whose X-Forwarded-For is believed
	Now      func() time.Time
	Log      *slog.Logger
	Standing *Standing
	Observe  func(route, method string, status int, took time.Duration)
}

// IsSecure says whether visitors come over TLS.
func (s Site) IsSecure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// Component is anything that can draw itself: a page.
type Component interface {
	Render(ctx context.Context, w io.Writer) error
}

// Render answers with a page. It is drawn before anything is sent, so that a
// failure can still become an error page. Browsers keep no copy unless the
// handler has said how long: Back must ask us, for somebody may have left.
func Render(c echo.Context, status int, page Component) error {
	if h := c.Response().Header(); h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	var b bytes.Buffer
	if err := page.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// Frame is the page frame with its title, a message id, already said in the
// visitor's language.
func (s Site) Frame(c echo.Context, title string, pairs ...any) layout.Page {
	return s.Titled(c, i18n.T(c.Request().Context(), title, pairs...))
}

// Described is Frame with a description for search engines, a message too.
func (s Site) Described(c echo.Context, title, description string) layout.Page {
	page := s.Frame(c, title)
	page.Description = i18n.T(c.Request().Context(), description)
	return page
}

// Titled is Frame for a title that is no message, such as a petition's.
func (s Site) Titled(c echo.Context, title string) layout.Page {
	page := layout.Page{Title: title, Path: c.Request().URL.RequestURI(), Demo: s.Demo, Flash: takeFlash(s, c), Report: "/report"}
	if path, ok := models.ReportedPath(c.Request().URL.Path); ok { // others may hold a secret
		page.Report += "?path=" + url.QueryEscape(path)
	}
	page.Notice = s.Standing.State(c.Request().Context(), s.DB).Notice(Lang(c))
	return page
}

// Lang is the visitor's language.
func Lang(c echo.Context) string { return i18n.Lang(c.Request().Context()) }

// Private marks an answer as personal: no cache keeps it, and the address of
// the page is told to nobody.
func Private(c echo.Context) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
}

// SeeOther answers a POST that succeeded.
func SeeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
