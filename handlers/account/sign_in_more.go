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

// GET /account/sign-in-password asks for address, password and code.
func (d Door) askPassword(c echo.Context) error {
	return d.askPasswordAgain(c, http.StatusOK, "", nil)
}

func (d Door) askPasswordAgain(c echo.Context, status int, email string, errs map[string]string) error {
	web.Private(c)
	page := account.PasswordSignInPage{Page: d.Frame(c, "account.with_password.title"), Email: email, Errors: errs}
	page.NoIndex = true
	return web.Render(c, status, account.PasswordSignIn(page))
}

// POST /account/sign-in-password lets in whoever knows all three.
func (d Door) signInWithPassword(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := d.mayTry(c); err != nil {
		return err
	}
	from := d.arrival(c)
	typed := accounts.Credentials{Email: form.Get("email"), Password: form.Get("password"), Code: form.Get("code")}
	entry, err := d.Accounts.SignInWithPassword(c.Request().Context(), typed, from)
	if fault.Is(err, fault.Invalid) {
		return d.askPasswordAgain(c, http.StatusUnprocessableEntity, typed.Email, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return d.enter(c, entry, from)
}

// mayTry bounds how often one network may try to come in.
func (d Door) mayTry(c echo.Context) error {
	if d.tries.Allows(c.RealIP(), d.Now()) {
		return nil
	}
	many := fault.New(fault.TooMany, "error.sign_in.too_many")
	many.RetryAfter = models.SignInTryTime
	return many
}

// GET /account/sign-in-code asks whoever came by a link for more.
func (d Door) askCode(c echo.Context) error { return d.askCodeAgain(c, http.StatusOK, nil) }

func (d Door) askCodeAgain(c echo.Context, status int, errs map[string]string) error {
	session := web.Session(c)
	if !session.Waits(models.Moment(d.Now())) {
		return d.button(c, http.StatusGone, "")
	}
	web.Private(c)
	page := account.CodePage{Page: d.Frame(c, "account.code.title"), Errors: errs, Passkeys: d.Accounts.HasPasskeys()}
	page.NoIndex = true
	return web.Render(c, status, account.Code(page))
}

// POST /account/sign-in-code lets in whoever shows a code besides their link.
func (d Door) signInWithCode(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	from := d.arrival(c)
	entry, err := d.Accounts.ShowCode(c.Request().Context(), web.Session(c), form.Get("code"), from)
	switch {
	case fault.Is(err, fault.Gone):
		return d.button(c, http.StatusGone, "")
	case fault.Is(err, fault.Invalid):
		return d.askCodeAgain(c, http.StatusUnprocessableEntity, fault.Of(err).Fields)
	case err != nil:
		return err
	}
	return d.enter(c, entry, from)
}

// POST /account/sign-in-passkey/options says what a browser is to show.
func (d Door) passkeyOptions(c echo.Context) error {
	if err := d.mayTry(c); err != nil {
		return err
	}
	asked, err := d.Accounts.AskPasskey(c.Request().Context())
	return d.asked(c, asked, err)
}

// asked answers a script with a question, and the browser keeps the question's secret.
func (d Door) asked(c echo.Context, asked accounts.Asked, err error) error {
	if err != nil {
		return err
	}
	web.Private(c)
	d.KeepAsked(c, asked.Secret)
	return c.JSONBlob(http.StatusOK, asked.Options)
}

// POST /account/sign-in-passkey lets in whoever shows a passkey.
func (d Door) signInWithPasskey(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	from := d.arrival(c)
	entry, err := d.Accounts.SignInWithPasskey(c.Request().Context(), d.Asked(c), form.Get("answer"), from)
	if fault.Is(err, fault.Invalid) {
		d.Log.Info("a passkey was refused", "error", err)
		return d.askAgain(c, http.StatusUnprocessableEntity, "", map[string]string{"passkey": fault.Of(err).Message})
	}
	if err != nil {
		return err
	}
	return d.enter(c, entry, from)
}
