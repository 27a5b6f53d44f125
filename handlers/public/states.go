package public

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /states shows every state's laws, on a day if ?as_of= names one;
// ?state=az, from the home page, leads to one.
func (d Door) states(c echo.Context) error {
	if s, ok := models.StateByCode(c.QueryParam("state")); ok {
		return web.SeeOther(c, "/states/"+s.Code)
	}
	page := public.StatesPage{Page: d.Frame(c, "states.title"), AsOf: asOf(c.QueryParam("as_of"), d.Now())}
	book, err := d.laws(c, "", page.AsOf)
	if err != nil {
		return err
	}
	items, err := d.stateItems(c)
	if err != nil {
		return err
	}
	for _, item := range items {
		page.Rows = append(page.Rows, public.StateRow{StateItem: item,
			SafeHarbor: book.law(item.Code, "safe_harbor", web.Lang(c)).LawStatus, Vacatur: book.law(item.Code, "vacatur", web.Lang(c)).LawStatus})
	}
	return web.Render(c, statusOf(page.AsOf), public.States(page))
}

func (d Door) laws(c echo.Context, state string, day public.AsOf) (lawBook, error) {
	return readLaws(c.Request().Context(), d.DB.Read(), state, day.Day, models.Moment(d.Now()).Format("2006-01-02"))
}

func statusOf(day public.AsOf) int {
	if day.Error != "" {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// GET /states/:state shows one state: its laws, its campaigns, what to do.
func (d Door) state(c echo.Context) error {
	state, ok := models.StateByCode(c.Param("state"))
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	day := asOf(c.QueryParam("as_of"), d.Now())
	book, err := d.laws(c, state.Code, day)
	if err != nil {
		return err
	}
	rows, items, err := d.stateCampaigns(c, state.Code)
	if err != nil {
		return err
	}
	name := state.NameIn(web.Lang(c))
	page := public.StatePage{Page: d.Titled(c, name), AsOf: day, Code: state.Code, Name: name, Campaigns: items,
		Legislature: state.Legislature, LegislatureURL: state.LegislatureURL}
	sitting, err := models.SittingOf(c.Request().Context(), d.DB.Read(), state, d.Now())
	if err != nil {
		return err
	}
	page.Sitting = web.Calendar(c.Request().Context(), sitting, nil)
	if page.Roles, err = d.openRoles(c, models.RoleFilter{State: state.Code}); err != nil {
		return err
	}
	if page.Stances, err = d.stateStances(c, state, rows); err != nil {
		return err
	}
	if page.Asks, err = d.stateAsks(c, state.Code, rows); err != nil {
		return err
	}
	if page.Stories, err = d.stateStories(c, state.Code); err != nil {
		return err
	}
	if !slices.ContainsFunc(rows, func(r models.CampaignRow) bool { return r.Status == models.CampaignLive }) {
		if page.Elsewhere, err = d.elsewhere(c); err != nil {
			return err
		}
	}
	for _, topic := range models.Topics {
		key := lawKey{state.Code, topic}
		if _, ok := book.cards[key]; !ok {
			continue
		}
		card := book.law(state.Code, topic, web.Lang(c))
		for _, x := range book.criteria[key] {
			card.Points = append(card.Points, public.LawPoint{Grade: string(x.Grade), Note: x.Note(web.Lang(c)), Open: x.Open(web.Lang(c)), Source: x.Source,
				Asked: asking(rows, items, topic, x.Key)})
		}
		page.Cards = append(page.Cards, card)
	}
	if page.ImportedAt, err = d.legislatorsAt(c, state.Code); err != nil {
		return err
	}
	return web.Render(c, statusOf(day), public.State(page))
}

func (d Door) stateCampaigns(c echo.Context, state string) (rows []models.CampaignRow, items []public.CampaignItem, err error) {
	filter := models.CampaignFilter{State: state, Size: 50, Lang: web.Lang(c), Since: models.MovingSince(d.Now())}
	rows, _, err = models.Campaigns(c.Request().Context(), d.DB.Read(), filter)
	for _, r := range rows {
		items = append(items, campaignItem(c, r))
	}
	return rows, items, err
}

// asking picks the live campaigns that ask for a point of a card.
func asking(rows []models.CampaignRow, items []public.CampaignItem, topic, criterion string) (asked []public.CampaignItem) {
	for i, r := range rows {
		if r.Status == models.CampaignLive && r.Topic == topic && r.Criterion == criterion {
			asked = append(asked, items[i])
		}
	}
	return asked
}
