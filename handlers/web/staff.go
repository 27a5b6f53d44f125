package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/layout"
)

const actorKey = "actor"

// Only lets staff pass who may come in at a door: whoever is not signed in goes
// to the sign-in page, others get a Forbidden fault, and so do viewers who would
// change something. Nobody keeps the answer.
func (s *Sessions) Only(may func(models.Actor) bool) echo.MiddlewareFunc {
	return s.pass(func(a models.Actor, reads bool) bool { return may(a) && (reads || a.MayChange()) })
}

// Own lets all staff pass to what is about themselves.
func (s *Sessions) Own() echo.MiddlewareFunc {
	return s.pass(func(models.Actor, bool) bool { return true })
}

func (s *Sessions) pass(may func(a models.Actor, reads bool) bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			Private(c)
			actor, err := s.actor(c)
			r := c.Request()
			reads := r.Method == http.MethodGet || r.Method == http.MethodHead
			switch {
			case err != nil:
				return err
			case !actor.IsStaff():
				return SeeOther(c, "/account/sign-in")
			case !may(actor, reads):
				return fault.New(fault.Forbidden, "error.forbidden")
			}
			c.Set(actorKey, actor)
			if !reads {
				deed := models.Deed{UserID: actor.User.ID, Act: r.Method + " " + actPath(c), At: s.site.Now}
				c.SetRequest(r.WithContext(models.WithDeed(r.Context(), &deed)))
			}
			return next(c)
		}
	}
}

// actPath is the path of an act as the audit log has it: without secrets.
func actPath(c echo.Context) string {
	path := c.Path()
	for i, name := range c.ParamNames() {
		if name != "token" && name != "*" {
			path = strings.Replace(path, ":"+name, c.ParamValues()[i], 1)
		}
	}
	return path
}

// Actor is who passed Only.
func Actor(c echo.Context) models.Actor { return c.Get(actorKey).(models.Actor) }

// StaffFrame is Frame behind a door, with the ways to every door that is open to
// the actor.
func (s Site) StaffFrame(c echo.Context, title string) layout.Page {
	ctx, actor, page := c.Request().Context(), Actor(c), s.Frame(c, title)
	page.NoIndex, page.Report = true, ""
	page.Staff = &layout.Staff{Name: actor.User.Name, OnlyLooks: !actor.MayChange() && !strings.HasPrefix(c.Path(), "/account")}
	for _, door := range []struct {
		open             bool
		url, title, more string
	}{
		{actor.MayOperate(), "/admin", i18n.T(ctx, "admin.title"), ""},
		{actor.MayEnterOrganize(), "/organize", i18n.T(ctx, "organize.title"), ""},
		{actor.MayModerate(), "/moderate", i18n.T(ctx, "moderate.title"), ""},
		{actor.MayModerate(), "/moderate/questions", i18n.T(ctx, "moderate.questions"), ""},
		{actor.MayModerate(), "/moderate/campaigns", i18n.T(ctx, "review.title"), "/moderate/circulars"},
		{actor.MayModerate(), "/moderate/reports", i18n.T(ctx, "moderate.reports"), ""},
		{actor.MayModerate(), "/moderate/stories", i18n.T(ctx, "moderate.stories"), ""},
		{actor.MayModerate(), "/moderate/signatures", i18n.T(ctx, "scrutiny.title"), "/moderate/invalidations"},
	} {
		if door.open {
			page.Staff.Links = append(page.Staff.Links, layout.Link{URL: door.url, Text: door.title, More: door.more})
		}
	}
	return page
}
