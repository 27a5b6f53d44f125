package public

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/models"
)

// GET /pictures/:file is a picture that staff put into a text. Its name is the hash
// of its bytes, so that it can be kept for ever.
func (d Door) picture(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("file"), ".jpg")
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	picture, err := models.PictureByName(c.Request().Context(), d.DB.Read(), name)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, "image/jpeg", picture.Data)
}
