package organize

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/comments lists what signers said and offices may
// read; ?before= goes on from there.
func (d Door) comments(c echo.Context) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	text, err := models.WorkingText(ctx, d.DB.Read(), campaign, web.Lang(c))
	if err != nil {
		return err
	}
	list, unfit, next, err := d.Quotes.List(ctx, campaign, int64(web.Number(c.QueryParam("before"))))
	if err != nil {
		return err
	}
	page := organize.CommentsPage{Page: d.StaffFrame(c, "organize.comments"), Slug: campaign.Slug, Title: text.Title, Unfit: unfit}
	for _, said := range list {
		page.Comments = append(page.Comments, organize.Comment(said))
	}
	if next != 0 {
		page.Next = strconv.FormatInt(next, 10)
	}
	return web.Render(c, http.StatusOK, organize.Comments(page))
}

// POST /organize/campaigns/:slug/comments/:ref/:act chooses a comment, or takes
// it back.
func (d Door) chooseComment(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, ref, flash := c.Request().Context(), c.Param("ref"), ""
	switch c.Param("act") {
	case "choose":
		flash, err = "flash.comment_chosen", d.Quotes.Choose(ctx, web.Actor(c), campaign, ref)
	case "drop":
		flash, err = "flash.comment_dropped", d.Quotes.Drop(ctx, campaign, ref)
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/comments")
}
