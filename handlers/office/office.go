// Package office is the door for legislators' offices. Nobody here has an
// account: the secret is in the mail that the office got.
package office

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/offices"
	"statehouse/models"
	"statehouse/views/office"
)

// Door has what the pages of offices need.
type Door struct {
	web.Site
	Offices *offices.Offices
}

// Routes lists the paths of offices.
func (d Door) Routes(e *echo.Group) {
	e.GET("/:token", d.desk)
	e.POST("/:token/position", d.propose)
	e.POST("/:token/requests", d.ask)
	e.GET("/reply/:token", d.letters)
	e.POST("/reply/:token", d.answer)
}

// GET /office/reply/:token shows what can be answered. It changes nothing: mail
// scanners open links.
func (d Door) letters(c echo.Context) error {
	return d.showLetters(c, http.StatusOK, offices.Answer{Position: string(models.ToldUnsaid)}, nil)
}

// POST /office/reply/:token passes an answer on.
func (d Door) answer(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := offices.Answer{Text: form.Get("text"), Name: form.Get("name"), Position: form.Get("position")}
	err = d.Offices.Answer(c.Request().Context(), c.Param("token"), typed)
	if fault.Is(err, fault.Invalid) {
		return d.showLetters(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.office_answered")
	return web.SeeOther(c, "/office/reply/"+c.Param("token"))
}

func (d Door) showLetters(c echo.Context, status int, typed offices.Answer, errs map[string]string) error {
	web.Private(c)
	seen, err := d.Offices.Letters(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	page := office.ReplyPage{Page: d.Frame(c, "office.reply.page"), Token: c.Param("token"), Subject: seen.Subject, Number: seen.Number, Answered: seen.Answered,
		AsksPosition: seen.OneHolder, Text: typed.Text, Name: typed.Name, Position: typed.Position, Errors: errs, MaxText: models.MaxRelay, Limit: models.MaxRelays}
	page.NoIndex = true
	return web.Render(c, status, office.Reply(page))
}
