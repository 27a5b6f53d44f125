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

// GET /organize/roles/:slug shows who applied for a role, and its shifts.
func (d Door) role(c echo.Context) error { return d.rolePage(c, http.StatusOK, "", nil) }

func (d Door) rolePage(c echo.Context, status int, errorIn string, errs map[string]string) error {
	web.Private(c)
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := d.Volunteers.Role(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.RolePage{Page: d.StaffFrame(c, "organize.roles"), Slug: role.Slug, Title: text.Title, Open: role.Status == models.RoleOpen, Errors: errs, ErrorIn: errorIn}
	applications, err := models.ApplicationsOf(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	people := map[int64]organize.Applicant{}
	for _, a := range applications {
		if people[a.ID], err = d.applicant(c, role, a); err != nil {
			return err
		}
		page.Applications = append(page.Applications, people[a.ID])
	}
	if page.Shifts, err = d.rosters(c, role, people); err != nil {
		return err
	}
	return web.Render(c, status, organize.Role(page))
}

func (d Door) applicant(c echo.Context, role models.VolunteerRole, a models.Application) (organize.Applicant, error) {
	shown := organize.Applicant{Ref: a.Ref, State: string(a.State), Applied: a.CreatedAt}
	who, err := a.OpenApplicant(d.Keys)
	if err != nil {
		return shown, err
	}
	shown.Name, shown.Email, shown.Answer = who.Name, who.Email, who.Answer
	done, err := models.StepsOf(c.Request().Context(), d.DB.Read(), a.ID)
	for _, s := range done {
		shown.Done = append(shown.Done, string(s.Step))
	}
	for _, step := range volunteers.Left(role, done) {
		if slices.Contains(models.OwnSteps, step) {
			shown.Own = append(shown.Own, string(step))
		} else {
			shown.Staff = append(shown.Staff, string(step))
		}
	}
	return shown, err
}

// rosters lists the shifts of the last month and to come.
func (d Door) rosters(c echo.Context, role models.VolunteerRole, people map[int64]organize.Applicant) (list []organize.Shift, err error) {
	ctx, tx, now := c.Request().Context(), d.DB.Read(), d.Now()
	shifts, err := models.ShiftsOf(ctx, tx, role.ID, now.AddDate(0, -1, 0))
	for _, s := range shifts {
		zone := s.Zone()
		shift := organize.Shift{Ref: s.Ref, Place: s.Place, Starts: s.StartsAt.In(zone), Ends: s.EndsAt.In(zone), Taken: s.Taken, Capacity: s.Capacity,
			Cancelled: s.CancelledAt != nil, Over: !now.Before(s.StartsAt)}
		places, err := models.PlacesOf(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			if who, ok := people[p.ApplicationID]; ok && p.State != models.PlaceDropped {
				shift.Roster = append(shift.Roster, organize.Place{Ref: who.Ref, Name: who.Name, State: string(p.State), Attendance: string(p.Attendance), Coming: p.ConfirmedAt != nil})
			}
		}
		list = append(list, shift)
	}
	return list, err
}

// after answers what staff did to a role: back to its page, or why not.
func (d Door) after(c echo.Context, err error) error {
	switch {
	case fault.Is(err, fault.Conflict) && fault.Of(err).Message == "error.approval.same":
		d.Flash(c, "flash.approval_same")
	case fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone):
		d.Flash(c, "flash.volunteering_late")
	case err != nil:
		return err
	default:
		d.Flash(c, "flash.role_noted")
	}
	return web.SeeOther(c, "/organize/roles/"+c.Param("slug"))
}

// POST /organize/roles/:slug/applications/:ref/steps/:step notes a step of screening.
func (d Door) staffStep(c echo.Context) error {
	return d.after(c, d.Volunteers.StaffStep(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), models.Step(c.Param("step"))))
}

// POST /organize/roles/:slug/applications/:ref/decline ends an application, kindly.
func (d Door) decline(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.after(c, d.Volunteers.Decline(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("reason")))
}

// POST /organize/roles/:slug/shifts/:ref moves a shift to another time or place.
func (d Door) changeShift(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Volunteers.ChangeShift(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"),
		volunteers.Change{Starts: form.Get("starts"), Ends: form.Get("ends"), Place: form.Get("place")})
	if fault.Is(err, fault.Invalid) {
		return d.rolePage(c, http.StatusUnprocessableEntity, c.Param("ref"), fault.Of(err).Fields)
	}
	return d.after(c, err)
}

// POST /organize/roles/:slug/shifts/:ref/cancel ends a shift before it begins.
func (d Door) cancelShift(c echo.Context) error {
	return d.after(c, d.Volunteers.CancelShift(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref")))
}

// POST /organize/roles/:slug/shifts/:ref/attendance notes whether somebody came.
func (d Door) attendance(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.after(c, d.Volunteers.Note(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("application"), models.Attendance(form.Get("came"))))
}
