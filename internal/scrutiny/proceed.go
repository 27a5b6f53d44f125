package scrutiny

import (
	"cmp"
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// batch is how many signatures one transaction takes out or puts back.
const batch = 100

// takable are the states that signatures are taken out from.
var takable = []models.SignatureState{models.SignatureCounted, models.SignatureHeld}

// Proceed does the next part of an invalidation that is under way, and says true
// once there is nothing left to do. Each part commits as a whole with how far it
// is, so that a process may die at any time. Faults: NotFound.
func (s *Scrutiny) Proceed(ctx context.Context, id int64) (done bool, err error) {
	defer fault.Wrap(&err, "scrutiny.Proceed(%d)", id)
	counted, err := s.count(ctx, id)
	if err != nil || counted {
		return true, err
	}
	err = s.db.Write(ctx, func(tx *models.Tx) error {
		v, err := models.LockInvalidation(ctx, tx, id)
		if err != nil {
			return err
		}
		switch v.State {
		case models.InvalidationRunning:
			done, err = s.takeSome(ctx, tx, &v)
		case models.InvalidationUndoing:
			done, err = s.restoreSome(ctx, tx, &v)
		default:
			done = true
		}
		return err
	})
	return done, err
}

// takeSome takes the next signatures out; true means that none is left.
func (s *Scrutiny) takeSome(ctx context.Context, tx *models.Tx, v *models.Invalidation) (bool, error) {
	scan, err := s.scanOf(ctx, tx, *v)
	if err != nil {
		return false, err
	}
	rows, err := models.SignaturesUp(ctx, tx, scan.filter, v.LastID, v.UpTo, chunk)
	if err != nil {
		return false, err
	}
	var next []models.FoundSignature
	for _, row := range rows {
		if len(next) == batch {
			break
		}
		v.LastID = row.ID
		person, err := row.OpenPerson(s.keys)
		if err != nil {
			return false, err
		}
		if scan.criteria.Fit(person) {
			next = append(next, row)
		}
	}
	if err := s.take(ctx, tx, v, next); err != nil {
		return false, err
	}
	if len(rows) < chunk && (len(rows) == 0 || v.LastID == rows[len(rows)-1].ID) {
		return true, models.MoveInvalidation(ctx, tx, v, models.InvalidationDone, s.moment())
	}
	return false, models.StepInvalidation(ctx, tx, *v, s.moment())
}

// take moves signatures out of the count, campaign by campaign as everybody does,
// with the letters that have not left. Who moved meanwhile stays where they are.
func (s *Scrutiny) take(ctx context.Context, tx *models.Tx, v *models.Invalidation, next []models.FoundSignature) error {
	slices.SortFunc(next, func(a, b models.FoundSignature) int {
		return cmp.Or(cmp.Compare(a.CampaignID, b.CampaignID), cmp.Compare(a.ID, b.ID))
	})
	now := s.moment()
	var taken []models.InvalidatedSignature
	for _, row := range next {
		before := row.Signature
		err := models.MoveSignature(ctx, tx, &row.Signature, models.SignatureInvalidated, string(v.Reason), now)
		if fault.Is(err, fault.Conflict) {
			continue
		}
		if err != nil {
			return err
		}
		if err := models.DropMailsOf(ctx, tx, row.ID, "invalidated", now); err != nil {
			return err
		}
		taken = append(taken, models.InvalidatedSignature{InvalidationID: v.ID, SignatureID: row.ID, Prior: before.State, PriorReason: before.Reason, At: now})
	}
	v.Taken += len(taken)
	return models.AddInvalidated(ctx, tx, taken)
}

// restoreSome puts the next signatures back where they stood, but those that went
// elsewhere since; true means that none is left.
func (s *Scrutiny) restoreSome(ctx context.Context, tx *models.Tx, v *models.Invalidation) (bool, error) {
	rows, err := models.InvalidatedAfter(ctx, tx, v.ID, v.LastID, batch)
	if err != nil {
		return false, err
	}
	if len(rows) == 0 {
		return true, models.MoveInvalidation(ctx, tx, v, models.InvalidationUndone, s.moment())
	}
	v.LastID = rows[len(rows)-1].ID
	for _, row := range rows {
		restored, err := s.restore(ctx, tx, row)
		if err != nil {
			return false, err
		}
		if restored {
			v.Restored++
		}
	}
	return false, models.StepInvalidation(ctx, tx, *v, s.moment())
}

func (s *Scrutiny) restore(ctx context.Context, tx *models.Tx, row models.InvalidatedSignature) (bool, error) {
	isLast, err := models.IsLastInvalidated(ctx, tx, row)
	if err != nil || !isLast {
		return false, err
	}
	sig, err := models.SignatureByID(ctx, tx, row.SignatureID)
	if err != nil || sig.State != models.SignatureInvalidated {
		return false, err
	}
	now := s.moment()
	if err := models.MoveSignature(ctx, tx, &sig, row.Prior, row.PriorReason, now); err != nil {
		return false, err
	}
	return true, models.MarkRestored(ctx, tx, row.ID, now)
}
