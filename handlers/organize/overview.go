package organize

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug shows what is done, what is missing, and what a
// reviewer said.
func (d Door) overview(c echo.Context) error { return d.showOverview(c, http.StatusOK, nil, "") }

// POST /organize/campaigns/:slug/submit sends the draft to review, or publishes it.
func (d Door) submit(c echo.Context) error {
	err := d.Campaigns.Submit(c.Request().Context(), web.Actor(c), c.Param("slug"), web.Lang(c))
	if status, fields, problem := refusal(err); status != 0 {
		return d.showOverview(c, status, fields, problem)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.text_submitted")
	return web.SeeOther(c, campaignPath(c.Param("slug")))
}

// POST /organize/campaigns/:slug/take-back ends the wait.
func (d Door) takeBack(c echo.Context) error {
	err := d.Campaigns.TakeBack(c.Request().Context(), web.Actor(c), c.Param("slug"))
	if err != nil && !fault.Is(err, fault.Conflict) { // what was decided meanwhile is shown
		return err
	}
	return web.SeeOther(c, campaignPath(c.Param("slug")))
}

func (d Door) showOverview(c echo.Context, status int, errs map[string]string, problem string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	state, _ := models.StateByCode(campaign.State)
	page := organize.OverviewPage{Page: d.StaffFrame(c, "overview.title"), Campaign: organize.Campaign{Slug: campaign.Slug, Title: text.Title, State: state.NameIn(web.Lang(c)), Status: string(campaign.Status)},
		Errors: errs, Problem: problem, IsPublic: campaign.IsPublic(), IsRejected: campaign.Status == models.CampaignRejected, MayPublish: web.Actor(c).MayPublish(campaign)}
	draft, texts, err := d.draftOf(c, campaign)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if campaign.PetitionID != nil {
		petition, err := models.PetitionByID(ctx, tx, *campaign.PetitionID)
		if err != nil {
			return err
		}
		page.Changed = !models.SameText(petition, texts)
	}
	if draft.SubmittedAt != nil {
		page.Submitted = *draft.SubmittedAt
	}
	if page.Missing, err = d.Campaigns.Missing(ctx, tx, campaign); err != nil {
		return err
	}
	page.MaySubmit = campaign.CanBeDrafted() == nil && draft.SubmittedAt == nil && (campaign.PetitionID == nil || page.Changed)
	if campaign.PetitionID != nil {
		if page.Pulse, err = d.pulse(c, campaign); err != nil {
			return err
		}
	}
	sitting, err := d.sitting(c, campaign)
	if err != nil {
		return err
	}
	page.Session, page.Deadline = web.SittingDays(ctx, sitting, state.Today(d.Now()))
	page.Outlasts = web.Outlasts(ctx, sitting, campaign)
	page.ClosesSoon = closesSoon(campaign, d.Now())
	page.NoOutcome = campaign.Status == models.CampaignClosed && campaign.Outcome == models.OutcomeUnknown
	events, err := models.BillEvents(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	if page.Hearings, err = d.hearingsSoon(ctx, campaign, events); err != nil {
		return err
	}
	if page.Reviews, err = d.reviews(c, campaign); err != nil {
		return err
	}
	return web.Render(c, status, organize.Overview(page))
}

// reviews are what reviewers decided, newest first.
func (d Door) reviews(c echo.Context, campaign models.Campaign) (list []organize.Review, err error) {
	ctx, tx, lang := c.Request().Context(), d.DB.Read(), web.Lang(c)
	rows, err := models.ReviewsOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		by, err := models.UserByID(ctx, tx, row.UserID)
		if err != nil {
			return nil, err
		}
		r := organize.Review{Decision: string(row.Decision), Note: row.Note, By: by.Name, At: row.At}
		if row.ReasonID != nil {
			reason, err := models.RejectionReasonByID(ctx, tx, *row.ReasonID)
			if err != nil {
				return nil, err
			}
			r.Reason, r.Advice, r.Final = reason.Title(lang), reason.Text(lang), reason.Final
		}
		list = append(list, r)
	}
	return list, nil
}
