package public

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/markdown"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /volunteer lists the roles that take applications.
func (d Door) volunteer(c echo.Context) error {
	states, err := d.stateItems(c)
	if err != nil {
		return err
	}
	page := public.VolunteerPage{Page: d.Described(c, "volunteer.title", "volunteer.lead"), States: states, Remote: c.QueryParam("remote") != ""}
	if s, ok := models.StateByCode(c.QueryParam("state")); ok {
		page.State = s.Code
	}
	if kind := models.RoleKind(c.QueryParam("kind")); slices.Contains(models.RoleKinds, kind) {
		page.Kind = string(kind)
	}
	page.Roles, err = d.openRoles(c, models.RoleFilter{State: page.State, Kind: models.RoleKind(page.Kind), Remote: page.Remote})
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, public.Volunteer(page))
}

func (d Door) openRoles(c echo.Context, f models.RoleFilter) (items []public.RoleItem, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	roles, err := models.OpenRoles(ctx, tx, f, models.Day(d.Now()))
	for _, r := range roles {
		text, err := models.RoleTextOf(ctx, tx, r.ID, web.Lang(c))
		if err != nil {
			return nil, err
		}
		items = append(items, roleItem(c, r, text))
	}
	return items, err
}

func roleItem(c echo.Context, r models.VolunteerRole, text models.RoleText) public.RoleItem {
	return public.RoleItem{Slug: r.Slug, Title: text.Title, Summary: text.Summary, Kind: string(r.Kind), Place: r.Place, StateName: stateName(c, r.State),
		Remote: r.Remote, TimeNeeded: text.TimeNeeded, ApplyBy: web.DayOf(r.ApplyBy)}
}

// GET /volunteer/:role shows one role with the form to apply.
func (d Door) role(c echo.Context) error {
	return d.rolePage(c, http.StatusOK, public.ApplyForm{}, nil)
}

func (d Door) rolePage(c echo.Context, status int, form public.ApplyForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := models.RoleBySlug(ctx, tx, c.Param("role"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	page := public.RolePage{Page: d.Titled(c, text.Title), Role: roleItem(c, role, text), Lang: text.Lang, Skills: text.Skills, Access: text.Access, Pay: text.Pay, Eligibility: text.Eligibility,
		Starts: web.DayOf(role.StartsOn), Ends: web.DayOf(role.EndsOn), Adults: role.Adults, Open: role.TakesApplications(d.Now()), Form: form, Errors: errs}
	page.Description = text.Summary
	for _, step := range role.Screening() {
		page.Steps = append(page.Steps, string(step))
	}
	if page.BodyHTML, err = markdown.HTML(text.Body); err != nil {
		return err
	}
	if page.Campaign, err = d.roleCampaign(c, role); err != nil {
		return err
	}
	shifts, err := models.ShiftsOf(ctx, tx, role.ID, d.Now())
	if err != nil {
		return err
	}
	for _, s := range shifts {
		if s.IsOpen(d.Now()) {
			page.Shifts = append(page.Shifts, shiftItem(s))
		}
	}
	return web.Render(c, status, public.Role(page))
}

// roleCampaign is the public campaign that a role is for; nil for none.
func (d Door) roleCampaign(c echo.Context, role models.VolunteerRole) (*public.RoleCampaign, error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	if role.CampaignID == nil {
		return nil, nil
	}
	campaign, err := models.CampaignByID(ctx, tx, *role.CampaignID)
	if err != nil {
		return nil, err
	}
	row, err := models.CampaignRowBySlug(ctx, tx, campaign.Slug, web.Lang(c))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &public.RoleCampaign{Slug: row.Slug, Title: row.Title}, err
}

func shiftItem(s models.Shift) public.ShiftItem {
	zone := s.Zone()
	return public.ShiftItem{Ref: s.Ref, Place: s.Place, Starts: s.StartsAt.In(zone), Ends: s.EndsAt.In(zone), Free: s.Capacity - s.Taken, Cancelled: s.CancelledAt != nil}
}

// GET /petitions/:slug/shifts.ics is the feed of the shifts of a campaign's roles.
func (d Door) campaignShifts(c echo.Context) error {
	file, err := d.Volunteers.CampaignCalendar(c.Request().Context(), c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", file)
}

// POST /volunteer/:role/applications takes the form. The answer to a good one is
// the same whoever has applied before.
func (d Door) apply(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.ApplyForm{Name: form.Get("name"), Email: form.Get("email"), ZIP: form.Get("zip"), Answer: form.Get("answer"), OfAge: web.IsTicked(form, "of_age")}
	err = d.Volunteers.Apply(c.Request().Context(), c.Param("role"), volunteers.Form{Name: typed.Name, Email: typed.Email, ZIP: typed.ZIP,
		Answer: typed.Answer, OfAge: typed.OfAge, Trap: form.Get("website"), Lang: web.Lang(c)})
	if fault.Is(err, fault.Invalid) {
		return d.rolePage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if models.IsClosed(err) {
		return d.rolePage(c, d.Closed(c), typed, nil)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/volunteer/"+c.Param("role")+"/check-email")
}

// GET /volunteer/:role/check-email says to look for the mail, to everybody alike.
func (d Door) applyCheckEmail(c echo.Context) error {
	role, err := models.RoleBySlug(c.Request().Context(), d.DB.Read(), c.Param("role"))
	if err != nil {
		return err
	}
	page := public.ApplyCheckEmailPage{Page: d.Frame(c, "check_email.heading"), Slug: role.Slug}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.ApplyCheckEmail(page))
}
