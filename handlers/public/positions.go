package public

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug/positions shows where each seat stands on the ask.
func (d Door) positions(c echo.Context) error {
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	page := public.PositionsPage{Page: d.Frame(c, "positions.title"), Slug: campaign.Slug, CampaignTitle: text.Title, Ask: text.Ask}
	if page.Chambers, err = d.chamberPositions(c, campaign); err != nil {
		return err
	}
	if page.ImportedAt, err = d.legislatorsAt(c, campaign.State); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.Positions(page))
}

// chamberPositions are the chambers that have seats, with where each stands.
func (d Door) chamberPositions(c echo.Context, campaign models.Campaign) (list []public.ChamberPositions, err error) {
	standings, err := models.Standings(c.Request().Context(), d.DB.Read(), campaign, smallcells.Fewest)
	if err != nil {
		return nil, err
	}
	state, _ := models.StateByCode(campaign.State)
	for _, chamber := range state.Chambers {
		view := public.ChamberPositions{Code: chamber.Chamber, Name: chamber.Name}
		for _, s := range standings {
			if s.Chamber == chamber.Chamber {
				view.Seats = append(view.Seats, seatPosition(c, chamber, s))
			}
		}
		view.Size = max(chamber.Seats, len(view.Seats))
		view.Majority = view.Size/2 + 1
		if len(view.Seats) > 0 {
			list = append(list, view)
		}
	}
	return list, nil
}

func seatPosition(c echo.Context, chamber models.Chamber, s models.Standing) public.SeatPosition {
	view := public.SeatPosition{District: web.DistrictName(c, s.Code, s.DistrictName), Title: chamber.Title, Name: s.Name, Party: s.Party, Stance: "silent"}
	switch {
	case s.IsVacant():
		view.Stance = "vacant"
	case s.Position != nil:
		view.Stance, view.Evidence = string(s.Position.Stance), string(s.Position.Evidence)
		view.Source, view.Summary = s.Position.Source, s.Position.Summary
		view.Said, _ = time.Parse(time.DateOnly, s.Position.SaidOn)
	case s.SilentSince != nil:
		view.SilentSince = *s.SilentSince
	}
	return view
}
