package public

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug/embed is a petition for a frame on another page: it may
// be framed by anybody, and sets no cookie.
func (d Door) embed(c echo.Context) error {
	row, err := models.CampaignRowBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors *", 1))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Del("Set-Cookie")
	h.Set("Cache-Control", "public, max-age=60")
	return web.Render(c, http.StatusOK, public.Embed(public.EmbedPage{BaseURL: d.BaseURL, Campaign: campaignItem(c, row)}))
}
