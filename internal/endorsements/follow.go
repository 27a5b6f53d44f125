package endorsements

import (
	"context"
	"errors"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/internal/screening"
	"statehouse/internal/token"
	"statehouse/models"
)

// Look opens the link of an endorsement and changes nothing. Fault: NotFound.
func (s *Endorsements) Look(ctx context.Context, tok string) (e models.Endorsement, who models.EndorsementSigner, err error) {
	defer fault.Wrap(&err, "endorsements.Look")
	if e, err = models.EndorsementByLink(ctx, s.db.Read(), token.Hash(tok)); err != nil {
		return e, who, err
	}
	who, err = e.Open(s.keys)
	return e, who, err
}

// Confirm hands an endorsement to the campaign's organizers, once its names and
// its statement are screened. Faults: NotFound, Conflict if it was confirmed, Gone
// if it waited for too long or the petition has closed.
func (s *Endorsements) Confirm(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "endorsements.Confirm")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		e, err := models.EndorsementByLink(ctx, tx, token.Hash(tok))
		if err != nil {
			return err
		}
		now := s.moment()
		switch {
		case e.State != models.EndorsementPending:
			return fault.New(fault.Conflict, "error.link.spent")
		case now.Sub(e.MovedAt) >= models.KeepUnconfirmed:
			return fault.New(fault.Gone, "error.link.expired")
		}
		campaign, err := models.CampaignByID(ctx, tx, e.CampaignID)
		if err != nil {
			return err
		}
		if err := campaign.CanBeSigned(); err != nil {
			return err
		}
		public, err := models.HolderNames(ctx, tx)
		if err != nil {
			return err
		}
		// An organization's own name may be a person's, so it is no finding there.
		screen(&e, screening.Screen(e.Organization+".\n"+e.Statement, append(public, e.Organization)...))
		e.State, e.ConfirmedAt, e.MovedAt = models.EndorsementWaiting, &now, now
		return models.SaveEndorsement(ctx, tx, e, models.EndorsementPending)
	})
}

// screen notes what was found, and who reads it.
func screen(e *models.Endorsement, report screening.Report) {
	var classes []string
	for _, class := range report.Found() {
		classes = append(classes, string(class))
	}
	e.Classes, e.Reader = strings.Join(classes, ","), string(report.Reader())
}

// Withdraw takes an endorsement back for good, whatever became of it. Fault:
// NotFound.
func (s *Endorsements) Withdraw(ctx context.Context, tok string) (err error) {
	defer fault.Wrap(&err, "endorsements.Withdraw")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		e, err := models.EndorsementByLink(ctx, tx, token.Hash(tok))
		if err != nil || e.State == models.EndorsementWithdrawn {
			return err
		}
		return models.WithdrawEndorsement(ctx, tx, e, privacy.NoIndex(), s.moment())
	})
}

// atOnce is how many endorsements one sweep ends.
const atOnce = 200

// Sweep deletes endorsements that were never confirmed, and forgets who signed
// those that were declined long ago; one that fails keeps no other.
func (s *Endorsements) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "endorsements.Sweep")
	now := s.moment()
	unconfirmed, err := models.UnconfirmedEndorsements(ctx, s.db.Read(), now.Add(-models.KeepUnconfirmed), atOnce)
	if err != nil {
		return err
	}
	declined, err := models.OldDeclinedEndorsements(ctx, s.db.Read(), now.Add(-models.KeepDeclinedSigner), atOnce)
	if err != nil {
		return err
	}
	var failed []error
	each := func(rows []models.Endorsement, end func(tx *models.Tx, e models.Endorsement) error) {
		for _, e := range rows {
			err := s.db.Write(ctx, func(tx *models.Tx) error { return end(tx, e) })
			if err != nil && !fault.Is(err, fault.Conflict) { // else it moved meanwhile
				failed = append(failed, err)
			}
		}
	}
	each(unconfirmed, func(tx *models.Tx, e models.Endorsement) error {
		return models.WithdrawEndorsement(ctx, tx, e, privacy.NoIndex(), now)
	})
	each(declined, func(tx *models.Tx, e models.Endorsement) error {
		return models.EmptyEndorsement(ctx, tx, e, privacy.NoIndex(), now)
	})
	return errors.Join(failed...)
}
