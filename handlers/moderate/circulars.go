package moderate

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
	"statehouse/views/moderate"
	"statehouse/views/ui"
)

// circularsShown is how many circulars a page lists.
const circularsShown = 50

// GET /moderate/circulars writes to the organizers of chosen campaigns, and lists what
// was sent.
func (d Door) circulars(c echo.Context) error {
	return d.showCirculars(c, http.StatusOK, campaigns.CircularForm{Ref: token.Ref(), Statuses: []string{string(models.CampaignLive)}}, nil, nil, "")
}

func (d Door) showCirculars(c echo.Context, status int, f campaigns.CircularForm, circle *campaigns.Circle, errs map[string]string, said string) error {
	page := moderate.CircularsPage{Page: d.StaffFrame(c, "circular.title"), Form: moderate.CircularForm{Ref: f.Ref, State: f.State, Subject: f.Subject, Body: f.Body, Statuses: f.Statuses}, Watches: stateName(c, web.Actor(c).Watches()), Errors: errs, Said: said, IsProblem: status == http.StatusConflict}
	for _, state := range models.States() {
		page.States = append(page.States, ui.Option{Value: state.Code, Text: state.NameIn(web.Lang(c))})
	}
	if circle != nil {
		page.Circle = &moderate.Circle{}
		for _, row := range circle.Campaigns {
			page.Circle.Titles = append(page.Circle.Titles, stateName(c, row.State)+": "+row.Title)
		}
		for _, u := range circle.People {
			page.Circle.Names = append(page.Circle.Names, u.Name)
		}
	}
	rows, err := models.CircularsIn(c.Request().Context(), d.DB.Read(), web.Actor(c).Watches(), circularsShown)
	if err != nil {
		return err
	}
	for _, row := range rows {
		page.Sent = append(page.Sent, moderate.SentCircular{Subject: row.Subject, Body: row.Body, By: row.Name, State: stateName(c, row.State), People: row.People, At: row.SentAt})
	}
	return web.Render(c, status, moderate.Circulars(page))
}

// POST /moderate/circulars shows whom it would go to, sends a test to its author, or
// sends it.
func (d Door) sendCircular(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), web.Actor(c)
	f := campaigns.CircularForm{Ref: form.Get("ref"), State: form.Get("state"), Statuses: form["statuses"], Subject: form.Get("subject"), Body: form.Get("body")}
	said := ""
	switch form.Get("act") {
	case "test":
		err, said = d.Campaigns.TestCircular(ctx, actor, f), "circular.tested"
	case "send":
		people, _ := strconv.Atoi(form.Get("people")) // no number is nobody
		if err = d.Campaigns.SendCircular(ctx, actor, f, people); err == nil {
			d.Flash(c, "flash.circular_sent")
			return web.SeeOther(c, "/moderate/circulars")
		}
	}
	status := http.StatusOK
	if fault.Is(err, fault.Conflict) {
		status, said, err = http.StatusConflict, "error.circular.changed", nil
	}
	var circle campaigns.Circle
	if err == nil {
		circle, err = d.Campaigns.Circle(ctx, actor, &f)
	}
	if fault.Is(err, fault.Invalid) {
		return d.showCirculars(c, http.StatusUnprocessableEntity, f, nil, fault.Of(err).Fields, "")
	}
	if err != nil {
		return err
	}
	return d.showCirculars(c, status, f, &circle, nil, said)
}
