package public

import (
	"bytes"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/markdown"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /volunteering/:token shows where an application stands. It changes
// nothing: mail scanners open links.
func (d Door) volunteering(c echo.Context) error {
	return d.volunteeringPage(c, http.StatusOK, "", nil)
}

func (d Door) volunteeringPage(c echo.Context, status int, answer string, errs map[string]string) error {
	web.Private(c)
	seen, err := d.Volunteers.Look(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return d.afterVolunteering(c, err, "")
	}
	page := public.VolunteeringPage{Page: d.Frame(c, "volunteering.title"), Token: c.Param("token"), Role: roleItem(c, seen.Role, seen.Text),
		State: string(seen.Application.State), Confirmed: !seen.Application.IsAsked(), Reason: seen.Application.Reason,
		Answer: seen.Applicant.Answer, Errors: errs}
	page.NoIndex = true
	if errs != nil {
		page.Answer = answer
	}
	for _, s := range seen.Steps {
		page.Steps = append(page.Steps, public.StepItem{Step: string(s.Step), Own: s.Own, Done: s.Done})
	}
	if page.InstructionsHTML, err = markdown.HTML(seen.Instructions()); err != nil {
		return err
	}
	page.Hours, page.Attended = seen.Minutes/60, seen.Attended
	page.Minutes = seen.Minutes % 60
	for _, s := range seen.Shifts {
		page.Shifts = append(page.Shifts, d.myShift(s))
	}
	return web.Render(c, status, public.Volunteering(page))
}

func (d Door) myShift(s volunteers.OwnShift) public.MyShift {
	own := public.MyShift{ShiftItem: shiftItem(s.Shift), State: string(s.Place.State), Coming: s.Place.ConfirmedAt != nil,
		Attendance: string(s.Place.Attendance), Over: !d.Now().Before(s.Shift.StartsAt)}
	if s.Place.State == models.PlaceDropped {
		own.State = ""
	}
	if s.Place.State == models.PlaceHeld {
		own.Notes = s.Shift.Notes
	}
	if s.Place.OfferedUntil != nil {
		own.Until = s.Place.OfferedUntil.In(s.Shift.Zone())
	}
	return own
}

// afterVolunteering answers what was done by link: back to its page, or why not.
func (d Door) afterVolunteering(c echo.Context, err error, flash string) error {
	switch {
	case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) && fault.Of(err).Message == "error.link.expired":
		page := public.VolunteeringEndedPage{Page: d.Frame(c, "volunteering.ended")}
		page.NoIndex = true
		return web.Render(c, http.StatusGone, public.VolunteeringEnded(page))
	case fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone): // what the page showed is past: it shows what is
		flash = "flash.volunteering_late"
	case err != nil:
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/volunteering/"+c.Param("token"))
}

// POST /volunteering/:token/confirm says that the address is the applicant's.
func (d Door) confirmApplication(c echo.Context) error {
	web.Private(c)
	return d.afterVolunteering(c, d.Volunteers.Confirm(c.Request().Context(), c.Param("token")), "flash.application_confirmed")
}

// POST /volunteering/:token/steps/:step does one of the applicant's own steps.
func (d Door) doStep(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	step := c.Param("step")
	err = d.Volunteers.Step(c.Request().Context(), c.Param("token"), models.Step(step), web.IsTicked(form, step), form.Get("answer"))
	if fault.Is(err, fault.Invalid) {
		return d.volunteeringPage(c, http.StatusUnprocessableEntity, form.Get("answer"), fault.Of(err).Fields)
	}
	return d.afterVolunteering(c, err, "flash.step_done")
}

// POST /volunteering/:token/leave ends an application.
func (d Door) leaveRole(c echo.Context) error {
	web.Private(c)
	return d.afterVolunteering(c, d.Volunteers.Leave(c.Request().Context(), c.Param("token")), "flash.role_left")
}

// POST /volunteering/:token/pause begins a pause.
func (d Door) takePause(c echo.Context) error {
	web.Private(c)
	return d.afterVolunteering(c, d.Volunteers.TakePause(c.Request().Context(), c.Param("token")), "flash.role_paused")
}

// POST /volunteering/:token/resume ends a pause.
func (d Door) endPause(c echo.Context) error {
	web.Private(c)
	return d.afterVolunteering(c, d.Volunteers.EndPause(c.Request().Context(), c.Param("token")), "flash.role_resumed")
}

// POST /volunteering/:token/shifts/:ref/:act does something about one shift.
func (d Door) onShift(c echo.Context) error {
	web.Private(c)
	ctx, tok, ref := c.Request().Context(), c.Param("token"), c.Param("ref")
	var err error
	switch c.Param("act") {
	case "claim", "wait", "accept":
		err = d.Volunteers.Claim(ctx, tok, ref)
	case "drop":
		err = d.Volunteers.Drop(ctx, tok, ref)
	case "swap":
		var form url.Values
		if form, err = web.Form(c); err == nil {
			err = d.Volunteers.Swap(ctx, tok, ref, form.Get("to"))
		}
	case "come":
		err = d.Volunteers.Come(ctx, tok, ref)
	case "attended", "missed":
		err = d.Volunteers.Attend(ctx, tok, ref, c.Param("act") == "attended")
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return d.afterVolunteering(c, err, "flash.shift_noted")
}

// GET /volunteering/:token/certificate.pdf is the record of the hours that a
// volunteer worked.
func (d Door) hoursRecord(c echo.Context) error {
	web.Private(c)
	ctx := c.Request().Context()
	record, err := d.Volunteers.Record(ctx, c.Param("token"), web.Lang(c))
	if err != nil {
		return d.afterVolunteering(c, err, "")
	}
	var file bytes.Buffer
	if err := d.Volunteers.Write(ctx, &file, record); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="hours.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", file.Bytes())
}

// GET /volunteering/:token/calendar.ics is the feed of a volunteer's shifts.
func (d Door) shiftCalendar(c echo.Context) error {
	web.Private(c)
	file, err := d.Volunteers.Calendar(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", file)
}
