package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /states/:state/press is what a newsroom needs: facts with their sources,
// numbers, pictures, words, and whom to ask.
func (d Door) press(c echo.Context) error {
	state, ok := models.StateByCode(c.Param("state"))
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	book, err := d.laws(c, state.Code, public.AsOf{})
	if err != nil {
		return err
	}
	_, items, err := d.stateCampaigns(c, state.Code)
	if err != nil {
		return err
	}
	page := public.PressPage{Code: state.Code, Name: state.NameIn(web.Lang(c)), BaseURL: d.BaseURL, Contact: d.Contact, Now: d.Now().UTC()}
	page.Page = d.Frame(c, "press.title", "State", page.Name)
	for _, item := range items {
		if item.Status == string(models.CampaignLive) {
			page.Campaigns = append(page.Campaigns, item)
		}
	}
	for _, topic := range models.Topics {
		if _, ok := book.cards[lawKey{state.Code, topic}]; ok {
			page.Cards = append(page.Cards, book.law(state.Code, topic, web.Lang(c)))
		}
	}
	return web.Render(c, http.StatusOK, public.Press(page))
}
