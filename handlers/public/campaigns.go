package public

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/public"
)

// campaignItem is a campaign as lists and its own page show it.
func campaignItem(c echo.Context, r models.CampaignRow) public.CampaignItem {
	return public.CampaignItem{
		Slug: r.Slug, Title: r.Title, Ask: r.Ask, StateCode: r.State, StateName: stateName(c, r.State), Topic: r.Topic,
		Status: string(r.Status), Outcome: string(r.Outcome), InState: r.InState, OutOfState: r.OutOfState, Paper: r.Paper,
		Goal: r.NextGoal(r.Counted()), Recent: r.Recent,
	}
}

func (d Door) list(c echo.Context, f models.CampaignFilter) (items []public.CampaignItem, total int, err error) {
	f.Lang, f.Since = web.Lang(c), models.MovingSince(d.Now())
	rows, total, err := models.Campaigns(c.Request().Context(), d.DB.Read(), f)
	for _, r := range rows {
		items = append(items, campaignItem(c, r))
	}
	return items, total, err
}

func (d Door) stateItems(c echo.Context) ([]public.StateItem, error) {
	live, err := models.LiveByState(c.Request().Context(), d.DB.Read())
	var items []public.StateItem
	for _, s := range models.States() {
		items = append(items, public.StateItem{Code: s.Code, Name: s.NameIn(web.Lang(c)), Live: live[s.Code]})
	}
	return items, err
}

// GET / lets visitors pick their state and shows what is moving now.
func (d Door) home(c echo.Context) error {
	states, err := d.stateItems(c)
	if err != nil {
		return err
	}
	moving, _, err := d.list(c, models.CampaignFilter{Status: models.CampaignLive, Size: 3})
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.Home(public.HomePage{Page: d.Frame(c, "common.site"), States: states, Moving: moving}))
}

const listSize = 20

// GET /petitions lists campaigns: state, topic, status, q, sort, page.
func (d Door) petitions(c echo.Context) error {
	page := web.PageNumber(c.QueryParam("page"))
	filter := public.PetitionsFilter{State: strings.ToLower(c.QueryParam("state")), Topic: c.QueryParam("topic"),
		Status: c.QueryParam("status"), Q: strings.TrimSpace(c.QueryParam("q")), Sort: c.QueryParam("sort")}
	items, total, err := d.list(c, models.CampaignFilter{State: filter.State, Topic: filter.Topic, Status: models.CampaignStatus(filter.Status),
		Text: filter.Q, Sort: filter.Sort, Page: page, Size: listSize})
	if err != nil {
		return err
	}
	states, err := d.stateItems(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.Petitions(public.PetitionsPage{Page: d.Frame(c, "petitions.title"), Filter: filter, States: states,
		Items: items, Total: total, Number: page, Pages: max((total+listSize-1)/listSize, 1)}))
}

// GET /p/:code and /p/:code/:channel lead to a petition, or to its successor once it closed.
func (d Door) shortLink(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	asked, err := models.CampaignByCode(ctx, tx, c.Param("code"))
	if err != nil {
		return err
	}
	campaign, err := models.Following(ctx, tx, asked)
	if err == nil && !campaign.IsPublic() {
		err = echo.NewHTTPError(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	to, query := "/petitions/"+campaign.Slug, url.Values{}
	if channel := c.Param("channel"); channel != "" {
		query.Set("via", channel)
	}
	if campaign.ID != asked.ID {
		query.Set("after", asked.Code)
	}
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	return c.Redirect(http.StatusFound, to)
}

// sentFrom says which petition somebody looked for who was led to the one that
// follows it; "" for who came straight.
func (d Door) sentFrom(c echo.Context, campaign models.Campaign) (string, error) {
	ctx, tx, code := c.Request().Context(), d.DB.Read(), c.QueryParam("after")
	if code == "" {
		return "", nil
	}
	asked, err := models.CampaignByCode(ctx, tx, code)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	follower, err := models.Following(ctx, tx, asked)
	switch {
	case err != nil || follower.ID != campaign.ID || asked.ID == campaign.ID:
		return "", err
	case !asked.IsPublic() || asked.PetitionID == nil:
		return i18n.T(ctx, "petition.follows.unnamed"), nil
	}
	text, err := models.TextOf(ctx, tx, *asked.PetitionID, web.Lang(c))
	return i18n.T(ctx, "petition.follows", "Title", text.Title), err
}

func weekOf(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -int((day.Weekday()+6)%7))
}
