package volunteers

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/token"
	"statehouse/models"
)

// MaxAnswer is the longest answer to "why", in characters.
const MaxAnswer = 1000

// Form is an application as it was typed.
type Form struct {
	Name, Email, ZIP, Answer string
	OfAge                    bool
	Trap                     string // a field that people do not see
	Lang                     string
}

// entry is a form that has passed.
type entry struct {
	who   models.Applicant
	email models.Email
	form  Form

	confirmed bool // the address is known to be theirs
}

// read checks the form for a role; its error names every field that needs mending.
func (f Form) read(role models.VolunteerRole) (entry, error) {
	fields := map[string]string{}
	note := func(field string, err error) {
		if err != nil {
			fields[field] = fault.Of(err).Message
		}
	}
	e := entry{form: f}
	var err error
	e.who.Name, err = models.ParseName(f.Name)
	note("name", err)
	e.email, err = models.ParseEmail(f.Email)
	note("email", err)
	e.who.Email = e.email.Typed
	e.who.ZIP, err = models.ParseZIP(f.ZIP)
	note("zip", err)
	e.who.Answer, err = models.ParseText(f.Answer, MaxAnswer)
	note("answer", err)
	if role.Adults && !f.OfAge {
		fields["of_age"] = "error.age.unconfirmed"
	}
	if f.Trap != "" {
		fields["website"] = "error.website.filled"
	}
	return e, fault.Fields(fields)
}

// Apply takes a form for a role. Nil means only that the form was good: whether
// the address has applied before is told by mail alone. Faults: Invalid with
// fields, NotFound, Gone.
func (v *Volunteers) Apply(ctx context.Context, slug string, f Form) (err error) {
	defer fault.Wrap(&err, "volunteers.Apply(%q)", slug)
	return v.take(ctx, slug, f, false)
}

func (v *Volunteers) take(ctx context.Context, slug string, f Form, confirmed bool) error {
	role, err := models.RoleBySlug(ctx, v.db.Read(), slug)
	if err == nil {
		err = models.OnlyWith(ctx, v.db.Read(), feature.Volunteers)
	}
	if err != nil {
		return err
	}
	if !role.TakesApplications(v.moment()) {
		return fault.New(fault.Gone, "error.role.closed")
	}
	e, err := f.read(role)
	if err != nil {
		return err
	}
	e.confirmed = confirmed
	for range 2 { // whoever is overtaken by the same address sees its row
		err = v.db.Write(ctx, func(tx *models.Tx) error { return v.apply(ctx, tx, role, e) })
		if !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return err
}

func (v *Volunteers) apply(ctx context.Context, tx *models.Tx, role models.VolunteerRole, e entry) error {
	if may, err := v.mayMail(ctx, tx, e.email); err != nil || !may {
		if err == nil && e.confirmed {
			return errOffered
		}
		return err
	}
	role, err := models.LockRole(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	if role.Adults && !e.form.OfAge { // since the form was read
		return fault.Fields(map[string]string{"of_age": "error.age.unconfirmed"})
	}
	index := models.RoleIndex(v.keys, role.Slug, e.email)
	a, err := models.ApplicationByIndex(ctx, tx, role.ID, index)
	switch {
	case fault.Is(err, fault.NotFound):
		return v.applyFirst(ctx, tx, role, index, e)
	case err != nil:
		return err
	case a.ConfirmedAt == nil:
		return v.renew(ctx, tx, role, a, e)
	case a.State == models.ApplicationLeft:
		return v.applyAgain(ctx, tx, role, a, e)
	}
	return v.tell(ctx, tx, a, "again", "")
}

func (v *Volunteers) mayMail(ctx context.Context, tx *models.Tx, to models.Email) (bool, error) {
	contact := models.ContactIndex(v.keys, to)
	if may, err := models.IsReachable(ctx, tx, contact); err != nil || !may {
		return false, err
	}
	return models.MayMail(ctx, tx, contact, v.moment())
}

func (v *Volunteers) applyFirst(ctx context.Context, tx *models.Tx, role models.VolunteerRole, index []byte, e entry) error {
	now := v.moment()
	a := models.Application{Ref: token.Ref(), RoleID: role.ID, EmailIndex: index, Lang: e.form.Lang, OfAge: e.form.OfAge,
		State: models.ApplicationSubmitted, CreatedAt: now, MovedAt: now}
	a.SealApplicant(v.keys, e.who)
	if err := models.AddApplication(ctx, tx, &a); err != nil {
		return err
	}
	return v.settle(ctx, tx, role, &a, e)
}

// renew takes what was typed last, until the address says that it is theirs.
func (v *Volunteers) renew(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a models.Application, e entry) error {
	a.Lang, a.OfAge = e.form.Lang, e.form.OfAge
	a.SealApplicant(v.keys, e.who)
	if err := models.RenewApplication(ctx, tx, a); err != nil {
		return err
	}
	return v.settle(ctx, tx, role, &a, e)
}

// applyAgain keeps what was typed for somebody who left beside what they
// confirmed: anybody may have typed it.
func (v *Volunteers) applyAgain(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a models.Application, e entry) error {
	if err := a.SealAgain(v.keys, models.Again{Applicant: e.who, Lang: e.form.Lang, OfAge: e.form.OfAge}); err != nil {
		return err
	}
	if err := models.SaveAgain(ctx, tx, a, v.moment()); err != nil {
		return err
	}
	a.Lang = e.form.Lang
	return v.settle(ctx, tx, role, &a, e)
}

// ask mails the link that confirms the address.
func (v *Volunteers) ask(ctx context.Context, tx *models.Tx, a models.Application, to string) error {
	draft, err := v.room.Application(ctx, a.Lang, to, v.moment())
	if err != nil {
		return err
	}
	return v.post(ctx, tx, draft.ForApplication(a))
}
