package organize

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/updates/:ref shows an update: as a draft with
// its form and what people would get, later with what became of it.
func (d Door) update(c echo.Context) error { return d.showUpdate(c, http.StatusOK, nil, nil) }

func (d Door) showUpdate(c echo.Context, status int, typed *organize.UpdateForm, errs map[string]string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx, actor := c.Request().Context(), d.DB.Read(), web.Actor(c)
	row, err := models.UpdateByRef(ctx, tx, campaign.ID, c.Param("ref"))
	if err != nil {
		return err
	}
	page := organize.UpdatePage{Page: d.StaffFrame(c, "updates.title"), Alone: models.MostWithoutSecond, IsOwn: row.UserID == actor.User.ID}
	if page.UpdateEntry, err = d.updateEntry(c, row); err != nil {
		return err
	}
	figures, err := models.FiguresOf(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	page.Unsubscribed, page.Written, page.Mails = figures.Unsubscribed, figures.Written(), figures.Mails
	texts, err := models.UpdateTextsOf(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	if typed == nil {
		typed = formOf(row, texts)
	}
	if page.UpdateEditor, err = d.updateEditor(c, campaign, *typed, errs); err != nil {
		return err
	}
	for _, lang := range i18n.Codes() {
		if _, ok := texts[lang]; !ok {
			continue
		}
		look, err := d.Updates.Look(ctx, campaign, row.Ref, lang, actor.User.Name)
		if err != nil {
			return err
		}
		page.Looks = append(page.Looks, organize.UpdateLook{Lang: lang, Subject: look.Subject, Text: look.Text})
	}
	if row.IsDraft() {
		if page.Reach, err = models.AudienceCount(ctx, tx, row.ID); err != nil {
			return err
		}
	}
	if row.State == models.UpdateSending {
		page.Page.Refresh = refresh
	}
	return web.Render(c, status, organize.UpdateView(page))
}

func formOf(row models.Update, texts map[string]models.UpdateText) *organize.UpdateForm {
	form := &organize.UpdateForm{Audience: string(row.Audience), IsPublic: row.IsPublic, Texts: map[string]organize.UpdateText{}}
	if row.DistrictID != nil {
		form.District = strconv.FormatInt(*row.DistrictID, 10)
	}
	for lang, text := range texts {
		form.Texts[lang] = organize.UpdateText{Headline: text.Headline, Body: text.Body}
	}
	return form
}

// POST /organize/campaigns/:slug/updates/:ref stores a changed draft.
func (d Door) changeUpdate(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	values, err := web.Form(c)
	if err != nil {
		return err
	}
	typed, form := updateForm(values)
	err = d.Updates.Change(c.Request().Context(), campaign, c.Param("ref"), form)
	if fault.Is(err, fault.Invalid) {
		return d.showUpdate(c, http.StatusUnprocessableEntity, &typed, fault.Of(err).Fields)
	}
	return d.afterUpdate(c, campaign, "flash.update_saved", err)
}

// POST /organize/campaigns/:slug/updates/:ref/:act tests, sends, approves or
// stops an update.
func (d Door) moveUpdate(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, staff, ref := c.Request().Context(), *web.Actor(c).User, c.Param("ref")
	switch c.Param("act") {
	case "test":
		return d.afterUpdate(c, campaign, "flash.update_tested", d.Updates.Try(ctx, staff, campaign, ref, web.Lang(c)))
	case "send":
		waits, err := d.Updates.Send(ctx, campaign, ref)
		if waits {
			return d.afterUpdate(c, campaign, "flash.update_waits", err)
		}
		return d.afterUpdate(c, campaign, "flash.update_sending", err)
	case "approve":
		return d.afterUpdate(c, campaign, "flash.update_sending", d.Updates.Approve(ctx, staff, campaign, ref))
	case "stop":
		return d.afterUpdate(c, campaign, "flash.update_stopped", d.Updates.Stop(ctx, campaign, ref))
	}
	return fault.New(fault.NotFound, "error.not_found")
}

func (d Door) afterUpdate(c echo.Context, campaign models.Campaign, flash string, err error) error {
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, updatePath(campaign, c.Param("ref")))
}
