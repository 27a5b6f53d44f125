package volunteers

import (
	"context"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Limits of a message to a shift, in characters, and how long after its end it
// may be written to.
const (
	MinMessage   = 5
	MaxMessage   = 2000
	MessageUntil = 7 * 24 * time.Hour
)

// Message writes to everybody who has a place on a shift, once; key names the
// form, which may be posted twice. Faults: NotFound, Gone, Invalid with fields.
func (v *Volunteers) Message(ctx context.Context, actor models.Actor, slug, shiftRef, key, typed string) (err error) {
	defer fault.Wrap(&err, "volunteers.Message")
	return v.onRoster(ctx, actor, slug, shiftRef, func(tx *models.Tx, shift *models.Shift) error {
		if !MayWrite(*shift, v.moment()) {
			return fault.New(fault.Gone, "error.shift.over")
		}
		text, err := models.ParseText(typed, MaxMessage)
		switch {
		case err != nil:
			return fault.Fields(map[string]string{"message": fault.Of(err).Message})
		case len([]rune(text)) < MinMessage || key == "" || len(key) > 40:
			return fault.Fields(map[string]string{"message": "error.message.empty"})
		}
		if before, err := models.IsMessage(ctx, tx, key); err != nil || before {
			return err
		}
		places, err := models.PlacesOf(ctx, tx, shift.ID)
		if err != nil {
			return err
		}
		held := heldOf(places)
		if len(held) == 0 {
			return fault.Fields(map[string]string{"message": "error.message.nobody"})
		}
		m := models.ShiftMessage{ShiftID: shift.ID, Ref: key, UserID: actor.User.ID, Told: len(held), CreatedAt: v.moment()}
		if err := models.AddShiftMessage(ctx, tx, &m); err != nil {
			return err
		}
		for _, p := range held {
			if err := v.notifyWith(ctx, tx, *shift, p, models.ShiftNotice{PlaceID: p.ID, Kind: models.NoticeMessage, Number: m.Number}, text); err != nil {
				return err
			}
		}
		return nil
	})
}

// MayWrite says whether a shift may still be written to.
func MayWrite(s models.Shift, now time.Time) bool {
	return s.CancelledAt == nil && now.Before(s.EndsAt.Add(MessageUntil))
}

func heldOf(places []models.ShiftPlace) (held []models.ShiftPlace) {
	for _, p := range places {
		if p.State == models.PlaceHeld {
			held = append(held, p)
		}
	}
	return held
}
