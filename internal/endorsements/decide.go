package endorsements

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// Entry is an endorsement as organizers see it. Who may not decide on it sees
// neither its signer nor its statement.
type Entry struct {
	models.Endorsement
	Signer    models.EndorsementSigner
	MayDecide bool
}

// mostListed is how many endorsements organizers see at once, those that wait first.
const mostListed = 500

// List lists a campaign's confirmed endorsements. Fault: NotFound for who may not
// work on the campaign.
func (s *Endorsements) List(ctx context.Context, actor models.Actor, slug string) (list []Entry, err error) {
	defer fault.Wrap(&err, "endorsements.List(%q)", slug)
	campaign, err := models.OrganizedCampaign(ctx, s.db.Read(), actor, slug)
	if err != nil {
		return nil, err
	}
	rows, err := models.Endorsements(ctx, s.db.Read(), campaign.ID, mostListed)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		e := Entry{Endorsement: row, MayDecide: actor.MayDecideEndorsement(row)}
		if !e.MayDecide {
			e.Statement = ""
		} else if e.Signer, err = row.Open(s.keys); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// Accept lets an endorsement stand on the petition's pages, and tells its signer.
// Faults: NotFound, Forbidden, Conflict if it is not there to be accepted.
func (s *Endorsements) Accept(ctx context.Context, actor models.Actor, slug, ref string) (err error) {
	defer fault.Wrap(&err, "endorsements.Accept(%q)", slug)
	return s.decide(ctx, actor, slug, ref, models.EndorsementAccepted, "")
}

// Decline keeps an endorsement off the petition's pages, or takes it off them, and
// tells its signer why. Faults: Invalid with the field reason, NotFound, Forbidden,
// Conflict.
func (s *Endorsements) Decline(ctx context.Context, actor models.Actor, slug, ref, typed string) (err error) {
	defer fault.Wrap(&err, "endorsements.Decline(%q)", slug)
	reason, err := models.ParseText(typed, models.MaxDeclineReason)
	if err != nil {
		return fault.Fields(map[string]string{"reason": fault.Of(err).Message})
	}
	if reason == "" {
		return fault.Fields(map[string]string{"reason": "error.endorsement.reason"})
	}
	return s.decide(ctx, actor, slug, ref, models.EndorsementDeclined, reason)
}

func (s *Endorsements) decide(ctx context.Context, actor models.Actor, slug, ref string, to models.EndorsementState, reason string) error {
	return s.db.Write(ctx, func(tx *models.Tx) error {
		campaign, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		e, err := models.EndorsementOf(ctx, tx, campaign.ID, ref)
		switch {
		case err != nil:
			return err
		case e.State == models.EndorsementPending:
			return fault.New(fault.NotFound, "error.not_found")
		case !actor.MayDecideEndorsement(e):
			return fault.New(fault.Forbidden, "error.request.trained")
		case e.EmptiedAt != nil:
			return fault.New(fault.Conflict, "error.conflict")
		}
		was, now := e.State, s.moment()
		e.State, e.Reason, e.DecidedBy, e.DecidedAt, e.MovedAt = to, reason, &actor.User.ID, &now, now
		if was == to {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := models.SaveEndorsement(ctx, tx, e, was); err != nil {
			return err
		}
		return s.tellDecision(ctx, tx, e)
	})
}

// tellDecision writes to who signed, if their address may be written to.
func (s *Endorsements) tellDecision(ctx context.Context, tx *models.Tx, e models.Endorsement) error {
	who, err := e.Open(s.keys)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(who.Email)
	if err != nil {
		return err
	}
	may, err := models.IsReachable(ctx, tx, models.ContactIndex(s.keys, email))
	if err != nil || !may {
		return err
	}
	kind := mailroom.EndorsementAccepted
	if e.State == models.EndorsementDeclined {
		kind = mailroom.EndorsementDeclined
	}
	return s.tell(ctx, tx, e, who.Email, mailroom.EndorsementNews{Kind: kind, Reason: e.Reason})
}
