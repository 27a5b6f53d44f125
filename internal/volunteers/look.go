package volunteers

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Sight is an application as its applicant sees it.
type Sight struct {
	Application models.Application
	Applicant   models.Applicant
	Role        models.VolunteerRole
	Text        models.RoleText
	Steps       []OwnStep
	Shifts      []OwnShift // for active volunteers alone
	Attended    int        // shifts that they came to
	Minutes     int        // of these
}

// OwnStep is a step of screening; Own ones the applicant does.
type OwnStep struct {
	Step      models.Step
	Own, Done bool
}

// OwnShift is a shift with the applicant's place on it, if they have one.
type OwnShift struct {
	Shift models.Shift
	Place models.ShiftPlace
}

// Instructions are for active volunteers alone.
func (s Sight) Instructions() string {
	if s.Application.State != models.ApplicationActive {
		return ""
	}
	return s.Text.Instructions
}

// Look opens a link and changes nothing. Faults: NotFound, Gone.
func (v *Volunteers) Look(ctx context.Context, tok, lang string) (s Sight, err error) {
	defer fault.Wrap(&err, "volunteers.Look")
	tx := v.db.Read()
	if s.Application, s.Role, err = v.open(ctx, tx, tok); err != nil {
		return s, err
	}
	if s.Applicant, err = s.Application.OpenApplicant(v.keys); err != nil {
		return s, err
	}
	if s.Text, err = models.RoleTextOf(ctx, tx, s.Role.ID, lang); err != nil {
		return s, err
	}
	done, err := models.StepsOf(ctx, tx, s.Application.ID)
	if err != nil {
		return s, err
	}
	left := Left(s.Role, done)
	for _, step := range s.Role.Screening() {
		s.Steps = append(s.Steps, OwnStep{Step: step, Own: slices.Contains(models.OwnSteps, step), Done: !slices.Contains(left, step)})
	}
	attended, err := models.AttendedBy(ctx, tx, s.Application.ID)
	if err != nil {
		return s, err
	}
	for _, shift := range attended {
		s.Attended++
		s.Minutes += shift.Minutes
	}
	if s.Application.State == models.ApplicationActive {
		s.Shifts, err = v.shifts(ctx, tx, s.Application)
	}
	return s, err
}

// shifts lists the role's shifts to come, and those of the last month that the
// volunteer held.
func (v *Volunteers) shifts(ctx context.Context, tx *models.Tx, a models.Application) (list []OwnShift, err error) {
	all, err := models.ShiftsOf(ctx, tx, a.RoleID, v.moment().AddDate(0, -1, 0))
	if err != nil {
		return nil, err
	}
	places, err := models.PlacesOfApplication(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, shift := range all {
		own := OwnShift{Shift: shift}
		for _, p := range places {
			if p.ShiftID == shift.ID {
				own.Place = p
			}
		}
		if shift.IsOpen(v.moment()) || own.Place.State == models.PlaceHeld {
			list = append(list, own)
		}
	}
	return list, nil
}
