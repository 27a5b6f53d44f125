package organize

import (
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

// GET /organize/campaigns/:slug/bill/:kind shows the form for a step, a hearing or a
// vote; ?correct= fills it with what it corrects.
func (d Door) billEvent(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	typed := organize.BillEventForm{Kind: c.Param("kind"), Corrects: web.Number(c.QueryParam("correct"))}
	if old, ok, err := d.standingEvent(c, campaign, typed.Corrects); err != nil {
		return err
	} else if ok {
		typed = typedOf(campaign, old)
	}
	return d.showBillEvent(c, campaign, http.StatusOK, typed, nil)
}

// POST /organize/campaigns/:slug/bill/:kind notes one.
func (d Door) noteBillEvent(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.BillEventForm{Kind: c.Param("kind"), Corrects: web.Number(form.Get("corrects")), Stage: form.Get("stage"), Day: form.Get("day"), Time: form.Get("time"),
		Where: form.Get("where"), Body: form.Get("body"), Place: form.Get("place"), Yes: form.Get("yes"), No: form.Get("no"), Absent: form.Get("absent"),
		Passed: form.Get("passed"), Note: form.Get("note"), Source: form.Get("source")}
	err = d.Bills.Add(c.Request().Context(), web.Actor(c), campaign.Slug, bills.EventForm(typed))
	return d.afterBill(c, campaign, err, "flash.bill_noted", func(errs map[string]string) error {
		return d.showBillEvent(c, campaign, http.StatusUnprocessableEntity, typed, errs)
	})
}

// POST /organize/campaigns/:slug/bill/entries/:number/strike takes one out of the
// timeline.
func (d Door) strikeBillEvent(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Bills.Strike(c.Request().Context(), web.Actor(c), campaign.Slug, web.Number(c.Param("number")), form.Get("reason"))
	return d.afterBill(c, campaign, err, "flash.bill_struck", func(errs map[string]string) error {
		return d.showBill(c, campaign, http.StatusUnprocessableEntity, d.billAsKept(c, campaign), nil, errs["reason"])
	})
}

// afterBill leads back to the bill, to the form, or says what came between.
func (d Door) afterBill(c echo.Context, campaign models.Campaign, err error, flash string, again func(map[string]string) error) error {
	switch {
	case fault.Is(err, fault.Invalid):
		return again(fault.Of(err).Fields)
	case fault.Is(err, fault.Conflict):
		return d.showBill(c, campaign, http.StatusConflict, d.billAsKept(c, campaign), nil, fault.Of(err).Message)
	case err != nil:
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, campaignPath(campaign.Slug)+"/bill")
}

func (d Door) billAsKept(c echo.Context, campaign models.Campaign) organize.BillForm {
	bill, _ := models.BillOf(c.Request().Context(), d.DB.Read(), campaign.ID) // none yet is an empty form
	return organize.BillForm{Number: campaign.Bill, Chamber: bill.Chamber, Session: bill.Session, Title: bill.Title, Sponsors: bill.Sponsors, URL: bill.URL}
}

// standingEvent is the event with a number, if it stands.
func (d Door) standingEvent(c echo.Context, campaign models.Campaign, number int) (e models.BillEvent, ok bool, err error) {
	events, err := models.BillEvents(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil {
		return e, false, err
	}
	events = models.StandingEvents(events)
	i := slices.IndexFunc(events, func(e models.BillEvent) bool { return e.Number == number })
	if i < 0 {
		return e, false, nil
	}
	return events[i], true, nil
}

// typedOf is an event as somebody would type it.
func typedOf(campaign models.Campaign, e models.BillEvent) organize.BillEventForm {
	f := organize.BillEventForm{Kind: string(e.Kind), Corrects: e.Number, Stage: string(e.Stage), Day: e.Day, Place: e.Place, Note: e.Note, Source: e.Source}
	switch {
	case e.CommitteeID != nil:
		f.Where = "committee " + strconv.FormatInt(*e.CommitteeID, 10)
	case e.Body != "":
		f.Body = e.Body
	case e.Chamber != "":
		f.Where = "chamber " + e.Chamber
	}
	if e.StartsAt != nil {
		state, _ := models.StateByCode(campaign.State)
		f.Time = e.StartsAt.In(state.Zone()).Format("15:04")
	}
	if e.Kind == models.BillVote {
		f.Yes, f.No, f.Absent, f.Passed = strconv.Itoa(e.Yes), strconv.Itoa(e.No), strconv.Itoa(e.Absent), "no"
		if e.Passed {
			f.Passed = "yes"
		}
	}
	return f
}

func (d Door) showBillEvent(c echo.Context, campaign models.Campaign, status int, typed organize.BillEventForm, errs map[string]string) error {
	kind := models.BillEventKind(typed.Kind)
	if kind == models.BillStruck || !slices.Contains(models.BillEventKinds, kind) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	state, _ := models.StateByCode(campaign.State)
	page := organize.BillEventPage{Page: d.StaffFrame(c, "bill.desk.add."+typed.Kind), Slug: campaign.Slug, Bill: campaign.Bill, State: state.NameIn(web.Lang(c)), Form: typed, Errors: errs,
		Most: organize.BillMost{Body: bills.MaxBody, Place: bills.MaxPlace, Note: bills.MaxNote, Source: bills.MaxSource}}
	for _, chamber := range chambersOf(state) {
		page.Where = append(page.Where, organize.Addable{Value: "chamber " + chamber.Value, Name: chamber.Name})
	}
	committees, err := models.CommitteesOfState(ctx, tx, campaign.State)
	if err != nil {
		return err
	}
	for _, k := range committees {
		if value := "committee " + strconv.FormatInt(k.ID, 10); k.EndedAt == nil || value == typed.Where {
			page.Where = append(page.Where, organize.Addable{Value: value, Name: committeeName(state, k)})
		}
	}
	old, ok, err := d.standingEvent(c, campaign, typed.Corrects)
	if err != nil {
		return err
	}
	if ok {
		entry := web.BillEntry(ctx, state, campaign, old, d.Now())
		page.Corrected = &entry
	}
	return web.Render(c, status, organize.BillEvent(page))
}
