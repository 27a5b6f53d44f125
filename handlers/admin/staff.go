package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/staff lists who works here, and invites.
func (d Door) staff(c echo.Context) error {
	return d.showStaff(c, http.StatusOK, admin.StaffForm{}, nil, "")
}

// POST /admin/staff invites a colleague by mail.
func (d Door) invite(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := admin.StaffForm{Email: form.Get("email"), Name: form.Get("name"), Role: form.Get("role"), State: form.Get("state")}
	err = d.Accounts.Welcome(c.Request().Context(), web.Actor(c), models.User{Email: typed.Email, Name: typed.Name, Role: models.Role(typed.Role), State: typed.State}, web.Lang(c))
	if fault.Is(err, fault.Invalid) {
		return d.showStaff(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields, "")
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.staff_invited")
	return web.SeeOther(c, "/admin/staff")
}

// POST /admin/staff/:id suspends, restores, trusts, no longer trusts, or takes off
// every way to sign in but the link.
func (d Door) setStanding(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	message := "flash.staff_changed"
	id, err := web.ID(c.Param("id"))
	switch {
	case err != nil:
	case form.Get("act") == "forget":
		message, err = "flash.staff_ways", d.Accounts.ForgetWays(c.Request().Context(), web.Actor(c), id)
	default:
		err = d.Accounts.SetStanding(c.Request().Context(), web.Actor(c), id, accounts.Standing(form.Get("act")))
	}
	if fault.Is(err, fault.Conflict) {
		return d.showStaff(c, http.StatusConflict, admin.StaffForm{}, nil, fault.Of(err).Message)
	}
	if err != nil {
		return err
	}
	d.Flash(c, message)
	return web.SeeOther(c, "/admin/staff")
}

func (d Door) showStaff(c echo.Context, status int, typed admin.StaffForm, errs map[string]string, problem string) error {
	users, err := models.Users(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := admin.StaffPage{Page: d.StaffFrame(c, "staff.title"), Form: typed, Errors: errs, Problem: problem}
	more, err := models.WhoHaveSecond(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	for _, u := range users {
		state, _ := models.StateByCode(u.State)
		page.People = append(page.People, admin.Colleague{ID: strconv.FormatInt(u.ID, 10), Name: u.Name, Email: u.Email, Role: string(u.Role), State: state.NameIn(web.Lang(c)),
			Since: u.CreatedAt, Suspended: u.SuspendedAt != nil, Trusted: u.TrustedAt != nil, Own: u.ID == web.Actor(c).User.ID, HasMore: slices.Contains(more, u.ID)})
	}
	for _, s := range models.States() {
		page.States = append(page.States, admin.StateChoice{Code: s.Code, Name: s.NameIn(web.Lang(c))})
	}
	return web.Render(c, status, admin.StaffView(page))
}
