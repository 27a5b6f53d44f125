package volunteers

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Confirm notes that the address behind a link is its applicant's, and begins
// the screening. Doing it again does nothing. Faults: NotFound, Gone.
func (v *Volunteers) Confirm(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "volunteers.Confirm")
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		return v.confirm(ctx, tx, role, a)
	})
}

func (v *Volunteers) confirm(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application) error {
	if a.Again != nil {
		return v.begin(ctx, tx, role, a)
	}
	first, err := models.ConfirmApplication(ctx, tx, a, v.moment())
	if err != nil || !first {
		return err
	}
	return v.advance(ctx, tx, role, a)
}

// begin takes somebody back who left, with what they typed now.
func (v *Volunteers) begin(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application) error {
	again, err := a.OpenAgain(v.keys)
	if err != nil {
		return err
	}
	if role.Adults && !again.OfAge {
		return fault.New(fault.Conflict, "error.conflict")
	}
	a.Lang, a.OfAge = again.Lang, again.OfAge
	a.SealApplicant(v.keys, again.Applicant)
	if err := models.TakeAgain(ctx, tx, a, v.moment()); err != nil {
		return err
	}
	return v.advance(ctx, tx, role, a)
}

// Step does one of the applicant's own steps of screening. Faults: NotFound,
// Gone, Invalid with fields, Conflict.
func (v *Volunteers) Step(ctx context.Context, tok string, step models.Step, agreed bool, answer string) (err error) {
	defer fault.Wrap(&err, "volunteers.Step(%s)", step)
	if !slices.Contains(models.OwnSteps, step) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	text, err := models.ParseText(answer, MaxAnswer)
	switch {
	case err != nil:
		return fault.Fields(map[string]string{"answer": fault.Of(err).Message})
	case step == models.StepQuestions && text == "":
		return fault.Fields(map[string]string{"answer": "error.answer.empty"})
	case step != models.StepQuestions && !agreed:
		return fault.Fields(map[string]string{string(step): "error.agree.unconfirmed"})
	}
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		if a.State != models.ApplicationScreening || !slices.Contains(role.Screening(), step) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if step == models.StepQuestions {
			if err := v.answer(ctx, tx, a, text); err != nil {
				return err
			}
		}
		return v.stepDone(ctx, tx, role, a, models.ApplicationStep{ApplicationID: a.ID, Step: step, DoneAt: v.moment()})
	})
}

func (v *Volunteers) answer(ctx context.Context, tx *models.Tx, a *models.Application, text string) error {
	who, err := a.OpenApplicant(v.keys)
	if err != nil {
		return err
	}
	who.Answer = text
	a.SealApplicant(v.keys, who)
	return models.SaveAnswer(ctx, tx, *a)
}

func (v *Volunteers) stepDone(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application, s models.ApplicationStep) error {
	if err := models.LockApplication(ctx, tx, *a); err != nil {
		return err
	}
	if err := models.AddStep(ctx, tx, s); err != nil {
		return err
	}
	return v.advance(ctx, tx, role, a)
}

// Left lists the steps of a role that an application has still to do.
func Left(role models.VolunteerRole, done []models.ApplicationStep) (left []models.Step) {
	for _, step := range role.Screening() {
		if !slices.ContainsFunc(done, func(d models.ApplicationStep) bool { return d.Step == step }) {
			left = append(left, step)
		}
	}
	return left
}

// advance moves a confirmed application on as far as its steps allow.
func (v *Volunteers) advance(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application) error {
	done, err := models.StepsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if len(Left(role, done)) > 0 {
		if a.State == models.ApplicationSubmitted {
			return models.MoveApplication(ctx, tx, a, models.ApplicationScreening, "", v.moment())
		}
		return nil
	}
	if a.State != models.ApplicationSubmitted && a.State != models.ApplicationScreening {
		return nil
	}
	active, err := models.ActiveCount(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	to := models.ApplicationActive
	if role.Places > 0 && active >= role.Places {
		to = models.ApplicationWaitlisted
	}
	if err := models.MoveApplication(ctx, tx, a, to, "", v.moment()); err != nil {
		return err
	}
	return v.tell(ctx, tx, *a, string(to), "")
}

// moveUp gives the free places of a role to those who have waited longest.
func (v *Volunteers) moveUp(ctx context.Context, tx *models.Tx, role models.VolunteerRole) error {
	for {
		active, err := models.ActiveCount(ctx, tx, role.ID)
		if err != nil || role.Places > 0 && active >= role.Places {
			return err
		}
		a, err := models.NextWaitlisted(ctx, tx, role.ID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := models.MoveApplication(ctx, tx, &a, models.ApplicationActive, "", v.moment()); err != nil {
			return err
		}
		if err := v.tell(ctx, tx, a, string(models.ApplicationActive), ""); err != nil {
			return err
		}
	}
}

// Leave ends an application and gives its shifts back; what the address has not
// confirmed is deleted. Faults: NotFound, Gone, Conflict.
func (v *Volunteers) Leave(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "volunteers.Leave")
	return v.write(ctx, tok, func(tx *models.Tx, a *models.Application, role models.VolunteerRole) error {
		if a.ConfirmedAt == nil {
			return models.EraseApplication(ctx, tx, *a)
		}
		if a.Again != nil {
			return models.DropAgain(ctx, tx, *a)
		}
		if a.State == models.ApplicationLeft {
			return nil
		}
		return v.end(ctx, tx, role, a, models.ApplicationLeft, "")
	})
}

// end moves an application to its end: its shifts and its place in the role
// pass to others.
func (v *Volunteers) end(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application, to models.ApplicationState, reason string) error {
	if _, err := models.ActiveCount(ctx, tx, role.ID); err != nil { // locks the role first, as advance does
		return err
	}
	if err := models.MoveApplication(ctx, tx, a, to, reason, v.moment()); err != nil {
		return err
	}
	if err := models.ForgetSteps(ctx, tx, a.ID); err != nil {
		return err
	}
	if err := v.giveBackAll(ctx, tx, *a); err != nil {
		return err
	}
	return v.moveUp(ctx, tx, role)
}

// giveBackAll ends what an application has on shifts to come.
func (v *Volunteers) giveBackAll(ctx context.Context, tx *models.Tx, a models.Application) error {
	places, err := models.PlacesOfApplication(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, p := range places {
		shift, err := models.LockShift(ctx, tx, p.ShiftID)
		if err != nil {
			return err
		}
		if err := v.giveBack(ctx, tx, &shift, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// write runs fn on the application of a link in a transaction.
func (v *Volunteers) write(ctx context.Context, tok string, fn func(*models.Tx, *models.Application, models.VolunteerRole) error) error {
	return v.db.Write(ctx, func(tx *models.Tx) error {
		a, role, err := v.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		return fn(tx, &a, role)
	})
}
