package volunteers

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Offer is what somebody adds who takes a role on the strength of a signature.
type Offer struct {
	Answer string
	OfAge  bool
	Lang   string
}

// errOffered is for an address that may not be written to now, though its owner
// is here.
var errOffered = fault.New(fault.TooMany, "error.offer.mail")

// Offer is Apply for the supporter of a confirmed signature: their name, address
// and ZIP are known and the address is theirs, so the screening begins at once.
// The mail with their link comes all the same. Faults: Invalid with fields,
// NotFound, Forbidden, Gone, TooMany.
func (v *Volunteers) Offer(ctx context.Context, signatureID int64, slug string, o Offer) (err error) {
	defer fault.Wrap(&err, "volunteers.Offer(%q)", slug)
	sig, err := models.SignatureByID(ctx, v.db.Read(), signatureID)
	if err != nil {
		return err
	}
	if !sig.IsConfirmed() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	who, err := sig.OpenPerson(v.keys)
	if err != nil {
		return err
	}
	return v.take(ctx, slug, Form{Name: who.Name, Email: who.Email, ZIP: who.ZIP, Answer: o.Answer, OfAge: o.OfAge, Lang: o.Lang}, true)
}

// settle asks the address whether it is theirs or, where that is known, begins.
func (v *Volunteers) settle(ctx context.Context, tx *models.Tx, role models.VolunteerRole, a *models.Application, e entry) error {
	if !e.confirmed {
		return v.ask(ctx, tx, *a, e.who.Email)
	}
	if err := v.confirm(ctx, tx, role, a); err != nil || a.State != models.ApplicationScreening {
		return err // who is past the screening has been told
	}
	return v.tell(ctx, tx, *a, "begun", "")
}
