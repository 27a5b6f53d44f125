package account

import (
	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/models"
)

func (d Door) arrival(c echo.Context) accounts.Arrival {
	a := accounts.Arrival{Device: d.Device(c), Lang: web.Lang(c)}
	a.Browser, a.System = web.Browser(c)
	return a
}

// enter begins the session of whoever was let in, and leads them to their door.
func (d Door) enter(c echo.Context, entry accounts.Entry, from accounts.Arrival) error {
	session := models.Session{UserID: entry.User.ID, State: entry.State, Method: entry.Method}
	if err := d.Sessions.Begin(c, session); err != nil {
		return err
	}
	if entry.State == models.SessionWaiting {
		return web.SeeOther(c, "/account/sign-in-code")
	}
	d.KeepDevice(c, from.Device)
	switch entry.User.Role {
	case models.RoleAdmin:
		return web.SeeOther(c, "/admin")
	case models.RoleOrganizer, models.RoleViewer:
		return web.SeeOther(c, "/organize")
	}
	d.Flash(c, "flash.signed_in")
	return web.SeeOther(c, "/moderate")
}
