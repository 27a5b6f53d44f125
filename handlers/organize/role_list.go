package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/organize"
)

// own is the state whose work the actor sees; "" for all.
func own(c echo.Context) string {
	if actor := web.Actor(c); !actor.MayOperate() {
		return actor.User.State
	}
	return ""
}

// GET /organize/roles lists the roles that the actor may work on.
func (d Door) roles(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.RolesAtDesk(ctx, tx, own(c), web.Lang(c), d.Now())
	if err != nil {
		return err
	}
	page := organize.RolesPage{Page: d.StaffFrame(c, "organize.roles")}
	for _, r := range rows {
		state, _ := models.StateByCode(r.State)
		item := organize.RoleItem{Slug: r.Slug, Title: r.Title, Kind: string(r.Kind), Open: r.TakesApplications(d.Now()), State: state.NameIn(web.Lang(c)), Waiting: r.Waiting, Active: r.Active}
		if r.NextShift != nil {
			shift, err := models.ShiftByID(ctx, tx, *r.NextShift)
			if err != nil {
				return err
			}
			item.Next = shift.StartsAt.In(shift.Zone())
		}
		page.Roles = append(page.Roles, item)
	}
	risky, err := models.ShiftsAtRisk(ctx, tx, own(c), web.Lang(c), d.Now())
	if err != nil {
		return err
	}
	for _, s := range risky {
		page.AtRisk = append(page.AtRisk, organize.ShiftAtRisk{Slug: s.Slug, Title: s.Title, Shift: d.shiftItem(s.Shift), Held: s.Held, Coming: s.Coming, Risk: string(s.Risk(d.Now()))})
	}
	return web.Render(c, http.StatusOK, organize.Roles(page))
}
