package public

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// campaignItem is a campaign as lists and its own page show it.
func campaignItem(c echo.Context, r models.CampaignRow) public.CampaignItem {
	return public.CampaignItem{
		Slug: r.Slug, Title: r.Title, Ask: r.Ask, StateCode: r.State, StateName: stateName(c, r.State), Topic: r.Topic,
		Status: string(r.Status), Outcome: string(r.Outcome), InState: r.InState, OutOfState: r.OutOfState,
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

// GET /states shows every state's laws; ?state=az, from the home page, leads to one.
func (d Door) states(c echo.Context) error {
	if s, ok := models.StateByCode(c.QueryParam("state")); ok {
		return web.SeeOther(c, "/states/"+s.Code)
	}
	cards, err := models.LawCards(c.Request().Context(), d.DB.Read(), "")
	if err != nil {
		return err
	}
	byState := map[string]map[string]models.LawCard{}
	for _, card := range cards {
		if byState[card.State] == nil {
			byState[card.State] = map[string]models.LawCard{}
		}
		byState[card.State][card.Topic] = card
	}
	items, err := d.stateItems(c)
	if err != nil {
		return err
	}
	page := public.StatesPage{Page: d.Frame(c, "states.title")}
	for _, item := range items {
		page.Rows = append(page.Rows, public.StateRow{StateItem: item,
			SafeHarbor: lawStatus("safe_harbor", byState[item.Code]), Vacatur: lawStatus("vacatur", byState[item.Code])})
	}
	return web.Render(c, http.StatusOK, public.States(page))
}

func lawStatus(topic string, cards map[string]models.LawCard) public.LawStatus {
	card, ok := cards[topic]
	if !ok {
		return public.LawStatus{Topic: topic, Unverified: true}
	}
	return public.LawStatus{Topic: topic, Status: card.Status, AsOf: card.AsOf, Confidence: card.Confidence, Unverified: card.IsUnverified()}
}

func lawCard(c echo.Context, card models.LawCard) public.LawCard {
	view := public.LawCard{
		LawStatus: lawStatus(card.Topic, map[string]models.LawCard{card.Topic: card}),
		Citation:  card.Citation, Summary: card.Summary(web.Lang(c)), Source: card.Source, ReviewedOn: card.ReviewedOn, ReviewDue: card.ReviewDue,
	}
	if card.Year != nil {
		view.Year = *card.Year
	}
	return view
}

// GET /states/:state shows one state: its laws, its campaigns, what to do.
func (d Door) state(c echo.Context) error {
	state, ok := models.StateByCode(c.Param("state"))
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	cards, err := models.LawCards(c.Request().Context(), d.DB.Read(), state.Code)
	if err != nil {
		return err
	}
	items, _, err := d.list(c, models.CampaignFilter{State: state.Code, Size: 50})
	if err != nil {
		return err
	}
	name := state.NameIn(web.Lang(c))
	page := public.StatePage{Page: d.Titled(c, name), Code: state.Code, Name: name, Campaigns: items,
		Legislature: state.Legislature, LegislatureURL: state.LegislatureURL}
	for _, card := range cards {
		page.Cards = append(page.Cards, lawCard(c, card))
	}
	return web.Render(c, http.StatusOK, public.State(page))
}

// GET /p/:code leads to a petition, or to its successor once it closed.
func (d Door) shortLink(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, err := models.CampaignByCode(ctx, tx, c.Param("code"))
	if err == nil && !campaign.IsPublic() {
		err = echo.NewHTTPError(http.StatusNotFound)
	}
	for hops := 0; err == nil && campaign.Status == models.CampaignClosed && campaign.SuccessorID != nil && hops < 10; hops++ {
		var next models.Campaign
		if next, err = models.CampaignByID(ctx, tx, *campaign.SuccessorID); err == nil && !next.IsPublic() {
			break
		}
		campaign = next
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, "/petitions/"+campaign.Slug)
}

func weekOf(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -int((day.Weekday()+6)%7))
}
