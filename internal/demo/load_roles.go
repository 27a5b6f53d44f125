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
	Instructions string `json:"instructions"`
}

// RoleShift is a shift so many days from now, at an hour of its place.
type RoleShift struct {
	InDays   int    `json:"in_days"`
	Hour     int    `json:"hour"`
	Hours    int    `json:"hours"`
	Zone     string `json:"zone"`
	Place    string `json:"place"`
	Capacity int    `json:"capacity"`
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
			StartsOn: l.day(r.StartsIn), EndsOn: l.day(r.EndsIn), ApplyBy: l.day(r.ApplyIn), Status: models.RoleOpen, CreatedAt: l.now.AddDate(0, 0, -30)}
		var texts []models.RoleText
		for lang, t := range r.Texts {
			texts = append(texts, models.RoleText{Lang: lang, Title: t.Title, Summary: t.Summary, Body: t.Body, TimeNeeded: t.Time, Skills: t.Skills, Access: t.Access,
				Pay: t.Pay, Instructions: t.Instructions})
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
	for n := range r.Active + r.Screening {
		first, last := pick(l, l.people.First), pick(l, l.people.Last)
		who := models.Applicant{Name: first + " " + last, Email: fmt.Sprintf("%s.%s.v%d@example.org", ascii(first), ascii(last), n), ZIP: "85004", Answer: "Evenings and weekends."}
		email, err := models.ParseEmail(who.Email)
		if err != nil {
			return nil, err
		}
		at := l.now.AddDate(0, 0, -20).Add(l.within(10 * 24 * time.Hour))
		a := models.Application{Ref: token.Ref(), RoleID: row.ID, EmailIndex: models.RoleIndex(l.keys, row.Slug, email), Lang: "en", OfAge: true,
			State: models.ApplicationScreening, CreatedAt: at, ConfirmedAt: &at, MovedAt: at}
		if n < r.Active {
			a.State = models.ApplicationActive
		}
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
		if i > 0 {
			comes = active[:min(1, len(active))]
		}
		shift := models.Shift{Ref: token.Ref(), RoleID: row.ID, StartsAt: starts, EndsAt: starts.Add(time.Duration(s.Hours) * time.Hour), TimeZone: s.Zone, Place: s.Place,
			Capacity: s.Capacity, Taken: min(s.Capacity, len(comes)), CreatedAt: row.CreatedAt}
		if err := models.AddShift(ctx, l.tx, &shift); err != nil {
			return err
		}
		for n, id := range comes {
			at := l.now.AddDate(0, 0, -5).Add(time.Duration(n) * time.Hour)
			p := models.ShiftPlace{ShiftID: shift.ID, ApplicationID: id, State: models.PlaceHeld, QueuedAt: at, MovedAt: at}
			if n >= s.Capacity {
				p.State = models.PlaceWaiting
			}
			if err := models.AddPlace(ctx, l.tx, &p); err != nil {
				return err
			}
		}
	}
	return nil
}
