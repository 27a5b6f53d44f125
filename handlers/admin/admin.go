// Package admin is the door for those who run the site.
package admin

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/internal/campaigns"
	"statehouse/internal/config"
	"statehouse/internal/delivery"
	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/legislature"
	"statehouse/internal/notes"
	"statehouse/internal/offices"
	"statehouse/internal/partners"
	"statehouse/internal/verify"
	"statehouse/models"
	"statehouse/views/admin"
)

// Door has what the admin pages need.
type Door struct {
	web.Site
	Queue     *jobs.Queue
	Delivery  *delivery.Delivery
	Accounts  *accounts.Accounts
	Campaigns *campaigns.Campaigns
	Offices   *offices.Offices
	Exports   *exports.Exports
	Calendar  *legislature.Legislature
	Partners  *partners.Partners
	Notes     *notes.Notes
	Jobs      http.Handler // the queue's own pages
	Transport string
	Settings  []config.Setting
}

// Routes lists the admin paths.
func (d Door) Routes(e *echo.Group) {
	e.GET("", d.overview)
	e.GET("/mail/doubtful", d.doubtful)
	e.POST("/mail/:id", d.decide)
	e.GET("/laws", d.laws)
	e.GET("/laws/:state/:topic", d.law)
	e.POST("/laws/:state/:topic", d.correctLaw)
	e.POST("/laws/:state/:topic/reviewed", d.reviewLaw)
	e.GET("/sessions", d.sessions)
	e.GET("/sessions/new", d.newSession)
	e.POST("/sessions", d.addSession)
	e.GET("/sessions/:id", d.session)
	e.POST("/sessions/:id", d.changeSession)
	e.POST("/sessions/:id/remove", d.removeSession)
	e.POST("/sessions/:id/deadlines", d.addDeadline)
	e.POST("/sessions/:id/deadlines/:deadline", d.changeDeadline)
	jobsPage := echo.WrapHandler(d.Jobs)
	e.Any("/jobs", jobsPage, web.InlineStyles)
	e.Any("/jobs/*", jobsPage, web.InlineStyles)
	e.POST("/offices/:id/unpark", d.unpark)
	e.GET("/staff", d.staff)
	e.POST("/staff", d.invite)
	e.POST("/staff/:id", d.setStanding)
	e.GET("/reasons", d.reasons)
	e.GET("/tags", d.tags)
	e.POST("/tags", d.addTag)
	e.POST("/tags/:id", d.changeTag)
	e.POST("/reasons", d.addReason)
	e.POST("/reasons/:id", d.changeReason)
	e.GET("/audit", d.audit)
	e.GET("/partners", d.partners)
	e.POST("/partners", d.addPartner)
	e.GET("/partners/:ref", d.partner)
	e.POST("/partners/:ref", d.changePartner)
	e.POST("/partners/:ref/end", d.endPartner)
	e.POST("/partners/:ref/exports", d.exportPartner)
	e.GET("/exports", d.exports)
	e.POST("/exports", d.takeOut)
	e.POST("/requests/:id/done", d.finishRequest)
	e.GET("/suppressions", d.suppressions)
	e.POST("/suppressions", d.suppress)
	e.GET("/settings", d.settings)
	e.GET("/settings/features/:feature", d.feature)
	e.POST("/settings/features/:feature", d.switchFeature)
	e.GET("/site", d.site)
	e.POST("/site/notice", d.setNotice)
	e.POST("/site/signing", d.pauseSigning)
}

