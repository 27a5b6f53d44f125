package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"statehouse/internal/token"
	"statehouse/models"
)

// Role is an invented role of volunteers. Days count from now; 0 is no date.
type Role struct {
	Slug      string              `json:"slug"`
	State     string              `json:"state"` // empty: done from anywhere
	Place     string              `json:"place"`
	Remote    bool                `json:"remote"`
	Kind      models.RoleKind     `json:"kind"`
	Adults    bool                `json:"adults"`
	Steps     string              `json:"steps"`
	Places    int                 `json:"places"`
	StartsIn  int                 `json:"starts_in"`
	EndsIn    int                 `json:"ends_in"`
	ApplyIn   int                 `json:"apply_in"`
	Texts     map[string]RoleText `json:"texts"` // by language
	Shifts    []RoleShift         `json:"shifts"`
	Active    int                 `json:"active"`    // volunteers
	Screening int                 `json:"screening"` // applicants
	Paused    int                 `json:"paused"`
	Left      int                 `json:"left"`
	Campaign  string              `json:"campaign"` // slug of what it is for, or empty
	// Worked by people who have been erased since.
	PastShifts  int   `json:"past_shifts"`
	PastMinutes int64 `json:"past_minutes"`
}

// RoleText is a role in one language.
type RoleText struct {
	Title        string `json:"title"`
	Summary      string `json:"summary"`
	Body         string `json:"body"`
	Time         string `json:"time"`
	Skills       string `json:"skills"`
	Access       string `json:"access"`
	Pay          string `json:"pay"`
	Eligibility  string `json:"eligibility"`
	Instructions string `json:"instructions"`
}

// RoleShift is a shift so many days from now, at an hour of its place. Of one
// that is past everybody's attendance is noted, or all but one person's.
type RoleShift struct {
	InDays   int    `json:"in_days"`
	Hour     int    `json:"hour"`
	Hours    int    `json:"hours"`
	Zone     string `json:"zone"`
	Place    string `json:"place"`
	Capacity int    `json:"capacity"`
	Notes    string `json:"notes"`
	Noted    bool   `json:"noted"`   // everybody's attendance
	Message  bool   `json:"message"` // the organizer wrote to it
}

// Roles reads the demo's roles.
func Roles() ([]Role, error) { return read[[]Role]("roles.json") }

// day is so many days from now; "" for 0.
func (l *loader) day(in int) string {
	if in == 0 {
		return ""
	}
	return models.Day(l.now.AddDate(0, 0, in))
}

func (l *loader) addRoles(ctx context.Context) error {
	roles, err := Roles()
	if err != nil {
		return err
	}
	for _, r := range roles {
		row := models.VolunteerRole{Slug: r.Slug, State: r.State, Place: r.Place, Remote: r.Remote, Kind: r.Kind, Adults: r.Adults, Steps: r.Steps, Places: r.Places,
			StartsOn: l.day(r.StartsIn), EndsOn: l.day(r.EndsIn), ApplyBy: l.day(r.ApplyIn), PastShifts: r.PastShifts, PastMinutes: r.PastMinutes, Status: models.RoleOpen, CreatedAt: l.now.AddDate(0, 0, -30)}
		if r.Campaign != "" {
			campaign, err := models.CampaignBySlug(ctx, l.tx, r.Campaign)
			if err != nil {
				return err
			}
			row.CampaignID = &campaign.ID
		}
		var texts []models.RoleText
		for lang, t := range r.Texts {
			texts = append(texts, models.RoleText{Lang: lang, Title: t.Title, Summary: t.Summary, Body: t.Body, TimeNeeded: t.Time, Skills: t.Skills, Access: t.Access,
				Pay: t.Pay, Eligibility: t.Eligibility, Instructions: t.Instructions})
		}
		if err := models.AddRole(ctx, l.tx, &row, texts); err != nil {
			return err
		}
		active, err := l.addApplications(ctx, row, r)
		if err != nil {
			return err
		}
		if err := l.addShifts(ctx, row, r.Shifts, active); err != nil {
			return err
		}
	}
	return nil
}

