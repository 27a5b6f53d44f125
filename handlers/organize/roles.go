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

// nextShifts is how many shifts the page of a role lists.
const nextShifts = 5

// board is the order in which applications are shown: what waits for somebody
// comes first.
var board = []models.ApplicationState{models.ApplicationSubmitted, models.ApplicationScreening, models.ApplicationWaitlisted, models.ApplicationActive, models.ApplicationPaused,
	models.ApplicationDeclined, models.ApplicationLeft}

// GET /organize/roles/:slug shows who applied for a role, and its next shifts.
func (d Door) role(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := d.Volunteers.Role(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.RolePage{Page: d.StaffFrame(c, "organize.roles"), Slug: role.Slug, Title: text.Title, Open: role.Status == models.RoleOpen}
	applications, err := models.ApplicationsOf(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	for _, state := range board {
		group := organize.Group{State: string(state)}
		for _, a := range applications {
			if a.State != state {
				continue
			}
			shown, err := d.applicant(c, role, a)
			if err != nil {
				return err
			}
			group.Applications = append(group.Applications, shown)
		}
		page.Groups = append(page.Groups, group)
	}
	next, err := models.ShiftsOf(ctx, tx, role.ID, d.Now())
	for _, s := range next[:min(len(next), nextShifts)] {
		page.Shifts = append(page.Shifts, d.shiftItem(s))
	}
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, organize.Role(page))
}

func (d Door) applicant(c echo.Context, role models.VolunteerRole, a models.Application) (organize.Applicant, error) {
	shown := organize.Applicant{Ref: a.Ref, State: string(a.State), Applied: a.CreatedAt}
	who, err := a.OpenApplicant(d.Keys)
	if err != nil {
		return shown, err
	}
	shown.Name = who.Name
	if a.State == models.ApplicationLeft || a.State == models.ApplicationDeclined { // nobody is to write to them
		return shown, nil
	}
	shown.Email, shown.Answer = who.Email, who.Answer
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

// after answers what staff did to a role: back to the page below it, or why not.
func (d Door) after(c echo.Context, err error, below string) error {
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
	return web.SeeOther(c, "/organize/roles/"+c.Param("slug")+below)
}

// POST /organize/roles/:slug/applications/:ref/steps/:step notes a step of screening.
func (d Door) staffStep(c echo.Context) error {
	return d.after(c, d.Volunteers.StaffStep(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), models.Step(c.Param("step"))), "")
}

// POST /organize/roles/:slug/applications/:ref/decline ends an application, kindly.
func (d Door) decline(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.after(c, d.Volunteers.Decline(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("reason")), "")
}

// POST /organize/roles/:slug/applications/:ref/pause gives a volunteer a pause.
func (d Door) pause(c echo.Context) error {
	return d.after(c, d.Volunteers.Pause(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref")), "")
}

// POST /organize/roles/:slug/applications/:ref/resume ends a pause.
func (d Door) resume(c echo.Context) error {
	return d.after(c, d.Volunteers.Resume(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref")), "")
}
