package account

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/account"
)

// GET /account shows how and where one signs in.
func (d Door) account(c echo.Context) error { return d.show(c, http.StatusOK, nil) }

func (d Door) show(c echo.Context, status int, errs map[string]string) error {
	ctx, tx, user := c.Request().Context(), d.DB.Read(), web.Actor(c).User
	now := models.Moment(d.Now())
	page := account.AccountPage{Page: d.StaffFrame(c, "account.title"), Errors: errs, HasPasskeys: d.Accounts.HasPasskeys(), IsFresh: web.Session(c).IsFresh(now)}
	sessions, err := models.SessionsOf(ctx, tx, user.ID, now)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, account.SessionLine{Session: s, IsHere: s.Ref == web.Session(c).Ref})
	}
	if page.Passkeys, err = models.PasskeysOf(ctx, tx, user.ID); err != nil {
		return err
	}
	if page.CodesLeft, err = models.RecoveryCodesLeft(ctx, tx, user.ID); err != nil {
		return err
	}
	password, err := models.PasswordOf(ctx, tx, user.ID, models.PasswordSet)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	page.PasswordSince = password.SetAt
	return web.Render(c, status, account.Account(page))
}

// POST /account/sessions/:ref/end signs out of one browser.
func (d Door) endSession(c echo.Context) error {
	if err := d.Accounts.EndSession(c.Request().Context(), web.Actor(c), c.Param("ref")); err != nil {
		return err
	}
	d.Flash(c, "flash.session_ended")
	return web.SeeOther(c, "/account")
}

// POST /account/sessions/end-others signs out of every other browser.
func (d Door) endOthers(c echo.Context) error {
	if err := d.Accounts.EndOtherSessions(c.Request().Context(), web.Actor(c), web.Session(c).Ref); err != nil {
		return err
	}
	d.Flash(c, "flash.session_ended")
	return web.SeeOther(c, "/account")
}
