package organize

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/organize"
)

// pulse is how a published campaign does, and what waits for its organizers.
func (d Door) pulse(c echo.Context, campaign models.Campaign) (*organize.Pulse, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	p, err := models.PulseOf(ctx, tx, campaign, d.Now())
	if err != nil {
		return nil, err
	}
	this, last := p.Week()
	view := &organize.Pulse{Slug: campaign.Slug, InState: p.InState, OutOfState: p.OutOfState, Pending: p.Pending, Held: p.Held, Withdrawn: p.Withdrawn, Invalidated: p.Invalidated,
		All: p.All(), Confirmed: p.Confirmed(), Writers: p.Writers, Helpers: p.Helpers, Volunteers: p.Volunteers, Letters: p.Letters, Delivered: p.Delivered, Returned: p.Returned,
		ThisWeek: this, LastWeek: last, Goal: campaign.NextGoal(p.Counted()), Sources: sources(p)}
	for _, row := range p.Days {
		day, err := time.Parse(time.DateOnly, row.Day)
		if err != nil {
			return nil, err
		}
		view.Days = append(view.Days, organize.PulseDay{Day: day, InState: row.InState, OutOfState: row.OutOfState})
	}
	state, _ := models.StateByCode(campaign.State)
	zone, err := time.LoadLocation(state.TimeZone)
	if err != nil {
		return nil, err
	}
	for _, h := range p.Hours {
		view.Hours = append(view.Hours, organize.PulseHour{Label: h.From.In(zone).Format("15:04"), Count: h.Count})
	}
	if view.Districts, err = d.districtMap(c, campaign, p.Counted()); err != nil {
		return nil, err
	}
	updates, err := models.UpdatesOf(ctx, tx, campaign.ID, 20)
	for _, u := range updates {
		if u.State == models.UpdateWaiting && u.UserID != web.Actor(c).User.ID {
			view.UpdatesToApprove++
		}
	}
	return view, err
}

// GET /organize/campaigns/:slug/days.csv is the journal per day.
func (d Door) daysCSV(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	days, err := models.DaysOf(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil {
		return err
	}
	rows := [][]string{{"day", "in_state", "out_of_state"}}
	for _, row := range days {
		rows = append(rows, []string{row.Day, strconv.Itoa(row.InState), strconv.Itoa(row.OutOfState)})
	}
	return sendCSV(c, campaign.Slug+"-days.csv", rows)
}
