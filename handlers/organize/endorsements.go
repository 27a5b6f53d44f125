package organize

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/endorsements"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/endorsements lists the organizations that endorse a
// campaign, those that wait first.
func (d Door) endorsements(c echo.Context) error {
	return d.showEndorsements(c, http.StatusOK, organize.EndorsementsPage{})
}

// showEndorsements draws the list; page may say what was wrong with a decline.
func (d Door) showEndorsements(c echo.Context, status int, page organize.EndorsementsPage) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	list, err := d.Endorsements.List(ctx, web.Actor(c), campaign.Slug)
	if err != nil {
		return err
	}
	page.Page, page.Slug, page.Title = d.StaffFrame(c, "endorsements.title"), campaign.Slug, text.Title
	for _, e := range list {
		shown := endorsementOf(c, e)
		if e.DecidedBy != nil {
			by, err := models.UserByID(ctx, tx, *e.DecidedBy)
			if err != nil {
				return err
			}
			shown.By, shown.DecidedAt = by.Name, *e.DecidedAt
		}
		page.Endorsements = append(page.Endorsements, shown)
	}
	return web.Render(c, status, organize.Endorsements(page))
}

func endorsementOf(c echo.Context, e endorsements.Entry) organize.Endorsement {
	shown := organize.Endorsement{Ref: e.Ref, State: string(e.State), Lang: e.Lang, Organization: e.Organization, Website: e.Website, Kind: string(e.Kind), Place: e.Place, Statement: e.Statement,
		SignerName: e.Signer.Name, SignerTitle: e.Signer.Title, Email: e.Signer.Email, MailDomain: models.MailDomain(e.Signer.Email), Domain: models.WebDomain(e.Website),
		Matches: models.IsOfSite(e.Signer.Email, e.Website), Closed: !e.MayDecide, Emptied: e.EmptiedAt != nil, Reason: e.Reason, At: e.CreatedAt}
	if state, ok := models.StateByCode(e.USState); ok {
		shown.Place = strings.TrimPrefix(e.Place+", "+state.NameIn(web.Lang(c)), ", ")
	}
	if e.Classes != "" {
		shown.Found = strings.Split(e.Classes, ",")
	}
	return shown
}

// POST /organize/campaigns/:slug/endorsements/:ref/:act accepts an endorsement, or
// declines it with a reason.
func (d Door) decideEndorsement(c echo.Context) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, ref, flash := c.Request().Context(), c.Param("ref"), ""
	reason := form.Get("reason-" + ref)
	switch c.Param("act") {
	case "accept":
		flash, err = "flash.endorsement_accepted", d.Endorsements.Accept(ctx, web.Actor(c), campaign.Slug, ref)
	case "decline":
		flash, err = "flash.endorsement_declined", d.Endorsements.Decline(ctx, web.Actor(c), campaign.Slug, ref, reason)
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if fault.Is(err, fault.Invalid) {
		return d.showEndorsements(c, http.StatusUnprocessableEntity, organize.EndorsementsPage{ErrorIn: ref, Typed: reason, Errors: fault.Of(err).Fields})
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/endorsements")
}
