package organize

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/roles/:slug/shifts shows the shifts of a week; ?week= is a day of it.
func (d Door) shifts(c echo.Context) error {
	return d.showWeek(c, http.StatusOK, c.QueryParam("week"), organize.ShiftForm{}, nil)
}

// POST /organize/roles/:slug/shifts plans a shift, or several a week apart.
func (d Door) addShifts(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	f := shiftTyped(form)
	first, err := d.Volunteers.AddShifts(c.Request().Context(), web.Actor(c), c.Param("slug"), volunteers.ShiftForm(f))
	if fault.Is(err, fault.Invalid) {
		return d.showWeek(c, http.StatusUnprocessableEntity, f.Day, f, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	zone, _ := time.LoadLocation(f.Zone)
	d.Flash(c, "flash.shifts_added")
	return web.SeeOther(c, "/organize/roles/"+c.Param("slug")+"/shifts?week="+first.In(zone).Format(time.DateOnly))
}

func shiftTyped(form url.Values) organize.ShiftForm {
	return organize.ShiftForm{Day: form.Get("day"), Starts: form.Get("starts"), Ends: form.Get("ends"), Zone: form.Get("zone"), Place: form.Get("place"),
		Notes: form.Get("notes"), Capacity: form.Get("capacity"), Repeat: form.Get("repeat")}
}

// sunday is the first day of the week of a day; of today if it is none.
func sunday(day string, now time.Time) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || t.Year() < 1 {
		t, _ = time.Parse(time.DateOnly, now.Format(time.DateOnly))
	}
	return t.AddDate(0, 0, -int(t.Weekday()))
}

// home is the time zone of a role's state, else that of the capital.
func home(role models.VolunteerRole) (string, *time.Location) {
	state, known := models.StateByCode(role.State)
	if !known {
		state, _ = models.StateByCode("dc")
	}
	zone, err := time.LoadLocation(state.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return state.TimeZone, zone
}

func (d Door) showWeek(c echo.Context, status int, day string, f organize.ShiftForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := d.Volunteers.Role(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	name, zone := home(role)
	if f.Zone == "" {
		f.Zone = name
	}
	from := sunday(day, d.Now().In(zone))
	page := organize.WeekPage{Page: d.StaffFrame(c, "organize.shifts"), Slug: role.Slug, Title: text.Title, From: from, Form: f, Errors: errs, Zones: models.TimeZones,
		MaxRepeat: volunteers.MaxRepeat, MaxPlace: volunteers.MaxShiftPlace, MaxNotes: volunteers.MaxShiftNotes}
	// A day of a place may begin and end half a day before or after that of UTC.
	rows, err := models.ShiftsBetween(ctx, tx, role.ID, from.Add(-14*time.Hour), from.AddDate(0, 0, 7).Add(14*time.Hour))
	if err != nil {
		return err
	}
	for n := range 7 {
		day := organize.Day{Date: from.AddDate(0, 0, n)}
		for _, s := range rows {
			if item := d.shiftItem(s); item.Starts.Format(time.DateOnly) == day.Date.Format(time.DateOnly) {
				day.Shifts = append(day.Shifts, item)
			}
		}
		page.Days = append(page.Days, day)
	}
	return web.Render(c, status, organize.Week(page))
}

func (d Door) shiftItem(s models.Shift) organize.Shift {
	zone := s.Zone()
	return organize.Shift{Ref: s.Ref, Place: s.Place, Notes: s.Notes, Starts: s.StartsAt.In(zone), Ends: s.EndsAt.In(zone), Taken: s.Taken, Capacity: s.Capacity,
		Cancelled: s.CancelledAt != nil, Over: !d.Now().Before(s.StartsAt)}
}

// GET /organize/roles/:slug/shifts/:ref is one shift with who is on it.
func (d Door) shift(c echo.Context) error { return d.showShift(c, http.StatusOK, nil, nil) }

// showShift draws the page of a shift; typed is a change that was refused, and
// again puts back what else was typed.
func (d Door) showShift(c echo.Context, status int, typed *organize.ShiftChange, again func(*organize.ShiftPage)) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, shift, err := d.Volunteers.Shift(ctx, web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, role.ID, web.Lang(c))
	if err != nil {
		return err
	}
	item := d.shiftItem(shift)
	if typed == nil {
		typed = &organize.ShiftChange{Starts: item.Starts.Format(organize.InputTime), Ends: item.Ends.Format(organize.InputTime), Place: item.Place, Notes: item.Notes,
			Capacity: strconv.Itoa(item.Capacity)}
	}
	page := organize.ShiftPage{Page: d.StaffFrame(c, "organize.shift"), Slug: role.Slug, Title: text.Title, Shift: item, Typed: *typed, MayNote: volunteers.MayCheckIn(shift, d.Now()),
		MayWrite: volunteers.MayWrite(shift, d.Now()), Key: token.Ref(), MaxPlace: volunteers.MaxShiftPlace, MaxNotes: volunteers.MaxShiftNotes, MaxMessage: volunteers.MaxMessage}
	if page.Shift.Roster, err = d.roster(c, shift); err != nil {
		return err
	}
	sent, err := models.MessagesOf(ctx, tx, shift.ID)
	for _, m := range sent {
		page.Sent = append(page.Sent, organize.SentMessage{By: m.Author, At: m.CreatedAt.In(shift.Zone()), Told: m.Told})
	}
	if err != nil {
		return err
	}
	if again != nil {
		again(&page)
	}
	return web.Render(c, status, organize.OneShift(page))
}

// roster lists who is on a shift: who has a place, then who waits.
func (d Door) roster(c echo.Context, shift models.Shift) (list []organize.Place, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	people, err := models.ApplicationsOnShift(ctx, tx, shift.ID)
	if err != nil {
		return nil, err
	}
	missed, err := models.MissedBefore(ctx, tx, shift)
	if err != nil {
		return nil, err
	}
	places, err := models.PlacesOf(ctx, tx, shift.ID)
	places = slices.DeleteFunc(places, func(p models.ShiftPlace) bool { return p.State == models.PlaceDropped })
	for _, p := range places {
		a, ok := people[p.ApplicationID]
		if !ok {
			continue
		}
		who, err := a.OpenApplicant(d.Keys)
		if err != nil {
			return nil, err
		}
		list = append(list, organize.Place{Ref: a.Ref, Name: who.Name, State: string(p.State), Attendance: string(p.Attendance), Coming: p.ConfirmedAt != nil, Missed: missed[a.ID]})
	}
	return list, err
}

func below(c echo.Context) string { return "/shifts/" + c.Param("ref") }

// POST /organize/roles/:slug/shifts/:ref moves a shift to another time or place.
func (d Door) changeShift(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := organize.ShiftChange{Starts: form.Get("starts"), Ends: form.Get("ends"), Place: form.Get("place"), Notes: form.Get("notes"), Capacity: form.Get("capacity")}
	err = d.Volunteers.ChangeShift(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), volunteers.Change(typed))
	if fault.Is(err, fault.Invalid) {
		return d.showShift(c, http.StatusUnprocessableEntity, &typed, func(p *organize.ShiftPage) { p.Errors = fault.Of(err).Fields })
	}
	return d.after(c, err, below(c))
}

// POST /organize/roles/:slug/shifts/:ref/cancel ends a shift before it begins.
func (d Door) cancelShift(c echo.Context) error {
	return d.after(c, d.Volunteers.CancelShift(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref")), below(c))
}

// POST /organize/roles/:slug/shifts/:ref/attendance notes whether somebody came.
func (d Door) attendance(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.after(c, d.Volunteers.Note(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"), form.Get("application"), models.Attendance(form.Get("came"))), below(c))
}
