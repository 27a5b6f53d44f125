package admin

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/site shows what holds for the whole site: its notice, and whether
// people can sign.
func (d Door) site(c echo.Context) error {
	state, err := models.ReadSite(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	return d.sitePage(c, http.StatusOK, state, state.Notices, nil)
}

func (d Door) sitePage(c echo.Context, status int, state models.SiteState, typed, errs map[string]string) error {
	page := admin.SitePage{Page: d.StaffFrame(c, "admin.site"), Notices: typed, Errors: errs, Most: models.MaxNotice}
	if state.PausedAt != nil {
		page.PausedAt = *state.PausedAt
	}
	return web.Render(c, status, admin.SiteView(page))
}

// POST /admin/site/notice sets what every page says.
func (d Door) setNotice(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed, wrong := map[string]string{}, map[string]string{}
	for _, lang := range i18n.Codes() {
		text, err := models.ParseText(form.Get("notice_"+lang), models.MaxNotice)
		if typed[lang] = text; err != nil {
			typed[lang], wrong["notice_"+lang] = form.Get("notice_"+lang), "error.notice.long"
		}
	}
	if typed["en"] == "" && typed["es"] != "" {
		wrong["notice_en"] = "error.notice.english"
	}
	if len(wrong) > 0 {
		state, err := models.ReadSite(c.Request().Context(), d.DB.Read())
		if err != nil {
			return err
		}
		return d.sitePage(c, http.StatusUnprocessableEntity, state, typed, wrong)
	}
	return d.changeSite(c, "flash.notice_saved", func(ctx context.Context, tx *models.Tx) error {
		for lang, text := range typed {
			if err := models.SaveNotice(ctx, tx, lang, text, models.Moment(d.Now())); err != nil {
				return err
			}
		}
		return nil
	})
}

// POST /admin/site/signing pauses signing on the whole site, or lets it go on.
func (d Door) pauseSigning(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	now := models.Moment(d.Now())
	switch form.Get("act") {
	case "pause":
		return d.changeSite(c, "flash.signing_paused", func(ctx context.Context, tx *models.Tx) error { return models.PauseSigning(ctx, tx, now) })
	case "resume":
		return d.changeSite(c, "flash.signing_resumed", func(ctx context.Context, tx *models.Tx) error { return models.ResumeSigning(ctx, tx, now) })
	}
	return fault.New(fault.Invalid, "error.form")
}

func (d Door) changeSite(c echo.Context, flash string, change func(context.Context, *models.Tx) error) error {
	ctx := c.Request().Context()
	if err := d.DB.Write(ctx, func(tx *models.Tx) error { return change(ctx, tx) }); err != nil {
		return err
	}
	d.Standing.Forget()
	d.Flash(c, flash)
	return web.SeeOther(c, "/admin/site")
}
