// Package handlers opens the doors: it lists the middleware in order, then each
// audience's routes.
package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/account"
	"statehouse/handlers/admin"
	"statehouse/handlers/api"
	"statehouse/handlers/hooks"
	"statehouse/handlers/moderate"
	"statehouse/handlers/notes"
	"statehouse/handlers/office"
	"statehouse/handlers/organize"
	"statehouse/handlers/pictures"
	"statehouse/handlers/public"
	"statehouse/handlers/web"
	"statehouse/internal/accounts"
	"statehouse/internal/bills"
	"statehouse/internal/campaigns"
	"statehouse/internal/config"
	"statehouse/internal/delivery"
	"statehouse/internal/endorsements"
	"statehouse/internal/exports"
	"statehouse/internal/jobs"
	"statehouse/internal/legislature"
	"statehouse/internal/moderation"
	"statehouse/internal/mydata"
	noting "statehouse/internal/notes"
	"statehouse/internal/offices"
	"statehouse/internal/packets"
	"statehouse/internal/partners"
	picturing "statehouse/internal/pictures"
	"statehouse/internal/positions"
	"statehouse/internal/quotes"
	"statehouse/internal/reports"
	"statehouse/internal/requests"
	"statehouse/internal/scrutiny"
	"statehouse/internal/sharing"
	"statehouse/internal/sheets"
	"statehouse/internal/signing"
	"statehouse/internal/stories"
	"statehouse/internal/targets"
	"statehouse/internal/updates"
	"statehouse/internal/variants"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/static"
)

// House is everything behind the doors.
type House struct {
	Site          web.Site
	Signing       *signing.Signing
	Delivery      *delivery.Delivery
	MyData        *mydata.MyData
	Offices       *offices.Offices
	Accounts      *accounts.Accounts
	Packets       *packets.Packets
	Positions     *positions.Positions
	Variants      *variants.Variants
	Quotes        *quotes.Quotes
	Targets       *targets.Targets
	Bills         *bills.Bills
	Stories       *stories.Stories
	Moderation    *moderation.Moderation
	Reports       *reports.Reports
	Requests      *requests.Requests
	Endorsements  *endorsements.Endorsements
	Partners      *partners.Partners
	Notes         *noting.Notes
	Sharing       *sharing.Sharing
	Scrutiny      *scrutiny.Scrutiny
	Volunteers    *volunteers.Volunteers
	Updates       *updates.Updates
	Campaigns     *campaigns.Campaigns
	Exports       *exports.Exports
	Sheets        *sheets.Sheets
	Legislature   *legislature.Legislature
	Pictures      *picturing.Pictures
	Queue         *jobs.Queue
	Jobs          http.Handler // the queue's own page
	Metrics       http.Handler
	Ready         func(context.Context) error
	Outbox        string
	Provider      string
	Contact       string
	WebhookSecret string
	Transport     string
	Settings      []config.Setting
	Leaving       <-chan struct{} // closed when the process begins to stop
}

// New makes the one handler of the process.
func New(h House) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = h.Site.IPExtractor()
	e.HTTPErrorHandler = h.Site.ErrorHandler
	e.Pre(web.Head)
	e.Use(web.RequestID, h.Site.Headers, h.Site.Language, h.Site.LogRequests, h.Site.Recover(), web.Readable, web.LimitBody, h.Site.SameOrigin, h.Site.Left, h.Site.Features)

	e.GET("/livez", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", ready(h.Ready))
	e.GET("/metrics", echo.WrapHandler(h.Metrics), web.OnlyNearby)
	e.GET("/static/*", echo.WrapHandler(static.Handler()))

	hooks.Door{Site: h.Site, Queue: h.Queue, Secret: h.WebhookSecret}.Routes(e.Group("/hooks"))
	api.Door{Site: h.Site}.Routes(e.Group("/v1"))

	pages := e.Group("")
	visitors := public.Door{Site: h.Site, Signing: h.Signing, Delivery: h.Delivery, MyData: h.MyData, Stories: h.Stories, Volunteers: h.Volunteers, Reports: h.Reports, Requests: h.Requests, Endorsements: h.Endorsements, Sharing: h.Sharing, Packets: h.Packets, Outbox: h.Outbox, Provider: h.Provider, Contact: h.Contact, Leaving: h.Leaving}
	visitors.Routes(pages)
	office.Door{Site: h.Site, Offices: h.Offices}.Routes(pages.Group("/office"))
	sessions := web.NewSessions(h.Site)
	account.Door{Site: h.Site, Sessions: sessions, Accounts: h.Accounts}.Routes(pages.Group("/account", sessions.Load))
	admin.Door{Site: h.Site, Queue: h.Queue, Delivery: h.Delivery, Offices: h.Offices, Accounts: h.Accounts, Campaigns: h.Campaigns, Exports: h.Exports, Calendar: h.Legislature, Partners: h.Partners, Notes: h.Notes, Jobs: h.Jobs, Transport: h.Transport, Settings: h.Settings}.Routes(pages.Group("/admin", sessions.Load, sessions.Only(models.Actor.MayOperate)))
	organizers := pages.Group("/organize", sessions.Load, sessions.Only(models.Actor.MayEnterOrganize))
	moderators := pages.Group("/moderate", sessions.Load, sessions.Only(models.Actor.MayModerate))
	organize.Door{Site: h.Site, Packets: h.Packets, Positions: h.Positions, Volunteers: h.Volunteers, Updates: h.Updates, Delivery: h.Delivery,
		Campaigns: h.Campaigns, Variants: h.Variants, Quotes: h.Quotes, Targets: h.Targets, Bills: h.Bills, Exports: h.Exports, Requests: h.Requests, Endorsements: h.Endorsements, Sharing: h.Sharing, Sheets: h.Sheets, Partners: h.Partners, Preview: visitors.Preview}.Routes(organizers)
	moderate.Door{Site: h.Site, Moderation: h.Moderation, Stories: h.Stories, Reports: h.Reports, Scrutiny: h.Scrutiny, Campaigns: h.Campaigns, Preview: visitors.ReviewPreview}.Routes(moderators)
	notes.Door{Site: h.Site, Notes: h.Notes, At: "/organize"}.Routes(organizers)
	notes.Door{Site: h.Site, Notes: h.Notes, At: "/moderate"}.Routes(moderators)
	pictures.Door{Site: h.Site, Pictures: h.Pictures, At: "/organize"}.Routes(organizers)
	pictures.Door{Site: h.Site, Pictures: h.Pictures, At: "/moderate"}.Routes(moderators)
	return e
}

func ready(check func(context.Context) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := check(c.Request().Context()); err != nil {
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
		return c.String(http.StatusOK, "ready\n")
	}
}
