package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/reasons lists why petitions are not published, in words that
// organizers read.
func (d Door) reasons(c echo.Context) error {
	return d.showReasons(c, http.StatusOK, admin.ReasonForm{}, nil)
}

// POST /admin/reasons adds a reason.
func (d Door) addReason(c echo.Context) error { return d.saveReason(c, 0) }

// POST /admin/reasons/:id changes one, and whether it is in use.
func (d Door) changeReason(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	return d.saveReason(c, id)
}

func (d Door) saveReason(c echo.Context, id int64) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := admin.ReasonForm{ID: c.Param("id"), Code: form.Get("code"), TitleEN: form.Get("title_en"), TitleES: form.Get("title_es"), TextEN: form.Get("text_en"), TextES: form.Get("text_es"),
		Final: web.IsTicked(form, "final"), Retired: web.IsTicked(form, "retired")}
	err = d.Campaigns.SaveReason(c.Request().Context(), web.Actor(c), id, campaigns.ReasonForm{Code: typed.Code, TitleEN: typed.TitleEN, TitleES: typed.TitleES,
		TextEN: typed.TextEN, TextES: typed.TextES, Final: typed.Final, Retired: typed.Retired})
	if fault.Is(err, fault.Invalid) {
		return d.showReasons(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.reason_saved")
	return web.SeeOther(c, "/admin/reasons")
}

func (d Door) showReasons(c echo.Context, status int, typed admin.ReasonForm, errs map[string]string) error {
	rows, err := models.RejectionReasons(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := admin.ReasonsPage{Page: d.StaffFrame(c, "reasons.title"), Typed: typed, Errors: errs}
	for _, r := range rows {
		page.Reasons = append(page.Reasons, admin.ReasonForm{ID: strconv.FormatInt(r.ID, 10), Code: r.Code, TitleEN: r.TitleEN, TitleES: r.TitleES, TextEN: r.TextEN, TextES: r.TextES,
			Final: r.Final, Retired: r.RetiredAt != nil})
	}
	return web.Render(c, status, admin.ReasonsView(page))
}
