package moderate

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/moderate"
)

// shownSettled is how many settled reports the list ends with.
const shownSettled = 20

// GET /moderate/reports lists the reports of pages, the most overdue first.
func (d Door) reports(c echo.Context) error {
	ctx, tx, actor, now := c.Request().Context(), d.DB.Read(), web.Actor(c), models.Moment(d.Now())
	waiting, err := models.WaitingPageReports(ctx, tx, shown)
	if err != nil {
		return err
	}
	settled, err := models.SettledPageReports(ctx, tx, shownSettled)
	if err != nil {
		return err
	}
	page := moderate.ReportsPage{Page: d.StaffFrame(c, "moderate.reports")}
	for _, row := range waiting {
		entry := reportEntry(row)
		entry.Clock = web.ClockOf(row.CreatedAt, row.DueAt, now)
		entry.Mine, entry.Taken = row.ClaimedBy != nil && *row.ClaimedBy == actor.User.ID, row.IsClaimedByOther(actor.User.ID, now)
		page.Waiting = append(page.Waiting, entry)
	}
	for _, row := range settled {
		page.Settled = append(page.Settled, reportEntry(row))
	}
	return web.Render(c, http.StatusOK, moderate.Reports(page))
}

func reportEntry(row models.PageReport) moderate.ReportEntry {
	e := moderate.ReportEntry{Ref: row.Ref, Path: row.Path, Reason: row.Reason, Outcome: row.Outcome, Arrived: row.CreatedAt}
	if row.SettledAt != nil {
		e.SettledAt = *row.SettledAt
	}
	return e
}

// POST /moderate/reports/:ref/claim takes a report.
func (d Door) claimReport(c echo.Context) error {
	if err := d.Reports.Claim(c.Request().Context(), *web.Actor(c).User, c.Param("ref")); err != nil {
		return err
	}
	return web.SeeOther(c, "/moderate/reports/"+c.Param("ref"))
}

// POST /moderate/reports/:ref/release gives it back.
func (d Door) releaseReport(c echo.Context) error {
	if err := d.Reports.Release(c.Request().Context(), *web.Actor(c).User, c.Param("ref")); err != nil {
		return err
	}
	d.Flash(c, "flash.report_released")
	return web.SeeOther(c, "/moderate/reports")
}

// GET /moderate/reports/:ref shows a report to who has taken it.
func (d Door) reportCase(c echo.Context) error {
	return d.reportPage(c, http.StatusOK, moderate.ReportForm{}, nil)
}

func (d Door) reportPage(c echo.Context, status int, form moderate.ReportForm, errs map[string]string) error {
	row, words, err := d.Reports.Open(c.Request().Context(), *web.Actor(c).User, c.Param("ref"))
	if err != nil {
		return err
	}
	page := moderate.ReportPage{Page: d.StaffFrame(c, "moderate.report"), ReportEntry: reportEntry(row), Note: words.Note, Email: words.Email, Remark: words.Remark,
		IsEmpty: row.EmptiedAt != nil, Form: form, Errors: errs}
	if row.State == models.ReportWaiting {
		page.Clock, page.Waits = web.ClockOf(row.CreatedAt, row.DueAt, models.Moment(d.Now())), true
	}
	return web.Render(c, status, moderate.Report(page))
}

// POST /moderate/reports/:ref/outcome notes what came of it.
func (d Door) settleReport(c echo.Context) error {
	values, err := web.Form(c)
	if err != nil {
		return err
	}
	form := moderate.ReportForm{Outcome: values.Get("outcome"), Remark: values.Get("remark")}
	err = d.Reports.Settle(c.Request().Context(), *web.Actor(c).User, c.Param("ref"), form.Outcome, form.Remark)
	if fault.Is(err, fault.Invalid) {
		return d.reportPage(c, http.StatusUnprocessableEntity, form, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.report_settled")
	return web.SeeOther(c, "/moderate/reports")
}
