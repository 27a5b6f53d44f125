package organize

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/bills"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/bill shows what the bill is and what has happened
// to it.
func (d Door) bill(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	bill, err := models.BillOf(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return d.showBill(c, campaign, http.StatusOK, organize.BillForm{Number: campaign.Bill, Chamber: bill.Chamber, Session: bill.Session, Title: bill.Title,
		Sponsors: bill.Sponsors, URL: bill.URL}, nil, "")
}

// POST /organize/campaigns/:slug/bill keeps what it is.
func (d Door) saveBill(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.BillForm{Number: form.Get("number"), Chamber: form.Get("chamber"), Session: form.Get("session"), Title: form.Get("title"),
		Sponsors: form.Get("sponsors"), URL: form.Get("url")}
	err = d.Bills.Save(c.Request().Context(), web.Actor(c), campaign.Slug, bills.Form(typed))
	if fault.Is(err, fault.Invalid) {
		return d.showBill(c, campaign, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields, "")
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.bill_saved")
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/bill")
}

func (d Door) showBill(c echo.Context, campaign models.Campaign, status int, typed organize.BillForm, errs map[string]string, problem string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	events, err := models.BillEvents(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	_, err = models.BillOf(ctx, tx, campaign.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	state, _ := models.StateByCode(campaign.State)
	page := organize.BillPage{Page: d.StaffFrame(c, "bill.link"), Slug: campaign.Slug, Title: text.Title, IsPublic: campaign.IsPublic(), IsKept: err == nil && campaign.Bill != "",
		Form: typed, Errors: errs, Problem: problem, Chambers: chambersOf(state), Track: web.BillTrack(ctx, state, campaign.Bill, models.StandingOf(events))}
	page.Most = organize.BillMost{Number: bills.MaxNumber, Session: bills.MaxSession, Title: bills.MaxTitle, Sponsors: bills.MaxSponsors, URL: bills.MaxURL, Note: bills.MaxNote}
	for _, e := range models.InOrder(events) {
		by, err := models.UserByID(ctx, tx, e.UserID)
		if err != nil {
			return err
		}
		page.Entries = append(page.Entries, organize.BillEntry{Entry: web.BillEntry(ctx, state, campaign, e, d.Now()), Number: strconv.Itoa(e.Number), Kind: string(e.Kind), By: by.Name, At: e.At})
	}
	if page.Soon, err = d.hearingsSoon(ctx, campaign, events); err != nil {
		return err
	}
	return web.Render(c, status, organize.Bill(page))
}

func chambersOf(state models.State) (list []organize.Addable) {
	for _, chamber := range state.Chambers {
		list = append(list, organize.Addable{Value: chamber.Chamber, Name: chamber.Name})
	}
	return list
}

// hearingsSoon are the hearings that are near, with what can be done about each.
func (d Door) hearingsSoon(ctx context.Context, campaign models.Campaign, events []models.BillEvent) (list []organize.HearingSoon, err error) {
	soon := models.HearingsSoon(events, d.Now())
	if len(soon) == 0 {
		return nil, nil
	}
	tx := d.DB.Read()
	set, err := models.TargetsOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	state, _ := models.StateByCode(campaign.State)
	for _, e := range soon {
		h := organize.HearingSoon{Slug: campaign.Slug, Text: web.BillHearing(ctx, state, e), Body: web.BillBody(ctx, state, e), IsFirst: len(set) == 0}
		if e.CommitteeID != nil {
			committee, err := models.CommitteeByID(ctx, tx, *e.CommitteeID)
			if err != nil {
				return nil, err
			}
			h.IsTarget = slices.ContainsFunc(set, func(t models.Target) bool { return t.CommitteeID != nil && *t.CommitteeID == committee.ID })
			if committee.EndedAt == nil && !h.IsTarget {
				h.Add = "committee " + strconv.FormatInt(committee.ID, 10)
			}
		}
		list = append(list, h)
	}
	return list, nil
}
