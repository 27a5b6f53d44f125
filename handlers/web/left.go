package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/views/errors"
)

// Whoever left by Exit carries a note of it, which scripts may read: Back then
// finds a page that says nothing (docs/adr/0019-exit.md).
const (
	leftCookie = "left"
	leftFor    = 12 * time.Hour
)

// Leave takes every cookie of ours out of the browser, and notes that its owner left.
func (s Site) Leave(c echo.Context) {
	for _, name := range []string{langCookie, s.ticketName(), s.cookieName(flashCookie), s.cookieName(sessionCookie), s.cookieName(deviceCookie), s.cookieName(askedCookie)} {
		s.setCookie(c, name, "", -time.Second)
	}
	c.SetCookie(&http.Cookie{Name: leftCookie, Value: "1", Path: "/", MaxAge: int(leftFor.Seconds()), Secure: s.IsSecure(), SameSite: http.SameSiteLaxMode})
}

// again is the parameter by which somebody who left asks for a page on purpose.
const again = "again"

// Left keeps pages from a browser whose owner left, until they ask on purpose.
func (s Site) Left(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if _, err := r.Cookie(leftCookie); err != nil || r.Method != http.MethodGet || r.URL.Path == "/exit" || !isForReading(r) {
			return next(c)
		}
		Private(c)
		page := *r.URL
		page.Path = "/" + strings.TrimLeft(page.Path, `/\`) // never another host
		values := page.Query()
		if values.Has(again) {
			values.Del(again)
			page.RawQuery = values.Encode()
			s.setCookie(c, leftCookie, "", -time.Second)
			return SeeOther(c, page.RequestURI())
		}
		values.Set(again, "1")
		page.RawQuery = values.Encode()
		return Render(c, http.StatusOK, errorpages.Left(errorpages.LeftPage{Again: page.RequestURI()}))
	}
}

// isForReading says whether a browser asks for a page to show by itself.
func isForReading(r *http.Request) bool {
	dest := r.Header.Get("Sec-Fetch-Dest")
	return (dest == "" || dest == "document") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
