package organize

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/milestones shows what was reached and who was
// told; ?seat= and ?milestone= show the digest of an office.
func (d Door) milestones(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	page, err := d.milestonesPage(c, campaign)
	if err != nil {
		return err
	}
	if page.Seat, page.Milestone = c.QueryParam("seat"), c.QueryParam("milestone"); page.Seat == "" && page.Milestone == "" {
		return web.Render(c, http.StatusOK, organize.Milestones(page))
	}
	seat, milestone := chosen(page.Seat, page.Milestone)
	look, err := d.Delivery.PreviewDigest(c.Request().Context(), campaign, seat, milestone)
	if fault.Is(err, fault.Invalid) {
		page.Errors = fault.Of(err).Fields
		return web.Render(c, http.StatusUnprocessableEntity, organize.Milestones(page))
	}
	if err != nil {
		return err
	}
	page.Preview = &organize.DigestPreview{From: look.From.Name + " <" + look.From.Email + ">", To: look.To.Name + " <" + look.To.Email + ">",
		ReplyTo: look.ReplyTo, Subject: look.Subject, Text: look.Text}
	return web.Render(c, http.StatusOK, organize.Milestones(page))
}

// chosen are the ids of an office and a milestone; no number is none.
func chosen(seat, milestone string) (int64, int64) {
	s, _ := strconv.ParseInt(seat, 10, 64)
	m, _ := strconv.ParseInt(milestone, 10, 64)
	return s, m
}

// POST /organize/campaigns/:slug/milestones sets the numbers.
func (d Door) setMilestones(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := delivery.Thresholds{State: form.Get("state"), District: form.Get("district")}
	return d.afterMilestones(c, campaign, "flash.milestones_set", d.Delivery.SetMilestones(c.Request().Context(), campaign, typed),
		func(page *organize.MilestonesPage) { page.InState, page.InDistrict = typed.State, typed.District })
}

// POST /organize/campaigns/:slug/milestones/targets says which targets get digests.
func (d Door) setDigestTargets(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.afterMilestones(c, campaign, "flash.milestones_set", d.Delivery.SetLettersOnly(c.Request().Context(), campaign, form["letters_only"]),
		func(*organize.MilestonesPage) {})
}

// POST /organize/campaigns/:slug/milestones/test mails a digest to the actor.
func (d Door) testDigest(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	seat, milestone := chosen(form.Get("seat"), form.Get("milestone"))
	return d.afterMilestones(c, campaign, "flash.digest_tested", d.Delivery.TestDigest(c.Request().Context(), *web.Actor(c).User, campaign, seat, milestone),
		func(page *organize.MilestonesPage) {
			page.Seat, page.Milestone = form.Get("seat"), form.Get("milestone")
		})
}

