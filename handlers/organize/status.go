package organize

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/status shows where a campaign stands, how it came
// there, and where it may go.
func (d Door) status(c echo.Context) error {
	return d.showStatus(c, http.StatusOK, organize.MoveForm{}, nil)
}

// POST /organize/campaigns/:slug/status takes it there.
func (d Door) moveCampaign(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.MoveForm{To: form.Get("to"), Outcome: form.Get("outcome"), Successor: form.Get("successor"), Reason: form.Get("reason")}
	err = d.Campaigns.Move(c.Request().Context(), web.Actor(c), c.Param("slug"), campaigns.Form(typed))
	if fault.Is(err, fault.Invalid) {
		return d.showStatus(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.campaign_moved")
	return web.SeeOther(c, "/organize/campaigns/"+c.Param("slug")+"/status")
}

func (d Door) showStatus(c echo.Context, status int, typed organize.MoveForm, errs map[string]string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	moves, err := models.MovesOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := organize.StatusPage{Page: d.StaffFrame(c, "status.title"), Slug: campaign.Slug, Petition: text.Title, Status: string(campaign.Status),
		Outcome: string(campaign.Outcome), IsPublic: campaign.IsPublic(), Form: typed, Errors: errs, MaxReason: campaigns.MaxReason}
	for _, to := range web.Actor(c).MovesFor(campaign, moves) {
		page.Open = append(page.Open, string(to))
	}
	for _, m := range slices.Backward(moves) {
		move, err := d.moveOf(c, m)
		if err != nil {
			return err
		}
		page.Moves = append(page.Moves, move)
	}
	if page.Ends, err = d.endsOf(c, campaign); err != nil {
		return err
	}
	return web.Render(c, status, organize.StatusView(page))
}
