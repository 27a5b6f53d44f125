package organize

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/roles/:slug/shifts/:ref/check-in is the list to hold at the door.
func (d Door) checkIn(c echo.Context) error {
	ctx := c.Request().Context()
	role, shift, err := d.Volunteers.Shift(ctx, web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	page := organize.CheckInPage{Page: d.StaffFrame(c, "organize.check_in"), Slug: role.Slug, Shift: d.shiftItem(shift), May: volunteers.MayCheckIn(shift, d.Now()),
		Ended: !d.Now().Before(shift.EndsAt)}
	roster, err := d.roster(c, shift)
	page.Shift.Roster = slices.DeleteFunc(roster, func(p organize.Place) bool { return p.State != string(models.PlaceHeld) })
	slices.SortFunc(page.Shift.Roster, func(a, b organize.Place) int { return organize.ByName(a, b) })
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, organize.CheckIn(page))
}

// POST /organize/roles/:slug/shifts/:ref/check-in notes who came, one by one, or
// with rest that nobody else did.
func (d Door) checkInOne(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, actor, slug, ref := c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref")
	if form.Get("rest") != "" {
		return d.after(c, d.Volunteers.NoteMissing(ctx, actor, slug, ref), below(c)+"/check-in")
	}
	err = d.Volunteers.Note(ctx, actor, slug, ref, form.Get("application"), models.Attendance(form.Get("came")))
	if err == nil { // back to where the thumb is, without a word on top
		return web.SeeOther(c, "/organize/roles/"+slug+below(c)+"/check-in#place-"+form.Get("application"))
	}
	return d.after(c, err, below(c)+"/check-in")
}

// POST /organize/roles/:slug/shifts/:ref/messages writes to who has a place.
func (d Door) messageShift(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Volunteers.Message(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("key"), form.Get("message"))
	if fault.Is(err, fault.Invalid) {
		return d.showShift(c, http.StatusUnprocessableEntity, nil, func(p *organize.ShiftPage) {
			p.Errors, p.Message, p.Key = fault.Of(err).Fields, form.Get("message"), form.Get("key")
		})
	}
	return d.after(c, err, below(c))
}
