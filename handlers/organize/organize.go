// Package organize is the door for those who run campaigns.
package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/bills"
	"statehouse/internal/campaigns"
	"statehouse/internal/delivery"
	"statehouse/internal/endorsements"
	"statehouse/internal/exports"
	"statehouse/internal/packets"
	"statehouse/internal/partners"
	"statehouse/internal/positions"
	"statehouse/internal/quotes"
	"statehouse/internal/requests"
	"statehouse/internal/sharing"
	"statehouse/internal/sheets"
	"statehouse/internal/targets"
	"statehouse/internal/updates"
	"statehouse/internal/variants"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/organize"
)

// Door has what the organizers' pages need.
type Door struct {
	web.Site
	Packets      *packets.Packets
	Positions    *positions.Positions
	Volunteers   *volunteers.Volunteers
	Updates      *updates.Updates
	Campaigns    *campaigns.Campaigns
	Delivery     *delivery.Delivery
	Variants     *variants.Variants
	Quotes       *quotes.Quotes
	Targets      *targets.Targets
	Bills        *bills.Bills
	Preview      echo.HandlerFunc // shows a draft as its supporters would see it
	Exports      *exports.Exports
	Requests     *requests.Requests
	Sharing      *sharing.Sharing
	Sheets       *sheets.Sheets
	Endorsements *endorsements.Endorsements
	Partners     *partners.Partners
}

