package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/internal/i18n"
)

// DistrictName says a numbered district in the reader's language, others as their
// state does.
func DistrictName(c echo.Context, code, name string) string {
	if _, err := strconv.Atoi(code); err == nil {
		return i18n.T(c.Request().Context(), "letters.district", "Number", code)
	}
	return name
}
