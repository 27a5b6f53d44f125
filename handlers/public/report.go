package public

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/reports"
	"statehouse/models"
	"statehouse/views/public"
)

// Reports from one network within a time; people who share one are few here.
const (
	mostReports   = 10
	reportsWithin = time.Hour
)

// GET /report is the form to say what is wrong with a page.
func (d Door) report(c echo.Context) error {
	path, ok := models.ReportedPath(c.QueryParam("path"))
	if !ok {
		path = ""
	}
	return d.reportPage(c, http.StatusOK, public.ReportForm{Path: path}, nil)
}

func (d Door) reportPage(c echo.Context, status int, form public.ReportForm, errs map[string]string) error {
	web.Private(c)
	page := public.ReportPage{Page: d.Frame(c, "report.title"), Form: form, Errors: errs}
	page.NoIndex = true
	return web.Render(c, status, public.Report(page))
}

// POST /report stores what is wrong with a page. Where it leads says nothing of
// the page or the reason: addresses stay in a browser's history.
func (d Door) sendReport(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.ReportForm{Path: strings.TrimPrefix(strings.TrimSpace(form.Get("path")), d.BaseURL), Reason: form.Get("reason"), Note: form.Get("note"), Email: form.Get("email")}
	if !d.reports.Allows(c.RealIP(), d.Now()) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(reportsWithin.Seconds())))
		return d.reportPage(c, http.StatusTooManyRequests, typed, map[string]string{"note": "error.report.many"})
	}
	err = d.Reports.Take(c.Request().Context(), reports.Form{Path: typed.Path, Reason: typed.Reason, Note: typed.Note, Email: typed.Email,
		Trap: form.Get("website"), Lang: web.Lang(c)})
	if fault.Is(err, fault.Invalid) {
		return d.reportPage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	if models.PageReason(typed.Reason) == models.PageUnsafe {
		return web.SeeOther(c, "/report/received")
	}
	return web.SeeOther(c, "/report/thanks")
}

// GET /report/thanks says what happens next.
func (d Door) reportThanks(c echo.Context) error { return d.reportTaken(c, false) }

// GET /report/received says so too, and where help is.
func (d Door) reportReceived(c echo.Context) error { return d.reportTaken(c, true) }

func (d Door) reportTaken(c echo.Context, hotline bool) error {
	web.Private(c)
	page := public.ReportTakenPage{Page: d.Frame(c, "report.thanks"), Hotline: hotline}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.ReportTaken(page))
}
