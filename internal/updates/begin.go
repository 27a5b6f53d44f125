package updates

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/jobs"
	"statehouse/internal/mailroom"
	"statehouse/models"
)

// Send begins to send a draft. To more than models.MostWithoutSecond
// people it waits for a second person instead, and says so. Faults: NotFound, Conflict, Invalid.
func (u *Updates) Send(ctx context.Context, c models.Campaign, ref string) (waits bool, err error) {
	defer fault.Wrap(&err, "updates.Send")
	err = u.db.Write(ctx, func(tx *models.Tx) error {
		update, err := u.open(ctx, tx, c, ref)
		if err != nil {
			return err
		}
		if waits = update.Recipients > models.MostWithoutSecond; waits {
			if update.State == models.UpdateWaiting {
				return nil
			}
			return models.MoveUpdate(ctx, tx, &update, models.UpdateWaiting, u.moment())
		}
		return u.begin(ctx, tx, &update)
	})
	return waits, err
}

// Approve begins to send an update that waits; not by its author. Faults:
// NotFound, Conflict, Forbidden.
func (u *Updates) Approve(ctx context.Context, second models.User, c models.Campaign, ref string) (err error) {
	defer fault.Wrap(&err, "updates.Approve")
	return u.db.Write(ctx, func(tx *models.Tx) error {
		update, err := u.open(ctx, tx, c, ref)
		switch {
		case err != nil:
			return err
		case update.State != models.UpdateWaiting:
			return fault.New(fault.Conflict, "error.conflict")
		case update.UserID == second.ID:
			return fault.New(fault.Forbidden, "error.update.own")
		}
		now := u.moment()
		update.ApprovedBy, update.ApprovedAt = &second.ID, &now
		return u.begin(ctx, tx, &update)
	})
}

// open finds a draft and counts whom it would go to.
func (u *Updates) open(ctx context.Context, tx *models.Tx, c models.Campaign, ref string) (models.Update, error) {
	update, err := models.UpdateByRef(ctx, tx, c.ID, ref)
	if err != nil {
		return update, err
	}
	if update, err = models.LockUpdate(ctx, tx, update.ID); err != nil {
		return update, err
	}
	if !update.IsDraft() {
		return update, fault.New(fault.Conflict, "error.conflict")
	}
	if !c.IsPublic() {
		return update, fault.New(fault.Conflict, "error.update.campaign")
	}
	update.Recipients, err = models.AudienceCount(ctx, tx, update.ID)
	return update, err
}

func (u *Updates) begin(ctx context.Context, tx *models.Tx, update *models.Update) error {
	if update.Recipients == 0 {
		return fault.New(fault.Conflict, "error.update.nobody")
	}
	if err := models.MoveUpdate(ctx, tx, update, models.UpdateSending, u.moment()); err != nil {
		return err
	}
	return u.queue.Add(ctx, tx, jobs.SendUpdate{UpdateID: update.ID})
}

// Stop ends the sending of an update; the copies that have not left are taken
// out of the line. Faults: NotFound, Conflict.
func (u *Updates) Stop(ctx context.Context, c models.Campaign, ref string) (err error) {
	defer fault.Wrap(&err, "updates.Stop")
	return u.db.Write(ctx, func(tx *models.Tx) error {
		update, err := models.UpdateByRef(ctx, tx, c.ID, ref)
		if err != nil {
			return err
		}
		if update, err = models.LockUpdate(ctx, tx, update.ID); err != nil {
			return err
		}
		if update.State != models.UpdateSending {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := models.MoveUpdate(ctx, tx, &update, models.UpdateStopped, u.moment()); err != nil {
			return err
		}
		return models.DropUpdateMails(ctx, tx, update.ID, u.moment())
	})
}

// Try sends a member of staff the update as supporters would get it, with their
// own name in it. Faults: NotFound.
func (u *Updates) Try(ctx context.Context, staff models.User, c models.Campaign, ref, lang string) (err error) {
	defer fault.Wrap(&err, "updates.Try")
	return u.db.Write(ctx, func(tx *models.Tx) error {
		update, err := models.UpdateByRef(ctx, tx, c.ID, ref)
		if err != nil {
			return err
		}
		p, err := u.prepare(ctx, tx, update)
		if err != nil {
			return err
		}
		draft, err := u.room.UpdateTest(ctx, lang, staff.Email, p.mail(lang, staff.Name), u.moment())
		if err != nil {
			return err
		}
		_, err = u.room.Post(ctx, tx, []*mailroom.Draft{draft})
		return err
	})
}

// Look is the update as somebody of a name would get it.
func (u *Updates) Look(ctx context.Context, c models.Campaign, ref, lang, name string) (look mailroom.Look, err error) {
	defer fault.Wrap(&err, "updates.Look")
	update, err := models.UpdateByRef(ctx, u.db.Read(), c.ID, ref)
	if err != nil {
		return look, err
	}
	p, err := u.prepare(ctx, u.db.Read(), update)
	if err != nil {
		return look, err
	}
	return u.room.LookUpdate(ctx, lang, p.mail(lang, name)), nil
}
