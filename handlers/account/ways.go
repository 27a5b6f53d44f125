package account

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/internal/fault"
	"statehouse/internal/qr"
	"statehouse/views/account"
)

func own(c echo.Context) accounts.Own {
	return accounts.Own{Actor: web.Actor(c), Session: web.Session(c)}
}

// again sends whoever signed in too long ago to sign in once more.
func (d Door) again(c echo.Context, err error) error {
	if fault.Is(err, fault.Unauthenticated) {
		d.Flash(c, "flash.sign_in_again")
		return web.SeeOther(c, "/account/sign-in")
	}
	return err
}

// changed answers a change of how one signs in.
func (d Door) changed(c echo.Context, err error, message string) error {
	switch {
	case fault.Is(err, fault.Invalid):
		return d.show(c, http.StatusUnprocessableEntity, problemsOf(err))
	case err != nil:
		return d.again(c, err)
	}
	d.Flash(c, message)
	return web.SeeOther(c, "/account")
}

// problemsOf are what is wrong, by field; what is of no field is the passkey's.
func problemsOf(err error) map[string]string {
	e := fault.Of(err)
	if len(e.Fields) > 0 {
		return e.Fields
	}
	return map[string]string{"passkey": e.Message}
}

// POST /account/passkeys/options says what a browser is to make.
func (d Door) newPasskeyOptions(c echo.Context) error {
	asked, err := d.Accounts.AskNewPasskey(c.Request().Context(), own(c))
	return d.asked(c, asked, err)
}

// POST /account/passkeys keeps a passkey that the browser made.
func (d Door) addPasskey(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Accounts.AddPasskey(c.Request().Context(), own(c), d.Asked(c), form.Get("name"), form.Get("answer"))
	if fault.Is(err, fault.Invalid) {
		d.Log.Info("a passkey was refused", "error", err)
	}
	return d.changed(c, err, "flash.passkey_added")
}

// POST /account/passkeys/:id renames a passkey, or removes it.
func (d Door) changePasskey(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	if form.Get("act") == "remove" {
		return d.changed(c, d.Accounts.DropPasskey(c.Request().Context(), own(c), id), "flash.passkey_removed")
	}
	return d.changed(c, d.Accounts.NamePasskey(c.Request().Context(), own(c), id, form.Get("name")), "flash.passkey_named")
}

// POST /account/password sets a password, or begins to.
func (d Door) setPassword(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	isSet, err := d.Accounts.ProposePassword(c.Request().Context(), own(c), form.Get("password"))
	if err != nil || isSet {
		return d.changed(c, err, "flash.password_set")
	}
	return web.SeeOther(c, "/account/password/app")
}

// GET /account/password/app shows what an app is told, once a password is proposed.
func (d Door) app(c echo.Context) error { return d.appAgain(c, http.StatusOK, nil) }

func (d Door) appAgain(c echo.Context, status int, errs map[string]string) error {
	app, err := d.Accounts.ProposedApp(c.Request().Context(), own(c))
	if fault.Is(err, fault.NotFound) {
		return web.SeeOther(c, "/account")
	}
	if err != nil {
		return d.again(c, err)
	}
	code, err := qr.Of(app.URI)
	if err != nil {
		return err
	}
	page := account.AppPage{Page: d.StaffFrame(c, "account.app.title"), Key: app.Key, URI: app.URI, Size: code.Side(), Path: code.Path(), Errors: errs}
	return web.Render(c, status, account.App(page))
}

// POST /account/password/app takes the first code of the app.
func (d Door) setApp(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Accounts.SetPassword(c.Request().Context(), own(c), form.Get("code"))
	if fault.Is(err, fault.Invalid) {
		return d.appAgain(c, http.StatusUnprocessableEntity, fault.Of(err).Fields)
	}
	return d.changed(c, err, "flash.password_set")
}

// POST /account/password/remove removes the password with its app.
func (d Door) removePassword(c echo.Context) error {
	return d.changed(c, d.Accounts.DropPassword(c.Request().Context(), own(c)), "flash.password_removed")
}

// POST /account/recovery-codes makes new codes and shows them this once.
func (d Door) recoveryCodes(c echo.Context) error {
	codes, err := d.Accounts.NewRecoveryCodes(c.Request().Context(), own(c))
	if err != nil {
		return d.again(c, err)
	}
	return web.Render(c, http.StatusOK, account.RecoveryCodes(account.RecoveryCodesPage{Page: d.StaffFrame(c, "account.codes.title"), Codes: codes}))
}
