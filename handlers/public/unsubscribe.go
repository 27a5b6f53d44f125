package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/mydata"
	"statehouse/views/public"
)

// GET /unsubscribe/:token shows what can be stopped.
func (d Door) unsubscribePage(c echo.Context) error {
	return d.unsubscribeAnswer(c, "")
}

func (d Door) unsubscribeAnswer(c echo.Context, done string) error {
	web.Private(c)
	page := public.UnsubscribePage{Page: d.Frame(c, "unsubscribe.title"), Token: c.Param("token"), Done: done}
	page.NoIndex = true
	stop, err := d.MyData.LookStop(c.Request().Context(), c.Param("token"), web.Lang(c))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		page.Token = ""
		return web.Render(c, statusNotFound(err), public.Unsubscribe(page))
	}
	if err != nil {
		return err
	}
	page.CampaignTitle, page.Office = stop.Title, stop.Office
	return web.Render(c, http.StatusOK, public.Unsubscribe(page))
}

func statusNotFound(err error) int {
	if fault.Is(err, fault.Gone) {
		return http.StatusGone
	}
	return http.StatusNotFound
}

// POST /unsubscribe/:token stops mail: by its button, or in one step by a mail
// program (RFC 8058), which sends no cookie and wants no page.
func (d Door) unsubscribe(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	oneClick := form.Get("List-Unsubscribe") == "One-Click"
	scope := mydata.ScopeAll
	if form.Get("scope") == "petition" || oneClick {
		scope = mydata.ScopePetition
	}
	err = d.MyData.Unsubscribe(c.Request().Context(), c.Param("token"), scope)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.unsubscribePage(c)
	}
	if err != nil {
		return err
	}
	if oneClick {
		return c.NoContent(http.StatusOK)
	}
	done := string(scope)
	if form.Get("scope") == "office" {
		done = "office"
	}
	return d.unsubscribeAnswer(c, done)
}