// Routes lists the organizers' paths.
func (d Door) Routes(e *echo.Group) {
	e.GET("", d.campaigns)
	e.GET("/campaigns/new", d.newCampaign)
	e.POST("/campaigns", d.startCampaign)
	e.GET("/campaigns/:slug", d.overview)
	e.GET("/campaigns/:slug/days.csv", d.daysCSV)
	e.GET("/campaigns/:slug/hours.csv", d.hoursCSV)
	e.GET("/campaigns/:slug/weeks.csv", d.weeksCSV)
	e.GET("/campaigns/:slug/steps.csv", d.stepsCSV)
	e.GET("/campaigns/:slug/sources.csv", d.sourcesCSV)
	e.GET("/campaigns/:slug/districts.csv", d.districtsCSV)
	e.GET("/campaigns/:slug/share", d.share)
	e.POST("/campaigns/:slug/share", d.makeChannel)
	e.POST("/campaigns/:slug/submit", d.submit)
	e.POST("/campaigns/:slug/take-back", d.takeBack)
	e.GET("/campaigns/:slug/text", d.text)
	e.POST("/campaigns/:slug/text", d.saveText)
	e.GET("/campaigns/:slug/plan", d.plan)
	e.POST("/campaigns/:slug/plan", d.savePlan)
	e.GET("/campaigns/:slug/preview", d.Preview)
	e.GET("/campaigns/:slug/packets", d.packets)
	e.POST("/campaigns/:slug/packets", d.ask)
	e.POST("/campaigns/:slug/packets/:ref/downloads", d.download)
	e.GET("/packets/:token", d.file)
	e.GET("/campaigns/:slug/positions", d.positions)
	e.POST("/campaigns/:slug/positions", d.notePosition)
	e.POST("/campaigns/:slug/positions/proposals/:id", d.decidePosition)
	e.GET("/campaigns/:slug/status", d.status)
	e.POST("/campaigns/:slug/status", d.moveCampaign)
	e.GET("/campaigns/:slug/status/:what", d.end)
	e.POST("/campaigns/:slug/status/:what", d.saveEnd)
	e.GET("/campaigns/:slug/exports", d.exports)
	e.POST("/campaigns/:slug/exports", d.takeOut)
	e.GET("/campaigns/:slug/updates", d.updates)
	e.POST("/campaigns/:slug/updates", d.writeUpdate)
	e.GET("/campaigns/:slug/updates/:ref", d.update)
	e.POST("/campaigns/:slug/updates/:ref", d.changeUpdate)
	e.POST("/campaigns/:slug/updates/:ref/:act", d.moveUpdate)
	e.GET("/campaigns/:slug/milestones", d.milestones)
	e.POST("/campaigns/:slug/milestones", d.setMilestones)
	e.POST("/campaigns/:slug/milestones/targets", d.setDigestTargets)
	e.POST("/campaigns/:slug/milestones/test", d.testDigest)
	e.GET("/campaigns/:slug/endorsements", d.endorsements)
	e.POST("/campaigns/:slug/endorsements/:ref/:act", d.decideEndorsement)
	e.GET("/campaigns/:slug/partners", d.partners)
	e.POST("/campaigns/:slug/partners/:ref/:act", d.movePartner)
	e.GET("/campaigns/:slug/comments", d.comments)
	e.POST("/campaigns/:slug/comments/:ref/:act", d.chooseComment)
	e.GET("/campaigns/:slug/targets", d.targets)
	e.POST("/campaigns/:slug/targets", d.addTarget)
	e.POST("/campaigns/:slug/targets/:id/remove", d.removeTarget)
	e.GET("/campaigns/:slug/bill", d.bill)
	e.POST("/campaigns/:slug/bill", d.saveBill)
	e.GET("/campaigns/:slug/bill/:kind", d.billEvent)
	e.POST("/campaigns/:slug/bill/:kind", d.noteBillEvent)
	e.POST("/campaigns/:slug/bill/entries/:number/strike", d.strikeBillEvent)
	e.GET("/campaigns/:slug/paper", d.paper)
	e.POST("/campaigns/:slug/paper", d.issuePaper)
	e.GET("/campaigns/:slug/paper/:ref", d.paperBatch)
	e.GET("/campaigns/:slug/paper/:ref/sheets.pdf", d.sheetsPDF)
	e.POST("/campaigns/:slug/paper/:ref/rows", d.keyRows)
	e.POST("/campaigns/:slug/paper/:ref/csv", d.keyCSV)
	e.POST("/campaigns/:slug/paper/:ref/witness", d.witnessPaper)
	e.POST("/campaigns/:slug/paper/:ref/differences", d.settleRow)
	e.POST("/campaigns/:slug/paper/:ref/:act", d.movePaper)
	e.GET("/campaigns/:slug/letters", d.letters)
	e.POST("/campaigns/:slug/letters", d.saveVariant)
	e.POST("/campaigns/:slug/letters/points", d.savePoints)
	e.GET("/campaigns/:slug/letters/new", d.newVariant)
	e.GET("/campaigns/:slug/letters/:number", d.variant)
	e.POST("/campaigns/:slug/letters/:number", d.saveVariant)
	e.POST("/campaigns/:slug/letters/:number/raise", d.raiseVariant)
	e.POST("/campaigns/:slug/letters/:number/remove", d.removeVariant)
	e.POST("/campaigns/:slug/letters/:number/test", d.testVariant)
	e.GET("/requests", d.requests)
	e.GET("/requests/:ref", d.request)
	e.POST("/requests/:ref/claim", d.claimRequest)
	e.POST("/requests/:ref/release", d.releaseRequest)
	e.POST("/requests/:ref/answer", d.answerRequest)
	e.GET("/roles", d.roles)
	e.POST("/roles", d.addRole)
	e.GET("/roles/new", d.newRole)
	e.GET("/roles/:slug", d.role)
	e.GET("/roles/:slug/edit", d.editRole)
	e.POST("/roles/:slug/edit", d.saveRole)
	e.POST("/roles/:slug/status", d.moveRole)
	e.POST("/roles/:slug/applications/:ref/steps/:step", d.staffStep)
	e.POST("/roles/:slug/applications/:ref/decline", d.decline)
	e.POST("/roles/:slug/applications/:ref/pause", d.pause)
	e.POST("/roles/:slug/applications/:ref/resume", d.resume)
	e.GET("/roles/:slug/shifts", d.shifts)
	e.POST("/roles/:slug/shifts", d.addShifts)
	e.GET("/roles/:slug/shifts/:ref", d.shift)
	e.POST("/roles/:slug/shifts/:ref", d.changeShift)
	e.POST("/roles/:slug/shifts/:ref/cancel", d.cancelShift)
	e.POST("/roles/:slug/shifts/:ref/attendance", d.attendance)
	e.POST("/roles/:slug/shifts/:ref/messages", d.messageShift)
	e.POST("/roles/:slug/shifts/:ref/roster", d.exportRoster)
	e.GET("/roles/:slug/shifts/:ref/check-in", d.checkIn)
	e.POST("/roles/:slug/shifts/:ref/check-in", d.checkInOne)
	e.GET("/roles/:slug/hours", d.hours)
	e.POST("/roles/:slug/hours", d.exportHours)
}

// GET /organize lists the campaigns that the actor may work on.
func (d Door) campaigns(c echo.Context) error {
	actor, state := web.Actor(c), ""
	if !actor.MayOperate() {
		state = actor.User.State
	}
	rows, err := models.OrganizedCampaigns(c.Request().Context(), d.DB.Read(), state, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.CampaignsPage{Page: d.StaffFrame(c, "organize.title")}
	tags, err := models.TagsByCampaign(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	chosen := c.QueryParam("tag")
	page.Tags = tagsOn(rows, tags, chosen)
	for _, row := range rows {
		names, bears := namesOf(tags[row.ID], chosen)
		if chosen != "" && !bears {
			continue
		}
		known, _ := models.StateByCode(row.State)
		page.Campaigns = append(page.Campaigns, organize.Campaign{Slug: row.Slug, Title: row.Title, State: known.NameIn(web.Lang(c)),
			Status: string(row.Status), Counted: row.Counted(), Tags: names})
	}
	if page.Waiting, page.Late, err = models.LateCampaignRequests(c.Request().Context(), d.DB.Read(), own(c), d.Now()); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, organize.Campaigns(page))
}
