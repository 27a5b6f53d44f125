package moderate

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/moderate"
)

// refresh is how often a page that waits for a job loads again, in seconds.
const refresh = 4

// GET /moderate/invalidations lists what was taken out of the count.
func (d Door) invalidations(c echo.Context) error {
	list, err := models.InvalidationsIn(c.Request().Context(), d.DB.Read(), web.Actor(c).Watches(), shown)
	if err != nil {
		return err
	}
	page := moderate.InvalidationsPage{Page: d.StaffFrame(c, "invalidation.list")}
	for _, v := range list {
		entry, err := d.invalidationEntry(c, v)
		if err != nil {
			return err
		}
		page.List = append(page.List, entry)
	}
	return web.Render(c, http.StatusOK, moderate.Invalidations(page))
}

func (d Door) invalidationEntry(c echo.Context, v models.Invalidation) (moderate.InvalidationEntry, error) {
	by, err := models.UserByID(c.Request().Context(), d.DB.Read(), v.UserID)
	return moderate.InvalidationEntry{Ref: v.Ref, State: string(v.State), Reason: string(v.Reason), By: by.Name, Created: v.CreatedAt, Found: v.Found, Taken: v.Taken, Restored: v.Restored}, err
}

// GET /moderate/invalidations/:ref shows what one would take out, how far it is, or
// what it did.
func (d Door) invalidation(c echo.Context) error {
	ctx, tx, actor := c.Request().Context(), d.DB.Read(), web.Actor(c)
	v, search, err := d.Scrutiny.Invalidation(ctx, actor, c.Param("ref"))
	if err != nil {
		return err
	}
	criteria, err := search.Open(d.Keys)
	if err != nil {
		return err
	}
	page := moderate.InvalidationPage{Page: d.StaffFrame(c, "invalidation.list"), SearchRef: search.Ref, Criteria: criteriaView(c, search, criteria), IsOwn: v.UserID == actor.User.ID,
		CanBeUndone: v.CanBeUndone(models.Moment(d.Now())), Percent: v.Percent(), Alone: models.MostWithoutSecond, Held: v.Held, Elsewhere: v.Elsewhere,
		Ratios: []moderate.Ratio{{ID: "invalidation.ratio.domain", Count: v.TopDomain}, {ID: "invalidation.ratio.zip", Count: v.TopZIP}, {ID: "invalidation.ratio.hour", Count: v.TopHour},
			{ID: "invalidation.ratio.elsewhere", Count: v.Elsewhere}, {ID: "invalidation.ratio.held", Count: v.Held}}}
	if page.InvalidationEntry, err = d.invalidationEntry(c, v); err != nil {
		return err
	}
	if page.Note, err = v.OpenNote(d.Keys); err != nil {
		return err
	}
	if v.EndedAt != nil {
		page.UndoUntil = v.EndedAt.Add(models.UndoFor)
	}
	if v.ApprovedBy != nil {
		second, err := models.UserByID(ctx, tx, *v.ApprovedBy)
		if err != nil {
			return err
		}
		page.Second = second.Name
	}
	if page.Parts, err = d.invalidationParts(c, v); err != nil {
		return err
	}
	if v.State == models.InvalidationCounting || v.State == models.InvalidationRunning || v.State == models.InvalidationUndoing {
		page.Refresh = refresh
	}
	return web.Render(c, http.StatusOK, moderate.InvalidationView(page))
}

func (d Door) invalidationParts(c echo.Context, v models.Invalidation) (list []moderate.InvalidationPart, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	parts, err := models.InvalidationParts(ctx, tx, v.ID)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		campaign, err := models.CampaignByID(ctx, tx, part.CampaignID)
		if err != nil {
			return nil, err
		}
		text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
		if err != nil {
			return nil, err
		}
		list = append(list, moderate.InvalidationPart{Slug: campaign.Slug, Title: text.Title, Found: part.Found, Counted: part.Counted, CountedBefore: part.CountedBefore})
	}
	return list, nil
}

// POST /moderate/invalidations/:ref/:act starts, approves, stops or undoes one.
func (d Door) moveInvalidation(c echo.Context) (err error) {
	ctx, actor, ref, flash := c.Request().Context(), web.Actor(c), c.Param("ref"), "flash.invalidation_runs"
	switch c.Param("act") {
	case "start":
		var waits bool
		if waits, err = d.Scrutiny.Start(ctx, actor, ref); waits {
			flash = "flash.invalidation_waits"
		}
	case "approve":
		err = d.Scrutiny.Approve(ctx, actor, ref)
	case "stop":
		flash, err = "flash.invalidation_stopped", d.Scrutiny.Stop(ctx, actor, ref)
	case "undo":
		flash, err = "flash.invalidation_undoing", d.Scrutiny.Undo(ctx, actor, ref)
	default:
		err = fault.New(fault.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/moderate/invalidations/"+ref)
}
