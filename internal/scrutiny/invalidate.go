package scrutiny

import (
	"context"
	"slices"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/token"
	"statehouse/models"
)

// Propose begins to count what a search would take out; nothing is taken out yet.
// Faults: NotFound, Invalid with the fields reason, note and criteria: who only
// says where to look, names no signature.
func (s *Scrutiny) Propose(ctx context.Context, actor models.Actor, searchRef, reason, note string) (ref string, err error) {
	defer fault.Wrap(&err, "scrutiny.Propose")
	search, criteria, err := s.Open(ctx, actor, searchRef)
	if err != nil {
		return "", err
	}
	wrong := map[string]string{}
	if !criteria.Narrow() {
		wrong["criteria"] = "error.invalidation.criteria"
	}
	if !slices.Contains(models.InvalidReasons, models.InvalidReason(reason)) {
		wrong["reason"] = "error.invalidation.reason"
	}
	if note, err = models.ParseText(note, models.MaxInvalidNote); err != nil || strings.TrimSpace(note) == "" {
		wrong["note"] = "error.invalidation.note"
	}
	if len(wrong) > 0 {
		return "", fault.Fields(wrong)
	}
	v := models.Invalidation{Ref: token.Ref(), SearchID: search.ID, UserID: actor.User.ID, State: models.InvalidationCounting, Reason: models.InvalidReason(reason),
		CreatedAt: s.moment(), MovedAt: s.moment()}
	v.SealNote(s.keys, note)
	return v.Ref, s.db.Write(ctx, func(tx *models.Tx) (err error) {
		v.ID = 0
		if v.UpTo, err = models.LastSignatureID(ctx, tx); err != nil {
			return err
		}
		if err := models.AddInvalidation(ctx, tx, &v); err != nil {
			return err
		}
		return s.queue.Add(ctx, tx, jobs.Invalidate{InvalidationID: v.ID})
	})
}

// Invalidation finds one with the search behind it. Faults: NotFound, also for one
// of another state.
func (s *Scrutiny) Invalidation(ctx context.Context, actor models.Actor, ref string) (v models.Invalidation, search models.SignatureSearch, err error) {
	defer fault.Wrap(&err, "scrutiny.Invalidation")
	if v, err = models.InvalidationByRef(ctx, s.db.Read(), ref); err != nil {
		return v, search, err
	}
	if search, err = models.SearchByID(ctx, s.db.Read(), v.SearchID); err != nil {
		return v, search, err
	}
	if !actor.MayScrutinize(search.State) {
		return v, search, fault.New(fault.NotFound, "error.not_found")
	}
	return v, search, nil
}

// Start begins to take out what was counted. Above models.MostWithoutSecond it
// waits for a second person instead, and says so. Faults: NotFound, Conflict.
func (s *Scrutiny) Start(ctx context.Context, actor models.Actor, ref string) (waits bool, err error) {
	err = s.move(ctx, actor, ref, func(tx *models.Tx, v *models.Invalidation) error {
		if v.State != models.InvalidationReady || v.Found == 0 {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if waits = v.Found > models.MostWithoutSecond; waits {
			return models.MoveInvalidation(ctx, tx, v, models.InvalidationWaiting, s.moment())
		}
		return s.begin(ctx, tx, v, models.InvalidationRunning)
	})
	return waits, err
}

// Approve begins what waits; not by who asked for it. Faults: NotFound, Conflict,
// Forbidden.
func (s *Scrutiny) Approve(ctx context.Context, actor models.Actor, ref string) error {
	return s.move(ctx, actor, ref, func(tx *models.Tx, v *models.Invalidation) error {
		switch {
		case v.State != models.InvalidationWaiting:
			return fault.New(fault.Conflict, "error.conflict")
		case v.UserID == actor.User.ID:
			return fault.New(fault.Forbidden, "error.invalidation.own")
		}
		now := s.moment()
		v.ApprovedBy, v.ApprovedAt = &actor.User.ID, &now
		return s.begin(ctx, tx, v, models.InvalidationRunning)
	})
}

// Stop ends what runs where it is; what was taken out stays out until it is undone.
// Faults: NotFound, Conflict.
func (s *Scrutiny) Stop(ctx context.Context, actor models.Actor, ref string) error {
	return s.move(ctx, actor, ref, func(tx *models.Tx, v *models.Invalidation) error {
		if v.State != models.InvalidationRunning {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return models.MoveInvalidation(ctx, tx, v, models.InvalidationStopped, s.moment())
	})
}

// Undo begins to put back what was taken out, each signature where it stood.
// Faults: NotFound, Conflict, also once it is too late.
func (s *Scrutiny) Undo(ctx context.Context, actor models.Actor, ref string) error {
	return s.move(ctx, actor, ref, func(tx *models.Tx, v *models.Invalidation) error {
		if !v.CanBeUndone(s.moment()) {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return s.begin(ctx, tx, v, models.InvalidationUndoing)
	})
}

func (s *Scrutiny) begin(ctx context.Context, tx *models.Tx, v *models.Invalidation, to models.InvalidationState) error {
	if err := models.MoveInvalidation(ctx, tx, v, to, s.moment()); err != nil {
		return err
	}
	return s.queue.Add(ctx, tx, jobs.Invalidate{InvalidationID: v.ID})
}

func (s *Scrutiny) move(ctx context.Context, actor models.Actor, ref string, act func(tx *models.Tx, v *models.Invalidation) error) (err error) {
	defer fault.Wrap(&err, "scrutiny.move")
	found, _, err := s.Invalidation(ctx, actor, ref)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		v, err := models.LockInvalidation(ctx, tx, found.ID)
		if err != nil {
			return err
		}
		return act(tx, &v)
	})
}
