package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /petitions/:slug/bill shows the way of a petition's bill, step by step.
func (d Door) bill(c echo.Context) error {
	campaign, _, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	bill, err := models.BillOf(ctx, tx, campaign.ID)
	if fault.Is(err, fault.NotFound) || err == nil && campaign.Bill == "" {
		page := public.BillPage{Page: d.Described(c, "bill.title", "bill.description"), Way: public.BillWay{Slug: campaign.Slug}}
		return web.Render(c, http.StatusOK, public.NoBill(page))
	}
	if err != nil {
		return err
	}
	events, err := models.BillEvents(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	state, _ := models.StateByCode(campaign.State)
	page := public.BillPage{Page: d.Described(c, "bill.title", "bill.description"), Way: d.wayOf(c, campaign, bill, events), StateName: state.NameIn(web.Lang(c)),
		Chamber: state.ChamberNamed(bill.Chamber).Name, Session: bill.Session, Sponsors: bill.Sponsors, URL: bill.URL}
	for _, e := range models.InOrder(events) {
		page.Entries = append(page.Entries, web.BillEntry(ctx, state, campaign, e, d.Now()))
	}
	for _, after := range events {
		if after.Corrects == 0 {
			continue
		}
		date := i18n.Date(ctx, after.At.In(state.Zone()))
		old := public.CorrectedEntry{Entry: web.BillEntry(ctx, state, campaign, events[after.Corrects-1], d.Now()), Why: i18n.T(ctx, "bill.corrected.by", "Date", date)}
		if old.Badge = ""; after.Kind == models.BillStruck {
			old.Why = i18n.T(ctx, "bill.struck.why", "Date", date, "Reason", after.Note)
		}
		page.Corrected = append(page.Corrected, old)
	}
	return web.Render(c, http.StatusOK, public.Bill(page))
}

// billWay is where a petition's bill stands; nil if nobody keeps it.
func (d Door) billWay(c echo.Context, campaign models.Campaign) (*public.BillWay, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	bill, err := models.BillOf(ctx, tx, campaign.ID)
	if fault.Is(err, fault.NotFound) || campaign.Bill == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	events, err := models.BillEvents(ctx, tx, campaign.ID)
	way := d.wayOf(c, campaign, bill, events)
	return &way, err
}

func (d Door) wayOf(c echo.Context, campaign models.Campaign, bill models.Bill, events []models.BillEvent) public.BillWay {
	ctx, standing := c.Request().Context(), models.StandingOf(events)
	state, _ := models.StateByCode(campaign.State)
	way := public.BillWay{Slug: campaign.Slug, Name: campaign.Bill, Title: bill.Title, Track: web.BillTrack(ctx, state, campaign.Bill, standing), Stands: web.BillStands(ctx, standing)}
	if campaign.Status != models.CampaignLive && campaign.Status != models.CampaignPaused {
		return way
	}
	for _, e := range models.HearingsSoon(events, d.Now()) {
		entry := web.BillEntry(ctx, state, campaign, e, d.Now())
		way.Soon = append(way.Soon, public.Hearing{Text: web.BillHearing(ctx, state, e), Source: entry.Source, SourceURL: entry.SourceURL})
	}
	return way
}
