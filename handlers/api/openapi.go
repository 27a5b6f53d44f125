package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

//go:embed openapi.yaml
var description []byte

// GET /v1/openapi.yaml describes the API.
func (d Door) openapi(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", description)
}
