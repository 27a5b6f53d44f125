// Package account is the door through which staff come in and leave.
package account

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/account"
)

// Door has what the account pages need.
type Door struct {
	web.Site
	Sessions *web.Sessions
	Accounts *accounts.Accounts
	tries    *web.Limit
}

// triesAtOnce is how often one network may try to come in with a password or a
// passkey within models.SignInTryTime.
const triesAtOnce = 60

// Routes lists the account paths.
func (d Door) Routes(e *echo.Group) {
	d.tries = web.NewLimit(triesAtOnce, models.SignInTryTime)
	e.GET("/sign-in", d.ask)
	e.POST("/sign-in", d.send)
	e.GET("/sign-in/:token", d.look)
	e.POST("/sign-in/:token", d.signIn)
	e.POST("/sign-out", d.signOut)
	e.GET("/signed-out", d.signedOut)

	e.GET("/sign-in-password", d.askPassword)
	e.POST("/sign-in-password", d.signInWithPassword)
	e.GET("/sign-in-code", d.askCode)
	e.POST("/sign-in-code", d.signInWithCode)
	e.POST("/sign-in-passkey/options", d.passkeyOptions)
	e.POST("/sign-in-passkey", d.signInWithPasskey)

	own := d.Sessions.Own()
	e.GET("", d.account, own)
	e.POST("/sessions/:ref/end", d.endSession, own)
	e.POST("/sessions/end-others", d.endOthers, own)
	e.POST("/passkeys/options", d.newPasskeyOptions, own)
	e.POST("/passkeys", d.addPasskey, own)
	e.POST("/passkeys/:id", d.changePasskey, own)
	e.POST("/password", d.setPassword, own)
	e.GET("/password/app", d.app, own)
	e.POST("/password/app", d.setApp, own)
	e.POST("/password/remove", d.removePassword, own)
	e.POST("/recovery-codes", d.recoveryCodes, own)
}

// GET /account/sign-in asks for an address.
func (d Door) ask(c echo.Context) error { return d.askAgain(c, http.StatusOK, "", nil) }

func (d Door) askAgain(c echo.Context, status int, email string, errs map[string]string) error {
	web.Private(c)
	page := account.AskPage{Page: d.Frame(c, "account.sign_in.title"), Email: email, Errors: errs, Passkeys: d.Accounts.HasPasskeys()}
	page.NoIndex = true
	return web.Render(c, status, account.Ask(page))
}

// POST /account/sign-in mails a link to a member of staff; the answer is the
// same for every address.
func (d Door) send(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Accounts.MailLink(c.Request().Context(), form.Get("email"), web.Lang(c))
	if fault.Is(err, fault.Invalid) {
		return d.askAgain(c, http.StatusUnprocessableEntity, form.Get("email"), fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	page := account.CheckEmailPage{Page: d.Frame(c, "account.sent.title"), Minutes: int(models.SignInLife.Minutes())}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, account.CheckEmail(page))
}

// GET /account/sign-in/:token shows the button.
func (d Door) look(c echo.Context) error {
	err := d.Accounts.LookSignIn(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return d.button(c, http.StatusGone, "")
	}
	if err != nil {
		return err
	}
	return d.button(c, http.StatusOK, c.Param("token"))
}

func (d Door) button(c echo.Context, status int, token string) error {
	web.Private(c)
	page := account.SignInPage{Page: d.Frame(c, "account.sign_in.title"), Token: token}
	page.NoIndex = true
	return web.Render(c, status, account.SignIn(page))
}

// POST /account/sign-in/:token spends the link.
func (d Door) signIn(c echo.Context) error {
	web.Private(c)
	from := d.arrival(c)
	entry, err := d.Accounts.SignIn(c.Request().Context(), c.Param("token"), from)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Conflict) {
		return d.button(c, http.StatusGone, "")
	}
	if err != nil {
		return err
	}
	return d.enter(c, entry, from)
}

// POST /account/sign-out ends the session.
func (d Door) signOut(c echo.Context) error {
	if err := d.Sessions.SignOut(c); err != nil {
		return err
	}
	return web.SeeOther(c, "/account/signed-out")
}

// GET /account/signed-out says so.
func (d Door) signedOut(c echo.Context) error {
	page := account.SignedOutPage{Page: d.Frame(c, "account.signed_out.title")}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, account.SignedOut(page))
}
