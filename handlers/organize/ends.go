package organize

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/campaigns"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// endFields are the fields of what can be changed of a campaign's end.
var endFields = map[string]string{"closing": "day", "successor": "successor", "outcome": "outcome"}

// GET /organize/campaigns/:slug/status/:what shows the form for the last day, the
// successor or the outcome; ?day= fills in a day of the legislature's calendar.
func (d Door) end(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	typed := organize.EndForm{Value: campaign.ClosesOn}
	if _, err := time.Parse(time.DateOnly, c.QueryParam("day")); err == nil && c.Param("what") == "closing" {
		typed.Value = c.QueryParam("day")
	}
	switch c.Param("what") {
	case "outcome":
		typed.Value = string(campaign.Outcome)
	case "successor":
		if typed.Value = ""; campaign.SuccessorID != nil {
			next, err := models.CampaignByID(c.Request().Context(), d.DB.Read(), *campaign.SuccessorID)
			if err != nil {
				return err
			}
			typed.Value = next.Slug
		}
	}
	return d.showEnd(c, campaign, http.StatusOK, typed, nil)
}

// POST /organize/campaigns/:slug/status/:what keeps it.
func (d Door) saveEnd(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, actor, what := c.Request().Context(), web.Actor(c), c.Param("what")
	typed := organize.EndForm{Value: form.Get(endFields[what]), Reason: form.Get("reason")}
	switch what {
	case "closing":
		err = d.Campaigns.SetClosing(ctx, actor, campaign.Slug, campaigns.ClosingForm{Day: typed.Value, Reason: typed.Reason})
	case "successor":
		err = d.Campaigns.Follow(ctx, actor, campaign.Slug, campaigns.SuccessorForm{Successor: typed.Value, Reason: typed.Reason})
	case "outcome":
		err = d.Campaigns.SetOutcome(ctx, actor, campaign.Slug, campaigns.OutcomeForm{Outcome: typed.Value, Reason: typed.Reason})
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if fault.Is(err, fault.Invalid) {
		return d.showEnd(c, campaign, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.ends_saved")
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/status")
}

func (d Door) showEnd(c echo.Context, campaign models.Campaign, status int, typed organize.EndForm, errs map[string]string) error {
	what := c.Param("what")
	if endFields[what] == "" {
		return fault.New(fault.NotFound, "error.not_found")
	}
	text, err := models.WorkingText(c.Request().Context(), d.DB.Read(), campaign, web.Lang(c))
	if err != nil {
		return err
	}
	state, _ := models.StateByCode(campaign.State)
	page := organize.EndPage{Page: d.StaffFrame(c, "status.ends"), Slug: campaign.Slug, Petition: text.Title, State: state.NameIn(web.Lang(c)), What: what, Form: typed, Errors: errs,
		MaxReason: campaigns.MaxReason}
	if page.Ends, err = d.endsOf(c, campaign); err != nil {
		return err
	}
	if what == "closing" {
		sitting, err := d.sitting(c, campaign)
		if err != nil {
			return err
		}
		page.Sitting = web.Calendar(c.Request().Context(), sitting, func(day string) string { return campaignPath(campaign.Slug) + "/status/closing?day=" + day })
		page.Outlasts = web.Outlasts(c.Request().Context(), sitting, campaign)
	}
	return web.Render(c, status, organize.End(page))
}

// closingNear is from how long before its last day organizers are told of it.
const closingNear = 14 * 24 * time.Hour

// closesSoon is the last day of a campaign if it is near; else the zero time.
func closesSoon(campaign models.Campaign, now time.Time) time.Time {
	day, err := time.Parse(time.DateOnly, campaign.ClosesOn)
	if err != nil || !campaign.CanChangeClosing() || day.After(now.Add(closingNear)) {
		return time.Time{}
	}
	return day
}

// endsOf is how a campaign ends, and what of it can be changed.
func (d Door) endsOf(c echo.Context, campaign models.Campaign) (e organize.Ends, err error) {
	if campaign.CanChangeClosing() {
		e.ClosesOn, _ = time.Parse(time.DateOnly, campaign.ClosesOn) // none is the zero time
		e.What = append(e.What, "closing")
	}
	if campaign.Status == models.CampaignClosed {
		e.What = append(e.What, "outcome")
	}
	if campaign.HasEnded() {
		e.What = append(e.What, "successor")
	}
	if campaign.SuccessorID != nil {
		if e.Follower, err = d.titleOf(c, *campaign.SuccessorID); err != nil {
			return e, err
		}
	}
	rows, err := models.SuccessorsFor(c.Request().Context(), d.DB.Read(), campaign, web.Lang(c))
	for _, row := range rows {
		e.Successors = append(e.Successors, organize.Addable{Value: row.Slug, Name: row.Title})
	}
	return e, err
}

func (d Door) titleOf(c echo.Context, id int64) (string, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, err := models.CampaignByID(ctx, tx, id)
	if err != nil {
		return "", err
	}
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	return text.Title, err
}

// moveOf is one step of a campaign with who took it.
func (d Door) moveOf(c echo.Context, m models.CampaignMove) (move organize.Move, err error) {
	by, err := models.UserByID(c.Request().Context(), d.DB.Read(), m.UserID)
	if err != nil {
		return move, err
	}
	move = organize.Move{Kind: string(m.Kind), Before: string(m.Before), After: string(m.After), Outcome: string(m.Outcome), Reason: m.Reason, By: by.Name, At: m.At}
	move.Closes, _ = time.Parse(time.DateOnly, m.ClosesOn) // none is the zero time
	if m.SuccessorID != nil {
		move.Successor, err = d.titleOf(c, *m.SuccessorID)
	}
	return move, err
}
