package organize

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/roles/:slug/hours shows what each volunteer did.
func (d Door) hours(c echo.Context) error {
	return d.showHours(c, http.StatusOK, organize.ExportForm{}, nil)
}

func (d Door) showHours(c echo.Context, status int, typed organize.ExportForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := d.Volunteers.Role(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	rows, err := models.HoursOf(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	page := organize.HoursPage{Page: d.StaffFrame(c, "organize.hours"), Slug: role.Slug, Title: text.Title, Past: organize.Sum{Shifts: role.PastShifts, Minutes: int(role.PastMinutes)},
		All: organize.Sum{Shifts: role.PastShifts, Minutes: int(role.PastMinutes)}, Export: typed, Errors: errs}
	for _, h := range rows {
		record, err := d.Volunteers.RecordOf(ctx, role, h.Application)
		if err != nil {
			return err
		}
		worked := organize.Worked{Name: record.Name, Missed: h.Missed, Sum: organize.Sum{Shifts: h.Shifts, Minutes: h.Minutes}}
		if h.Shifts > 0 {
			worked.Check = record.Sum()
		}
		page.People = append(page.People, worked)
		page.All.Shifts += h.Shifts
		page.All.Minutes += h.Minutes
	}
	return web.Render(c, status, organize.Hours(page))
}

// POST /organize/roles/:slug/hours is the same as CSV.
func (d Door) exportHours(c echo.Context) error {
	role, err := d.Volunteers.Role(c.Request().Context(), web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	return d.export(c, exports.Request{Kind: models.ExportHours, RoleID: role.ID}, role.Slug+"-hours.csv", func(typed organize.ExportForm, errs map[string]string) error {
		return d.showHours(c, http.StatusUnprocessableEntity, typed, errs)
	})
}

// POST /organize/roles/:slug/shifts/:ref/roster is a shift's list as CSV.
func (d Door) exportRoster(c echo.Context) error {
	role, shift, err := d.Volunteers.Shift(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	name := role.Slug + "-" + shift.StartsAt.In(shift.Zone()).Format("2006-01-02") + ".csv"
	return d.export(c, exports.Request{Kind: models.ExportRoster, RoleID: role.ID, ShiftID: shift.ID}, name, func(typed organize.ExportForm, errs map[string]string) error {
		return d.showShift(c, http.StatusUnprocessableEntity, nil, func(p *organize.ShiftPage) { p.Export, p.Errors = typed, errs })
	})
}

// export notes what rows are for and hands them out; again shows the form anew.
func (d Door) export(c echo.Context, r exports.Request, name string, again func(organize.ExportForm, map[string]string) error) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	r.Purpose, r.Named, r.UserID = form.Get("purpose"), web.IsTicked(form, "named"), &web.Actor(c).User.ID
	var file bytes.Buffer
	_, err = d.Exports.Write(c.Request().Context(), &file, r)
	if fault.Is(err, fault.Invalid) {
		return again(organize.ExportForm{Purpose: r.Purpose, Named: r.Named}, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", file.Bytes())
}
