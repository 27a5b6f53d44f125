package organize

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/updates"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/updates lists what was written to supporters,
// and begins more.
func (d Door) updates(c echo.Context) error {
	return d.showUpdates(c, http.StatusOK, organize.UpdateForm{Audience: string(models.AudienceAll), IsPublic: true}, nil)
}

// POST /organize/campaigns/:slug/updates stores a draft.
func (d Door) writeUpdate(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	values, err := web.Form(c)
	if err != nil {
		return err
	}
	typed, form := updateForm(values)
	update, err := d.Updates.Write(c.Request().Context(), *web.Actor(c).User, campaign, form)
	if fault.Is(err, fault.Invalid) {
		return d.showUpdates(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.update_saved")
	return web.SeeOther(c, updatePath(campaign, update.Ref))
}

func updatePath(c models.Campaign, ref string) string {
	return "/organize/campaigns/" + c.Slug + "/updates/" + ref
}

func updateForm(values url.Values) (typed organize.UpdateForm, form updates.Form) {
	form.Texts = map[string]models.UpdateText{}
	typed.Texts = map[string]organize.UpdateText{}
	for _, lang := range i18n.Codes() {
		headline, body := values.Get("headline_"+lang), values.Get("body_"+lang)
		typed.Texts[lang] = organize.UpdateText{Headline: headline, Body: body}
		form.Texts[lang] = models.UpdateText{Headline: headline, Body: body}
	}
	typed.Audience, typed.District, typed.IsPublic = values.Get("audience"), values.Get("district"), values.Get("public") != ""
	form.Audience, form.IsPublic = typed.Audience, typed.IsPublic
	form.DistrictID, _ = strconv.ParseInt(typed.District, 10, 64) // no number is no district
	return typed, form
}

func (d Door) showUpdates(c echo.Context, status int, typed organize.UpdateForm, errs map[string]string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	page := organize.UpdatesPage{Page: d.StaffFrame(c, "updates.title")}
	if page.UpdateEditor, err = d.updateEditor(c, campaign, typed, errs); err != nil {
		return err
	}
	rows, err := models.UpdatesOf(ctx, tx, campaign.ID, newest)
	if err != nil {
		return err
	}
	for _, row := range rows {
		entry, err := d.updateEntry(c, row)
		if err != nil {
			return err
		}
		page.Updates = append(page.Updates, entry)
	}
	return web.Render(c, status, organize.Updates(page))
}

// updateEditor is the form with what it may choose from.
func (d Door) updateEditor(c echo.Context, campaign models.Campaign, typed organize.UpdateForm, errs map[string]string) (e organize.UpdateEditor, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return e, err
	}
	districts, err := models.DistrictsOfState(ctx, tx, campaign.State)
	e = organize.UpdateEditor{Slug: campaign.Slug, Petition: text.Title, Form: typed, Errors: errs, MaxHeadline: updates.MaxHeadline, MaxBody: updates.MaxBody}
	for _, district := range districts {
		e.Districts = append(e.Districts, organize.District{ID: strconv.FormatInt(district.ID, 10), Name: nameOf(c, district)})
	}
	return e, err
}

func (d Door) updateEntry(c echo.Context, row models.Update) (e organize.UpdateEntry, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	texts, err := models.UpdateTextsOf(ctx, tx, row.ID)
	if err != nil {
		return e, err
	}
	author, err := models.UserByID(ctx, tx, row.UserID)
	if err != nil {
		return e, err
	}
	text, ok := texts[web.Lang(c)]
	if !ok {
		text = texts["en"]
	}
	e = organize.UpdateEntry{Ref: row.Ref, Headline: text.Headline, State: string(row.State), Author: author.Name, Audience: string(row.Audience),
		IsPublic: row.IsPublic, Created: row.CreatedAt, Recipients: row.Recipients, Suppressed: row.Suppressed, Capped: row.Capped}
	if row.StartedAt != nil {
		e.Started = *row.StartedAt
	}
	if row.EndedAt != nil {
		e.Ended = *row.EndedAt
	}
	if row.DistrictID != nil {
		district, err := models.DistrictByID(ctx, tx, *row.DistrictID)
		if err != nil {
			return e, err
		}
		e.District = nameOf(c, district)
	}
	if row.ApprovedBy != nil {
		second, err := models.UserByID(ctx, tx, *row.ApprovedBy)
		if err != nil {
			return e, err
		}
		e.Second = second.Name
	}
	return e, nil
}
