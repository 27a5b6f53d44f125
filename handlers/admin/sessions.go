package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/legislature"
	"statehouse/models"
	"statehouse/views/admin"
	"statehouse/views/ui"
)

const sessionsPath = "/admin/sessions"

// GET /admin/sessions lists when the legislatures meet, by state.
func (d Door) sessions(c echo.Context) error {
	list, err := models.LegislativeSessions(c.Request().Context(), d.DB.Read(), "")
	if err != nil {
		return err
	}
	page := admin.SessionsPage{Page: d.StaffFrame(c, "legislature.admin")}
	for i, s := range list {
		if i == 0 || list[i-1].State != s.State {
			state, _ := models.StateByCode(s.State)
			page.States = append(page.States, admin.StateSessions{Name: state.NameIn(web.Lang(c))})
		}
		of := &page.States[len(page.States)-1]
		of.Sessions = append(of.Sessions, admin.SessionItem{ID: s.ID, Name: s.Name, Kind: string(s.Kind), Convenes: s.Convenes, Adjourns: s.Adjourns, AsOf: s.AsOf, Source: s.Source})
	}
	return web.Render(c, http.StatusOK, admin.SessionsView(page))
}

// GET /admin/sessions/new asks for a session.
func (d Door) newSession(c echo.Context) error {
	return d.showNewSession(c, http.StatusOK, admin.SessionForm{Kind: string(models.RegularSession), AsOf: d.today()}, nil)
}

func (d Door) showNewSession(c echo.Context, status int, typed admin.SessionForm, errs map[string]string) error {
	page := admin.SessionPage{Page: d.StaffFrame(c, "legislature.admin.new"), Form: typed, Errors: errs, Most: mostOfSession}
	for _, s := range models.States() {
		page.States = append(page.States, ui.Option{Value: s.Code, Text: s.NameIn(web.Lang(c))})
	}
	return web.Render(c, status, admin.SessionView(page))
}

var mostOfSession = admin.SessionMost{Name: legislature.MaxName, Source: legislature.MaxSource}

// POST /admin/sessions adds it.
func (d Door) addSession(c echo.Context) error {
	typed, err := typedSession(c)
	if err != nil {
		return err
	}
	id, err := d.Calendar.Save(c.Request().Context(), web.Actor(c), 0, legislature.Form(typed))
	if fault.Is(err, fault.Invalid) {
		return d.showNewSession(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.session_saved")
	return web.SeeOther(c, sessionPath(id))
}

func typedSession(c echo.Context) (admin.SessionForm, error) {
	form, err := web.Form(c)
	return admin.SessionForm{Edition: web.Number(form.Get("edition")), State: form.Get("state"), Name: form.Get("name"), Kind: form.Get("kind"), Convenes: form.Get("convenes"),
		Adjourns: form.Get("adjourns"), Expected: web.IsTicked(form, "expected"), Source: form.Get("source"), AsOf: form.Get("as_of")}, err
}

// GET /admin/sessions/:id shows a session and its deadlines to correct.
func (d Door) session(c echo.Context) error { return d.showSession(c, nil, nil, nil) }

// showSession draws the page; a refusal with what was typed of the session or of a
// deadline.
func (d Door) showSession(c echo.Context, refused error, typed *admin.SessionForm, deadline *admin.DeadlineForm) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	s, err := models.LegislativeSessionByID(ctx, tx, id)
	if err != nil {
		return err
	}
	status := http.StatusOK
	state, _ := models.StateByCode(s.State)
	page := admin.SessionPage{Page: d.StaffFrame(c, "legislature.admin"), ID: s.ID, StateName: state.NameIn(web.Lang(c)), Typed: deadline, Most: mostOfSession}
	page.Form = admin.SessionForm{State: s.State, Name: s.Name, Kind: string(s.Kind), Convenes: s.Convenes, Adjourns: s.Adjourns, Expected: s.Expected, Source: s.Source, AsOf: s.AsOf}
	if fault.Is(refused, fault.Invalid) {
		status, page.Errors = http.StatusUnprocessableEntity, fault.Of(refused).Fields
	} else if refused != nil {
		status, page.Problem = http.StatusConflict, fault.Of(refused).Message
	}
	if typed != nil && page.Errors != nil {
		page.Form = *typed
	}
	page.Form.Edition = s.Edition // whoever saves once more has been told
	list, err := models.SessionDeadlines(ctx, tx, s.State)
	for _, x := range list {
		if x.SessionID == s.ID {
			page.Deadlines = append(page.Deadlines, admin.DeadlineForm{ID: x.ID, NameEN: x.NameEN, NameES: x.NameES, Day: x.Day, Source: x.Source, AsOf: x.AsOf})
		}
	}
	if err != nil {
		return err
	}
	return web.Render(c, status, admin.SessionView(page))
}

func sessionPath(id int64) string { return sessionsPath + "/" + strconv.FormatInt(id, 10) }

// POST /admin/sessions/:id corrects a session.
func (d Door) changeSession(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	typed, err := typedSession(c)
	if err != nil {
		return err
	}
	_, err = d.Calendar.Save(c.Request().Context(), web.Actor(c), id, legislature.Form(typed))
	return d.afterSession(c, err, sessionPath(id), "flash.session_saved", &typed, nil)
}

// afterSession answers an act on a session: on to a page, or the session again with
// what is wrong.
func (d Door) afterSession(c echo.Context, err error, to, flash string, typed *admin.SessionForm, deadline *admin.DeadlineForm) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return d.showSession(c, err, typed, deadline)
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, to)
}

// POST /admin/sessions/:id/remove deletes a session that should not be there.
func (d Door) removeSession(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Calendar.Remove(c.Request().Context(), web.Actor(c), id, web.Number(form.Get("edition")))
	return d.afterSession(c, err, sessionsPath, "flash.session_removed", nil, nil)
}

// POST /admin/sessions/:id/deadlines adds a deadline.
func (d Door) addDeadline(c echo.Context) error { return d.saveDeadline(c, 0) }

// POST /admin/sessions/:id/deadlines/:deadline corrects one, or removes it.
func (d Door) changeDeadline(c echo.Context) error {
	id, err := web.ID(c.Param("deadline"))
	if err != nil {
		return err
	}
	return d.saveDeadline(c, id)
}

func (d Door) saveDeadline(c echo.Context, id int64) error {
	session, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	edition := web.Number(form.Get("edition"))
	if id != 0 && form.Get("act") == "remove" {
		err = d.Calendar.RemoveDeadline(c.Request().Context(), web.Actor(c), session, id, edition)
		return d.afterSession(c, err, sessionPath(session), "flash.session_removed", nil, nil)
	}
	typed := admin.DeadlineForm{ID: id, NameEN: form.Get("name_en"), NameES: form.Get("name_es"), Day: form.Get("day"), Source: form.Get("source"), AsOf: form.Get("as_of")}
	err = d.Calendar.SaveDeadline(c.Request().Context(), web.Actor(c), session, id, legislature.DeadlineForm{Edition: edition, NameEN: typed.NameEN, NameES: typed.NameES,
		Day: typed.Day, Source: typed.Source, AsOf: typed.AsOf})
	return d.afterSession(c, err, sessionPath(session), "flash.session_saved", nil, &typed)
}
