package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Headers sets what every answer carries, error pages included.
func (s Site) Headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()")
		if s.IsSecure() {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}

// InlineStyles lets the queue's own page, which is not ours to change, style
// itself (docs/adr/0018-jobs-page.md). Its scripts stay under the rule of all.
func InlineStyles(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", strings.Replace(contentSecurityPolicy, "style-src 'self'", "style-src 'self' 'unsafe-inline'", 1))
		return next(c)
	}
}

// Open lets any site's page read an answer: it holds nothing personal.
func Open(c echo.Context) {
	c.Response().Header().Set("Access-Control-Allow-Origin", "*")
	c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// SameOrigin refuses POSTs that another site's page sends (Sec-Fetch-Site, else
// Origin). One-click unsubscribing and webhooks come from no browser.
func (s Site) SameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := protection.Check(c.Request()); err != nil {
			return echo.NewHTTPError(http.StatusForbidden).SetInternal(err)
		}
		return next(c)
	}
}

// MaxBody is the largest request body in bytes.
const MaxBody = 64 << 10

// MaxHook is the largest webhook in bytes.
const MaxHook = 256 << 10

// MaxUpload is the largest request body in bytes with a picture in it.
const MaxUpload = 9 << 20

// LimitBody refuses larger bodies.
func LimitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		limit := int64(MaxBody)
		switch c.Path() {
		case "/hooks/resend":
			limit = MaxHook
		case "/organize/pictures", "/moderate/pictures":
			limit = MaxUpload
		}
		if r.ContentLength > limit {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}
