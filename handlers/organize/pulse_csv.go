package organize

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/internal/smallcells"
	"statehouse/models"
)

// GET /organize/campaigns/:slug/hours.csv is the last day by the hour, in UTC.
func (d Door) hoursCSV(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	hours, err := models.HourCountsOf(c.Request().Context(), d.DB.Read(), campaign.ID, d.Now())
	if err != nil {
		return err
	}
	rows := [][]string{{"from", "counted"}}
	for _, h := range hours {
		rows = append(rows, []string{h.From.Format(time.RFC3339), strconv.Itoa(h.Count)})
	}
	return sendCSV(c, campaign.Slug+"-hours.csv", rows)
}

// GET /organize/campaigns/:slug/weeks.csv holds the last seven days against the seven
// before.
func (d Door) weeksCSV(c echo.Context) error {
	campaign, p, err := d.pulseFor(c)
	if err != nil {
		return err
	}
	rows := [][]string{{"day", "counted", "day_before", "counted_before"}}
	for i := models.PulseDays - 7; i < models.PulseDays; i++ {
		now, before := p.Days[i], p.Days[i-7]
		rows = append(rows, []string{now.Day, strconv.Itoa(now.InState + now.OutOfState), before.Day, strconv.Itoa(before.InState + before.OutOfState)})
	}
	return sendCSV(c, campaign.Slug+"-weeks.csv", rows)
}

// GET /organize/campaigns/:slug/steps.csv is how far supporters come, where signatures
// stand, and how letters fare. It leaves the team: few are not told.
func (d Door) stepsCSV(c echo.Context) error {
	campaign, p, err := d.pulseFor(c)
	if err != nil {
		return err
	}
	rows := [][]string{{"what", "number"}}
	for _, row := range []struct {
		what   string
		number int
	}{
		{"left_a_signature", p.All()}, {"confirmed", p.Confirmed()}, {"counted", p.Counted()}, {"wrote", p.Writers}, {"would_help", p.Helpers}, {"volunteer", p.Volunteers},
		{"counted_in_state", p.InState}, {"counted_out_of_state", p.OutOfState}, {"pending", p.Pending}, {"held", p.Held}, {"withdrawn", p.Withdrawn}, {"invalidated", p.Invalidated},
		{"letters", p.Letters}, {"letters_delivered", p.Delivered}, {"letters_returned", p.Returned},
	} {
		number := strconv.Itoa(row.number)
		if row.number > 0 && row.number < smallcells.Fewest {
			number = "few"
		}
		rows = append(rows, []string{row.what, number})
	}
	return sendCSV(c, campaign.Slug+"-steps.csv", rows)
}

func (d Door) pulseFor(c echo.Context) (models.Campaign, models.Pulse, error) {
	campaign, err := d.campaign(c)
	if err != nil {
		return campaign, models.Pulse{}, err
	}
	p, err := models.PulseOf(c.Request().Context(), d.DB.Read(), campaign, d.Now())
	return campaign, p, err
}
