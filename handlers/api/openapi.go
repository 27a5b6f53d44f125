package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
)

//go:embed openapi.yaml
var description []byte

// GET /v1/openapi.yaml describes the API.
func (d Door) openapi(c echo.Context) error {
	web.Open(c)
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", description)
}
