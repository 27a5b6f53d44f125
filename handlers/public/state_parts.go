package public

import (
	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// stateStances count where a state's legislators stand on each live petition.
func (d Door) stateStances(c echo.Context, state models.State, rows []models.CampaignRow) (list []public.StateStances, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	holders, err := models.HoldersOfState(ctx, tx, state.Code)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Status != models.CampaignLive {
			continue
		}
		noted, err := models.PositionsOf(ctx, tx, row.ID)
		if err != nil {
			return nil, err
		}
		view := public.StateStances{Slug: row.Slug, Title: row.Title}
		for _, chamber := range state.Chambers {
			if counts := models.StanceCounts(holders, noted, chamber.Chamber); len(counts) > 0 {
				view.Chambers = append(view.Chambers, public.ChamberStances{Name: chamber.Name, Counts: counts})
			}
		}
		if len(view.Chambers) > 0 {
			list = append(list, view)
		}
	}
	return list, nil
}

// stateStories are the newest stories about petitions of a state.
func (d Door) stateStories(c echo.Context, state string) (list []public.StoryItem, err error) {
	const most = 5
	rows, err := models.StoriesOfState(c.Request().Context(), d.DB.Read(), state, most)
	for _, s := range rows {
		text, err := models.StoryTextOf(c.Request().Context(), d.DB.Read(), s.ID, web.Lang(c))
		if err != nil {
			return nil, err
		}
		list = append(list, storyItem(s, text))
	}
	return list, err
}

// elsewhere is a live petition of another state, for those whose own has none.
func (d Door) elsewhere(c echo.Context) (*public.CampaignLink, error) {
	rows, _, err := models.Campaigns(c.Request().Context(), d.DB.Read(), models.CampaignFilter{Status: models.CampaignLive, Size: 1, Lang: web.Lang(c), Since: models.MovingSince(d.Now())})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &public.CampaignLink{Slug: rows[0].Slug, Title: rows[0].Title}, nil
}
