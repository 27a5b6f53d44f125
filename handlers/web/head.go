package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Head answers a HEAD as its GET, without the body. It must come before routing.
func Head(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodHead {
			return next(c)
		}
		r.Method = http.MethodGet
		defer func() { r.Method = http.MethodHead }() // net/http asks when it writes the headers
		c.Response().Writer = bodiless{c.Response().Writer}
		return next(c)
	}
}

type bodiless struct{ http.ResponseWriter }

func (bodiless) Write(b []byte) (int, error) { return len(b), nil }