// afterMilestones leads back to the page, or shows it with what was wrong.
func (d Door) afterMilestones(c echo.Context, campaign models.Campaign, flash string, err error, keep func(*organize.MilestonesPage)) error {
	if fault.Is(err, fault.Invalid) {
		page, failed := d.milestonesPage(c, campaign)
		if failed != nil {
			return failed
		}
		page.Errors = fault.Of(err).Fields
		keep(&page)
		return web.Render(c, http.StatusUnprocessableEntity, organize.Milestones(page))
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/organize/campaigns/"+campaign.Slug+"/milestones")
}

func (d Door) milestonesPage(c echo.Context, campaign models.Campaign) (organize.MilestonesPage, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	page := organize.MilestonesPage{Page: d.StaffFrame(c, "organize.milestones.title"), Slug: campaign.Slug, Least: delivery.MinThreshold, Most: delivery.MaxMilestones}
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return page, err
	}
	counts, err := models.CountsOf(ctx, tx, campaign.ID)
	if err != nil {
		return page, err
	}
	page.Title, page.Counted = text.Title, counts.InState
	state, _ := models.StateByCode(campaign.State)
	page.State = state.NameIn(web.Lang(c))
	milestones, err := models.MilestonesOf(ctx, tx, campaign.ID)
	if err != nil {
		return page, err
	}
	var inState, inDistrict []string
	for _, m := range milestones {
		page.Milestones = append(page.Milestones, organize.Milestone{ID: strconv.FormatInt(m.ID, 10), OfState: m.Scope == models.MilestoneOfState, Threshold: m.Threshold})
		if m.Scope == models.MilestoneOfState {
			inState = append(inState, strconv.Itoa(m.Threshold))
		} else {
			inDistrict = append(inDistrict, strconv.Itoa(m.Threshold))
		}
	}
	page.InState, page.InDistrict = strings.Join(inState, "\n"), strings.Join(inDistrict, "\n")
	if page.Reached, err = d.reached(c, campaign); err != nil {
		return page, err
	}
	if page.Targets, err = d.digestTargets(c, campaign); err != nil {
		return page, err
	}
	offices, err := d.Delivery.Recipients(ctx, campaign)
	for _, o := range offices {
		page.Offices = append(page.Offices, organize.DigestOffice{ID: strconv.FormatInt(o.SeatID, 10), Name: seatName(c, o.Holder) + ": " + o.Name})
	}
	return page, err
}

// officeName is a chamber and a district in words.
func officeName(c echo.Context, stateCode, chamber, code, name string) string {
	state, _ := models.StateByCode(stateCode)
	if chamber == models.GovernorChamber {
		return state.OfficeNamed(chamber).Name
	}
	return nameOf(c, models.District{State: stateCode, Chamber: chamber, Code: code, Name: name})
}

// seatName is officeName of a seat.
func seatName(c echo.Context, h models.Holder) string {
	return officeName(c, h.State, h.Chamber, h.Code, h.DistrictName)
}

// reached lists what the campaign has reached, with the offices that were told.
func (d Door) reached(c echo.Context, campaign models.Campaign) (list []organize.Reached, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.ReachedOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	fates, err := models.DigestFates(ctx, tx, campaign.ID)
	for _, row := range rows {
		r := organize.Reached{Threshold: row.Threshold, At: row.ReachedAt, Passed: row.Passed}
		if row.DistrictID != nil {
			r.District = officeName(c, campaign.State, row.Chamber, row.Code, row.DistrictName)
		}
		for _, f := range fates {
			if f.ReachedID == row.ID {
				r.Told = append(r.Told, organize.ToldOffice{Name: officeName(c, campaign.State, f.Chamber, f.Code, f.DistrictName) + ": " + f.Legislator, Fate: string(f.Fate)})
			}
		}
		list = append(list, r)
	}
	return list, err
}

func (d Door) digestTargets(c echo.Context, campaign models.Campaign) (list []organize.DigestTarget, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	targets, err := models.Addressed(ctx, tx, campaign)
	if err != nil {
		return nil, err
	}
	only, err := models.LettersOnlyOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	state, _ := models.StateByCode(campaign.State)
	for _, t := range targets {
		target := organize.DigestTarget{Value: delivery.TargetName(t), LettersOnly: slices.ContainsFunc(only, func(o models.LettersOnly) bool { return o.Kind == t.Kind && o.Name == t.Name() })}
		switch t.Kind {
		case models.TargetChamber:
			target.Name = state.OfficeNamed(*t.Chamber).Name
		case models.TargetCommittee:
			committee, err := models.CommitteeByID(ctx, tx, *t.CommitteeID)
			if err != nil {
				return nil, err
			}
			target.Name = committee.Name
		case models.TargetSeat:
			holder, err := models.HolderBySeat(ctx, tx, *t.SeatID)
			if err != nil {
				return nil, err
			}
			target.Name = strings.TrimSuffix(seatName(c, holder)+": "+holder.Name, ": ")
		}
		list = append(list, target)
	}
	return list, nil
}
