package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/signing"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/partners says with whom a campaign works, and with
// whom it could.
func (d Door) partners(c echo.Context) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	all, err := models.Partners(ctx, tx)
	if err != nil {
		return err
	}
	on, err := models.PartnersOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	attached := map[int64]bool{}
	for _, p := range on {
		attached[p.ID] = true
	}
	page := organize.PartnersPage{Page: d.StaffFrame(c, "partners.title"), Slug: campaign.Slug, Title: text.Title, MayAdd: web.Actor(c).MayOperate()}
	for _, p := range all {
		if p.EndedAt != nil {
			continue
		}
		numbers, err := models.PartnerNumbersOf(ctx, tx, p.ID, campaign.ID)
		if err != nil {
			return err
		}
		page.Partners = append(page.Partners, organize.Partner{Ref: p.Ref, Name: p.Name, Website: p.Website, Policy: p.Policy, On: attached[p.ID],
			Words: signing.PartnerWords(web.Lang(c), p.Name, text.Title), Standing: numbers.Standing})
	}
	return web.Render(c, http.StatusOK, organize.Partners(page))
}

// POST /organize/campaigns/:slug/partners/:ref/:act gives a partner a line of its
// own on the form, or takes it away.
func (d Door) movePartner(c echo.Context) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	ctx, ref, flash := c.Request().Context(), c.Param("ref"), ""
	switch c.Param("act") {
	case "attach":
		flash, err = "flash.partner_attached", d.Partners.Attach(ctx, web.Actor(c), campaign.Slug, ref)
	case "detach":
		flash, err = "flash.partner_detached", d.Partners.Detach(ctx, web.Actor(c), campaign.Slug, ref)
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/partners")
}
