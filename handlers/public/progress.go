package public

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/certificate"
	"statehouse/internal/i18n"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug/progress shows the count in its parts.
func (d Door) progress(c echo.Context) error {
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	n, err := models.CountsOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	onPaper, err := models.PaperCount(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := public.ProgressPage{
		Page: d.Described(c, "progress.title", "progress.description"), Slug: campaign.Slug, CampaignTitle: text.Title, StateName: stateName(c, campaign.State),
		Goal: campaign.NextGoal(n.Counted()), AsOf: d.Now(),
		Parts: public.CountParts{Counted: n.Counted(), InState: n.InState, OutOfState: n.OutOfState, Pending: n.Pending, Held: n.Held,
			Withdrawn: n.Withdrawn, Invalidated: n.Invalidated, Paper: onPaper},
	}
	if err := d.fillProgress(c, &page, campaign); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.Progress(page))
}

func (d Door) fillProgress(c echo.Context, page *public.ProgressPage, campaign models.Campaign) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	days, err := models.DaysOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page.Days = withoutGaps(days, lastDay(campaign, d.Now()))
	if err := d.fillDistricts(c, page, campaign); err != nil {
		return err
	}
	cert, err := certificate.Of(ctx, tx, campaign)
	if err != nil {
		return err
	}
	page.Letters, page.FewLetters = lettersOf(cert.Row), cert.Few
	if page.ImportedAt, err = d.legislatorsAt(c, campaign.State); err != nil {
		return err
	}
	if page.Positions, err = d.chamberPositions(c, campaign); err != nil {
		return err
	}
	if page.Updates, err = d.updates(c, campaign); err != nil {
		return err
	}
	if page.Way, err = d.billWay(c, campaign); err != nil {
		return err
	}
	endorsed, err := models.AcceptedEndorsements(ctx, tx, campaign.ID, mostOrganizations)
	if err != nil {
		return err
	}
	page.Organizations = organizationsOf(c, endorsed)
	versions, err := models.VersionsOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	var parts []smallcells.Part[int64]
	for _, v := range versions {
		parts = append(parts, smallcells.Part[int64]{Key: v.ID, Count: v.Counted})
	}
	told, _, _ := smallcells.Fold(parts, nil)
	for _, v := range versions {
		note := ""
		if v.Version > 1 {
			note = i18n.T(ctx, "progress.version.changed")
		}
		page.Versions = append(page.Versions, public.VersionCount{Number: v.Version, From: v.CreatedAt, Note: note, Count: told[v.ID], Few: told[v.ID] < v.Counted,
			Current: campaign.PetitionID != nil && v.ID == *campaign.PetitionID})
	}
	return nil
}

// lastDay is where the chart ends: today, or the day the campaign closed.
func lastDay(c models.Campaign, now time.Time) time.Time {
	if c.ClosedAt != nil && c.ClosedAt.Before(now) {
		return *c.ClosedAt
	}
	return now
}

// withoutGaps fills the days on which nobody signed.
func withoutGaps(days []models.DayCount, last time.Time) (all []public.DayCount) {
	if len(days) == 0 {
		return nil
	}
	counts := map[string]models.DayCount{}
	for _, day := range days {
		counts[day.Day] = day
	}
	first, err := time.Parse(time.DateOnly, days[0].Day)
	if err != nil {
		return nil
	}
	end := models.Day(last)
	if newest := days[len(days)-1].Day; newest > end {
		end = newest
	}
	for day := first; models.Day(day) <= end; day = day.AddDate(0, 0, 1) {
		n := counts[models.Day(day)]
		all = append(all, public.DayCount{Day: day, InState: n.InState, OutOfState: n.OutOfState})
	}
	return all
}

// fillDistricts tells of each district what a packet would.
func (d Door) fillDistricts(c echo.Context, page *public.ProgressPage, campaign models.Campaign) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	districts, err := models.DistrictsOf(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	told, err := d.Packets.Districts(ctx, campaign.ID, page.Parts.Counted)
	if err != nil {
		return err
	}
	byCode := func(a, b models.DistrictCount) int {
		return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), strings.Compare(a.Code, b.Code))
	}
	state, _ := models.StateByCode(campaign.State)
	for _, chamber := range state.Chambers {
		numbers := told.In(chamber.Chamber)
		count := public.ChamberCount{Code: chamber.Chamber, Name: chamber.Name, Unplaced: numbers[0]}
		// The order of those that are not told tells nothing either.
		slices.SortStableFunc(districts, func(a, b models.DistrictCount) int {
			return cmp.Or(cmp.Compare(numbers[b.DistrictID], numbers[a.DistrictID]), byCode(a, b))
		})
		for _, row := range districts {
			if row.Chamber == chamber.Chamber {
				count.Districts = append(count.Districts, public.DistrictCount{Name: web.DistrictName(c, row.Code, row.Name), Count: numbers[row.DistrictID]})
			}
		}
		page.Chambers = append(page.Chambers, count)
	}
	return nil
}
