package organize

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// POST /organize/campaigns/:slug/positions/proposals/:id confirms or declines what
// an office says of itself.
func (d Door) decidePosition(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	flash := map[string]string{"confirm": "flash.position_confirmed", "decline": "flash.position_declined"}[form.Get("decision")]
	if flash == "" {
		return fault.New(fault.Invalid, "error.form")
	}
	if err := d.Positions.Decide(c.Request().Context(), *web.Actor(c).User, campaign, id, form.Get("decision") == "confirm"); err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/organize/campaigns/"+campaign.Slug+"/positions")
}

// proposalsOf are what offices say of themselves, each with its seat as the page
// names it.
func proposalsOf(open []models.Proposal, seats []organize.Seat) (list []organize.Proposal) {
	for _, p := range open {
		view := organize.Proposal{ID: strconv.FormatInt(p.ID, 10), Stance: string(p.Stance), Source: p.Source, At: p.CreatedAt}
		for _, s := range seats {
			if s.ID == strconv.FormatInt(p.SeatID, 10) {
				view.Office = s.Chamber + ", " + s.District + ": " + s.Holder
			}
		}
		list = append(list, view)
	}
	return list
}
