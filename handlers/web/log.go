package web

import (
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"statehouse/internal/token"
)

// LogRequests notes each request by its route, never by its address: addresses carry
// tokens and ZIPs.
func (s Site) LogRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took, status := time.Since(start), c.Response().Status
		route := c.Path()
		if route == "" {
			route = "none"
		}
		s.Observe(route, c.Request().Method, status, took)
		s.Log.Debug("request", "route", route, "method", c.Request().Method, "status", status, "ms", took.Milliseconds(),
			"request", c.Response().Header().Get(echo.HeaderXRequestID))
		return nil
	}
}

// RequestID names each request; a name that the client sends is not believed.
func RequestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, token.Code(16))
		return next(c)
	}
}

// Recover turns a panic into an internal error, and notes where it happened.
func (s Site) Recover() echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{DisableStackAll: true, StackSize: 8 << 10,
		LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			s.Log.Error("panic", "request", c.Response().Header().Get(echo.HeaderXRequestID), "route", c.Path(), "stack", string(stack))
			return err
		}})
}

// IPExtractor finds the client's address: the peer's, unless the peer is a
// proxy that we were told to trust.
func (s Site) IPExtractor() echo.IPExtractor {
	if len(s.Trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range s.Trusted {
		options = append(options, echo.TrustIPRange(&net.IPNet{IP: net.IP(p.Addr().AsSlice()), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// OnlyNearby hides a route from the internet: metrics are for the machine's own
// network. What a proxy forwards comes from elsewhere, trusted or not.
func OnlyNearby(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		addr, err := netip.ParseAddr(c.RealIP())
		forwarded := c.Request().Header.Get("X-Forwarded-For") != "" || c.Request().Header.Get("Forwarded") != ""
		if err != nil || forwarded || !(addr.Unmap().IsLoopback() || addr.Unmap().IsPrivate()) {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		return next(c)
	}
}
