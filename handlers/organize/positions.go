package organize

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/positions"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/organize"
)

// campaign is the one of the address, if the actor may work on it.
func (d Door) campaign(c echo.Context) (models.Campaign, error) {
	campaign, err := models.CampaignBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug"))
	if err == nil && !web.Actor(c).MaySee(campaign) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return campaign, err
}

// peoplesCampaign is campaign for pages that name people or hold their words,
// which are not for viewers.
func (d Door) peoplesCampaign(c echo.Context) (models.Campaign, error) {
	campaign, err := d.campaign(c)
	if err == nil && !web.Actor(c).MayOrganize(campaign) {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return campaign, err
}

// GET /organize/campaigns/:slug/positions shows where each seat stands and what
// was noted; ?seat= picks one for the form.
func (d Door) positions(c echo.Context) error {
	return d.showPositions(c, http.StatusOK, organize.PositionForm{Seat: c.QueryParam("seat"), Day: d.Now().UTC().Format(time.DateOnly)}, nil)
}

// POST /organize/campaigns/:slug/positions notes one.
func (d Door) notePosition(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.PositionForm{Seat: form.Get("seat"), Stance: form.Get("stance"), Evidence: form.Get("evidence"), Source: form.Get("source"),
		Summary: form.Get("summary"), Day: form.Get("said_on")}
	seat, _ := strconv.ParseInt(typed.Seat, 10, 64) // no number is no seat
	err = d.Positions.Note(c.Request().Context(), *web.Actor(c).User, campaign, positions.Form{SeatID: seat, Stance: typed.Stance, Evidence: typed.Evidence,
		Source: typed.Source, Summary: typed.Summary, SaidOn: typed.Day})
	if fault.Is(err, fault.Invalid) {
		return d.showPositions(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.position_noted")
	return web.SeeOther(c, "/organize/campaigns/"+campaign.Slug+"/positions#seat-"+typed.Seat)
}

func (d Door) showPositions(c echo.Context, status int, typed organize.PositionForm, errs map[string]string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	standings, err := models.Standings(ctx, tx, campaign, smallcells.Fewest)
	if err != nil {
		return err
	}
	rows, err := models.PositionRows(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := organize.PositionsPage{Page: d.StaffFrame(c, "organize.positions.title"), Slug: campaign.Slug, Title: text.Title, IsPublic: campaign.IsPublic(),
		Form: typed, Errors: errs, MaxSource: positions.MaxSource, MaxSummary: positions.MaxSummary}
	for _, s := range standings {
		page.Seats = append(page.Seats, seatOf(c, s, rows))
	}
	open, err := models.OpenProposals(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page.Proposals = proposalsOf(open, page.Seats)
	return web.Render(c, status, organize.Positions(page))
}

func seatOf(c echo.Context, s models.Standing, rows []models.PositionRow) organize.Seat {
	state, _ := models.StateByCode(s.State)
	chamber := state.OfficeNamed(s.Chamber)
	name := s.DistrictName
	if _, err := strconv.Atoi(s.Code); err == nil {
		name = i18n.T(c.Request().Context(), "letters.district", "Number", s.Code)
	}
	seat := organize.Seat{ID: strconv.FormatInt(s.SeatID, 10), Chamber: chamber.Name, District: name, Stance: "silent"}
	switch {
	case s.IsVacant():
		seat.Stance = "vacant"
	default:
		seat.Holder = strings.TrimSpace(chamber.Title + " " + s.Name)
		if s.Position != nil {
			seat.Stance = string(s.Position.Stance)
		}
	}
	for _, r := range rows {
		if r.SeatID == s.SeatID {
			noted := organize.Noted{Stance: string(r.Stance), Evidence: string(r.Evidence), Source: r.Source, Summary: r.Summary, Legislator: r.Legislator, By: r.NotedBy, At: r.CreatedAt}
			noted.Said, _ = time.Parse(time.DateOnly, r.SaidOn)
			seat.History = append(seat.History, noted)
		}
	}
	return seat
}