// addApplications stores a role's volunteers and applicants; it returns the
// volunteers.
func (l *loader) addApplications(ctx context.Context, row models.VolunteerRole, r Role) (active []int64, err error) {
	var states []models.ApplicationState
	for _, of := range []struct {
		n     int
		state models.ApplicationState
	}{{r.Active, models.ApplicationActive}, {r.Screening, models.ApplicationScreening}, {r.Paused, models.ApplicationPaused}, {r.Left, models.ApplicationLeft}} {
		states = append(states, slices.Repeat([]models.ApplicationState{of.state}, of.n)...)
	}
	for n, state := range states {
		first, last := pick(l, l.people.First), pick(l, l.people.Last)
		who := models.Applicant{Name: first + " " + last, Email: fmt.Sprintf("%s.%s.v%d@example.org", ascii(first), ascii(last), n), ZIP: "85004", Answer: "Evenings and weekends."}
		email, err := models.ParseEmail(who.Email)
		if err != nil {
			return nil, err
		}
		at := l.now.AddDate(0, 0, -20).Add(l.within(10 * 24 * time.Hour))
		a := models.Application{Ref: token.Ref(), RoleID: row.ID, EmailIndex: models.RoleIndex(l.keys, row.Slug, email), Lang: "en", OfAge: true,
			State: state, CreatedAt: at, ConfirmedAt: &at, MovedAt: at}
		a.SealApplicant(l.keys, who)
		if err := models.AddApplication(ctx, l.tx, &a); err != nil {
			return nil, err
		}
		if a.State == models.ApplicationActive {
			active = append(active, a.ID)
			if err := l.addSteps(ctx, row, a); err != nil {
				return nil, err
			}
		}
	}
	return active, nil
}

// addSteps notes that a volunteer did every step; the demo's two members of
// staff each gave one approval.
func (l *loader) addSteps(ctx context.Context, row models.VolunteerRole, a models.Application) error {
	for _, step := range row.Screening() {
		done := models.ApplicationStep{ApplicationID: a.ID, Step: step, DoneAt: a.CreatedAt}
		if !slices.Contains(models.OwnSteps, step) {
			name := "organizer@example.org"
			if step == models.StepSecond {
				name = "admin@example.org"
			}
			user, err := models.UserByEmail(ctx, l.tx, name)
			if err != nil {
				return err
			}
			done.UserID = &user.ID
		}
		if err := models.AddStep(ctx, l.tx, done); err != nil {
			return err
		}
	}
	return nil
}

// addShifts stores shifts; the first is full where there are enough volunteers,
// and who is left over waits.
func (l *loader) addShifts(ctx context.Context, row models.VolunteerRole, shifts []RoleShift, active []int64) error {
	for i, s := range shifts {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			return err
		}
		y, m, d := l.now.In(zone).AddDate(0, 0, s.InDays).Date()
		starts := models.Moment(time.Date(y, m, d, s.Hour, 0, 0, 0, zone))
		comes := active
		if i > 0 && s.InDays > 0 {
			comes = active[:min(1, len(active))]
		}
		shift := models.Shift{Ref: token.Ref(), RoleID: row.ID, StartsAt: starts, EndsAt: starts.Add(time.Duration(s.Hours) * time.Hour), TimeZone: s.Zone, Place: s.Place, Notes: s.Notes,
			Capacity: s.Capacity, Taken: min(s.Capacity, len(comes)), CreatedAt: row.CreatedAt}
		if err := models.AddShift(ctx, l.tx, &shift); err != nil {
			return err
		}
		for n, id := range comes {
			at := l.now.AddDate(0, 0, min(s.InDays, 0)-5).Add(time.Duration(n) * time.Hour)
			p := models.ShiftPlace{ShiftID: shift.ID, ApplicationID: id, State: models.PlaceHeld, QueuedAt: at, MovedAt: at}
			if n >= s.Capacity {
				p.State = models.PlaceWaiting
			}
			if s.InDays < 0 {
				p.Attendance, p.Minutes = attendance(n, s)
			}
			if err := models.AddPlace(ctx, l.tx, &p); err != nil {
				return err
			}
		}
		if s.Message {
			if err := l.addMessage(ctx, shift); err != nil {
				return err
			}
		}
	}
	return nil
}

// attendance is of the n-th person on a shift that is past.
func attendance(n int, s RoleShift) (models.Attendance, int) {
	switch {
	case n == 0 && !s.Noted:
		return models.AttendanceOpen, 0
	case n == 1 && !s.Noted:
		return models.Missed, 0
	}
	return models.Attended, s.Hours * 60
}

// addMessage notes that the demo's organizer wrote to everybody on a shift.
func (l *loader) addMessage(ctx context.Context, shift models.Shift) error {
	user, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	m := models.ShiftMessage{ShiftID: shift.ID, Ref: token.Ref(), UserID: user.ID, Told: shift.Taken, CreatedAt: shift.StartsAt.AddDate(0, 0, -1)}
	return models.AddShiftMessage(ctx, l.tx, &m)
}