// GET /admin shows whether mail, data and counts are in order.
func (d Door) overview(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	page := admin.OverviewPage{Page: d.StaffFrame(c, "admin.title"), Transport: d.Transport}
	mails, err := models.MailAges(ctx, tx)
	if err != nil {
		return err
	}
	for _, m := range mails {
		page.Mail = append(page.Mail, admin.MailState{State: string(m.State), Count: m.N, Oldest: m.Oldest})
		if m.State == models.MailUnknown {
			page.Doubtful = m.N
		}
	}
	gates, err := models.Gates(ctx, tx)
	if err != nil {
		return err
	}
	for _, g := range gates {
		if g.PausedUntil.After(d.Now()) {
			page.Paused = g.Reason
		}
	}
	if page.Suppressed, err = models.SuppressionCount(ctx, tx); err != nil {
		return err
	}
	if page.Parked, err = d.parked(c, tx); err != nil {
		return err
	}
	if page.Requests, err = d.requests(c); err != nil {
		return err
	}
	if page.Data, err = d.data(c, tx); err != nil {
		return err
	}
	cards, err := d.lawItems(c)
	if err != nil {
		return err
	}
	page.LawsDue = slices.DeleteFunc(cards, func(l admin.LawItem) bool { return !l.IsDue })
	last, err := verify.Last(ctx, tx)
	if err != nil {
		return err
	}
	page.Verify = admin.VerifyResult{At: last.At, Drift: last.Drift}
	return web.Render(c, http.StatusOK, admin.Overview(page))
}

// staleAfter is when imported data is shown as old: members change all year.
const staleAfter = 14 * 24 * time.Hour

func (d Door) data(c echo.Context, tx *models.Tx) ([]admin.DataAge, error) {
	runs, err := models.LastImports(c.Request().Context(), tx)
	ages := map[string]*admin.DataAge{}
	var list []*admin.DataAge
	for _, kind := range []string{"legislators", "committees", "governors", "districts", "zips", "laws", "sessions"} {
		ages[kind] = &admin.DataAge{Kind: kind}
		list = append(list, ages[kind])
	}
	for _, run := range runs {
		age := ages[run.Kind]
		if age == nil {
			continue
		}
		age.Rows += run.Rows
		if age.At.IsZero() || run.ImportedAt.Before(age.At) {
			age.At = run.ImportedAt // of the oldest file: the list is as fresh as that
		}
		age.Stale = run.Kind == "legislators" && d.Now().Sub(age.At) > staleAfter
	}
	var out []admin.DataAge
	for _, age := range list {
		out = append(out, *age)
	}
	return out, err
}

// GET /admin/mail/doubtful lists mails of which nobody knows whether they went out.
func (d Door) doubtful(c echo.Context) error {
	ctx := c.Request().Context()
	mails, err := models.MailsIn(ctx, d.DB.Read(), models.MailUnknown, 200)
	if err != nil {
		return err
	}
	page := admin.DoubtfulPage{Page: d.StaffFrame(c, "admin.doubtful.title")}
	for _, m := range mails {
		doubt := admin.DoubtfulMail{ID: strconv.FormatInt(m.ID, 10), Ref: m.Ref, Kind: m.Kind, Since: m.MovedAt, Reason: m.Detail}
		if m.BatchID != nil {
			batch, err := models.BatchByID(ctx, d.DB.Read(), *m.BatchID)
			if err != nil {
				return err
			}
			doubt.Tries = batch.Tries
		}
		page.Mails = append(page.Mails, doubt)
	}
	return web.Render(c, http.StatusOK, admin.Doubtful(page))
}

// POST /admin/mail/:id settles a mail in doubt by a person's word.
func (d Door) decide(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	to := models.MailAccepted
	switch form.Get("decision") {
	case "accepted":
	case "again":
		to = models.MailQueued
	default:
		return fault.New(fault.Invalid, "error.form")
	}
	ctx := c.Request().Context()
	err = d.DB.Write(ctx, func(tx *models.Tx) error {
		if err := models.DecideMail(ctx, tx, id, to, models.Moment(d.Now())); err != nil || to != models.MailQueued {
			return err
		}
		return d.Queue.Add(ctx, tx, jobs.SendMail{MailID: id})
	})
	if err != nil {
		return err
	}
	d.Flash(c, "flash.decided")
	return web.SeeOther(c, "/admin/mail/doubtful")
}
