// Package public is the door for everybody: petitions, signing, letters, one's
// own data. Nobody here has an account.
package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/endorsements"
	"statehouse/internal/mydata"
	"statehouse/internal/packets"
	"statehouse/internal/reports"
	"statehouse/internal/requests"
	"statehouse/internal/sharing"
	"statehouse/internal/signing"
	"statehouse/internal/stories"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

// Door has what the public pages need.
type Door struct {
	web.Site
	Signing      *signing.Signing
	Delivery     *delivery.Delivery
	MyData       *mydata.MyData
	Stories      *stories.Stories
	Volunteers   *volunteers.Volunteers
	Reports      *reports.Reports
	Requests     *requests.Requests
	Sharing      *sharing.Sharing
	Packets      *packets.Packets
	Endorsements *endorsements.Endorsements
	Outbox       string          // folder of the demo's mails; empty hides /outbox
	Provider     string          // company that carries our mail, for the privacy page
	Contact      string          // address for questions
	Leaving      <-chan struct{} // closed when the process begins to stop

	live         *live
	cards        *cards
	reports      *web.Limit
	requests     *web.Limit
	endorsements *web.Limit
	codes        *web.Limit
}

// Routes lists the public paths.
func (d Door) Routes(e *echo.Group) {
	d.live, d.cards = newLive(), newCards()
	d.reports, d.requests = web.NewLimit(mostReports, reportsWithin), web.NewLimit(mostRequests, requestsWithin)
	d.codes, d.endorsements = web.NewLimit(mostCodes, codesWithin), web.NewLimit(mostEndorsements, endorsementsWithin)
	e.GET("/", d.home)
	e.GET("/states", d.states)
	e.GET("/states.csv", d.statesCSV)
	e.GET("/states/:state", d.state)
	e.GET("/states/:state/press", d.press)
	e.GET("/petitions", d.petitions)
	e.GET("/petitions/:slug", d.petition)
	e.POST("/petitions/:slug/signatures", d.sign)
	e.GET("/petitions/:slug/check-email", d.checkEmail)
	e.GET("/s/:token", d.confirmPage)
	e.POST("/s/:token/confirm", d.confirm)
	e.POST("/s/:token/refuse", d.refuse)
	e.GET("/petitions/:slug/signed", d.signed)
	e.GET("/pictures/:file", d.picture)
	e.POST("/petitions/:slug/offers", d.offer)
	e.GET("/petitions/:slug/letters", d.letters)
	e.POST("/petitions/:slug/letters", d.writeLetter)
	e.POST("/petitions/:slug/letters/find", d.findLegislators)
	e.GET("/letters/:token", d.myLetter)
	e.POST("/letters/:token/replies/:id", d.tellReply)
	e.GET("/petitions/:slug/progress", d.progress)
	e.GET("/petitions/:slug/positions", d.positions)
	e.GET("/petitions/:slug/bill", d.bill)
	e.GET("/petitions/:slug/deliveries", d.deliveries)
	e.GET("/petitions/:slug/deliveries/:office", d.deliveriesTo)
	e.GET("/petitions/:slug/events", d.events)
	e.GET("/petitions/:slug/embed", d.embed)
	e.GET("/petitions/:slug/card.png", d.card)
	e.GET("/petitions/:slug/share", d.share)
	e.POST("/petitions/:slug/share/code", d.giveCode)
	e.GET("/petitions/:slug/share/qr.svg", d.shareCode)
	e.GET("/petitions/:slug/share/poster.pdf", d.sharePoster)
	e.GET("/petitions/:slug/share/sheet.pdf", d.sharePlain)
	e.GET("/p/:code", d.shortLink)
	e.GET("/p/:code/:channel", d.shortLink)
	e.GET("/stories", d.stories)
	e.GET("/stories/:slug", d.story)
	e.POST("/stories/:slug/comments", d.comment)
	e.GET("/stories/:slug/check-email", d.commentCheck)
	e.POST("/stories/:slug/comments/:ref/report", d.reportComment)
	e.GET("/comments/:token", d.commentStatus)
	e.POST("/comments/:token/confirm", d.confirmComment)
	e.POST("/comments/:token/appeal", d.appealComment)
	e.POST("/comments/:token/withdraw", d.withdrawComment)
	e.GET("/petitions/:slug/shifts.ics", d.campaignShifts)
	e.GET("/volunteer", d.volunteer)
	e.GET("/volunteer/:role", d.role)
	e.POST("/volunteer/:role/applications", d.apply)
	e.GET("/volunteer/:role/check-email", d.applyCheckEmail)
	e.GET("/volunteering/:token", d.volunteering)
	e.POST("/volunteering/:token/confirm", d.confirmApplication)
	e.POST("/volunteering/:token/steps/:step", d.doStep)
	e.GET("/volunteering/:token/certificate.pdf", d.hoursRecord)
	e.POST("/volunteering/:token/leave", d.leaveRole)
	e.POST("/volunteering/:token/pause", d.takePause)
	e.POST("/volunteering/:token/resume", d.endPause)
	e.POST("/volunteering/:token/shifts/:ref/:act", d.onShift)
	e.GET("/volunteering/:token/calendar.ics", d.shiftCalendar)
	e.GET("/my-data", d.askMyData)
	e.POST("/my-data", d.sendMyData)
	e.GET("/my-data/check-email", d.myDataCheckEmail)
	e.GET("/my-data/:token", d.myData)
	e.POST("/my-data/:token/signatures/:ref", d.correct)
	e.POST("/my-data/:token/signatures/:ref/withdraw", d.withdraw)
	e.GET("/my-data/:token/download", d.download)
	e.GET("/my-data/:token/erase", d.erasePage)
	e.POST("/my-data/:token/erase", d.erase)
	e.POST("/my-data/:token/signatures/:ref/affirm", d.affirm)
	e.GET("/unsubscribe/:token", d.unsubscribePage)
	e.POST("/unsubscribe/:token", d.unsubscribe)
	e.GET("/requests/new", d.askCampaign)
	e.POST("/requests", d.sendRequest)
	e.GET("/requests/check-email", d.requestCheck)
	e.GET("/requests/:token", d.requestStatus)
	e.POST("/requests/:token/confirm", d.confirmRequest)
	e.POST("/requests/:token/withdraw", d.withdrawRequest)
	e.GET("/petitions/:slug/endorse", d.endorse)
	e.POST("/petitions/:slug/endorsements", d.sendEndorsement)
	e.GET("/petitions/:slug/endorse/check-email", d.endorseCheck)
	e.GET("/endorsements/:token", d.endorsementStatus)
	e.POST("/endorsements/:token/confirm", d.confirmEndorsement)
	e.POST("/endorsements/:token/withdraw", d.withdrawEndorsement)
	e.POST("/my-data/:token/consents/:ref/withdraw", d.withdrawConsent)
	e.POST("/my-data/:token/endorsements/:ref/withdraw", d.withdrawMyEndorsement)
	e.GET("/report", d.report)
	e.POST("/report", d.sendReport)
	e.GET("/report/thanks", d.reportThanks)
	e.GET("/report/received", d.reportReceived)
	e.GET("/exit", d.exit)
	e.GET("/safety", d.safety)
	e.GET("/privacy", d.privacy)
	e.GET("/accessibility", d.accessibility)
	e.GET("/about", d.about)
	e.GET("/feeds/petitions.atom", d.feed)
	e.GET("/robots.txt", d.robots)
	e.GET("/sitemap.xml", d.sitemap)
	if d.Outbox != "" {
		e.GET("/outbox", d.outbox)
		e.GET("/outbox/:name", d.outboxMail)
	}
}

// campaign finds the public campaign of a page and its text in the visitor's language.
func (d Door) campaign(c echo.Context) (models.Campaign, models.PetitionText, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, err := models.CampaignBySlug(ctx, tx, c.Param("slug"))
	if err == nil && (!campaign.IsPublic() || campaign.PetitionID == nil) {
		err = echo.NewHTTPError(http.StatusNotFound)
	}
	if err != nil {
		return campaign, models.PetitionText{}, err
	}
	text, err := models.TextOf(ctx, tx, *campaign.PetitionID, web.Lang(c))
	return campaign, text, err
}

func stateName(c echo.Context, code string) string {
	state, _ := models.StateByCode(code)
	return state.NameIn(web.Lang(c))
}
