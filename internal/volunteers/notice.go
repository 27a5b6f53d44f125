package volunteers

import (
	"context"

	"statehouse/internal/mailroom"
	"statehouse/models"
)

// note tells a volunteer at once what happened to their place. The caller holds
// the shift's lock, so that the number is its own.
func (v *Volunteers) note(ctx context.Context, tx *models.Tx, shift models.Shift, place models.ShiftPlace, kind models.NoticeKind) error {
	number, err := models.NoticeCount(ctx, tx, place.ID, kind)
	if err != nil {
		return err
	}
	return v.notify(ctx, tx, shift, place, kind, number)
}

// notify tells a volunteer something about a shift, unless they were told.
func (v *Volunteers) notify(ctx context.Context, tx *models.Tx, shift models.Shift, place models.ShiftPlace, kind models.NoticeKind, number int) error {
	return v.notifyWith(ctx, tx, shift, place, models.ShiftNotice{PlaceID: place.ID, Kind: kind, Number: number}, "")
}

// notifyWith is notify with what staff wrote.
func (v *Volunteers) notifyWith(ctx context.Context, tx *models.Tx, shift models.Shift, place models.ShiftPlace, n models.ShiftNotice, message string) error {
	n.CreatedAt = v.moment()
	first, err := models.AddNotice(ctx, tx, n)
	if err != nil || !first {
		return err
	}
	a, err := models.ApplicationByID(ctx, tx, place.ApplicationID)
	if err != nil {
		return err
	}
	who, err := a.OpenApplicant(v.keys)
	if err != nil {
		return err
	}
	text, err := models.RoleTextOf(ctx, tx, a.RoleID, a.Lang)
	if err != nil {
		return err
	}
	zone := shift.Zone()
	s := mailroom.Shift{Kind: n.Kind, Message: message, Role: text.Title, Place: shift.Place, Starts: shift.StartsAt.In(zone), Ends: shift.EndsAt.In(zone)}
	if place.State == models.PlaceHeld {
		s.Notes = shift.Notes
	}
	if place.OfferedUntil != nil {
		s.OfferedUntil = place.OfferedUntil.In(zone)
	}
	switch n.Kind {
	case models.NoticeHeld, models.NoticeChanged, models.NoticeDayBefore, models.NoticeDayOf:
		s.Method = methodPublish
	case models.NoticeCancelled:
		s.Method = methodCancel
	}
	if s.Method != "" {
		s.Calendar = v.calendar(s.Method, event{shift: shift, title: text.Title})
	}
	draft, err := v.room.Shift(ctx, a.Lang, who.Email, s, v.moment())
	if err != nil {
		return err
	}
	return v.post(ctx, tx, draft.ForApplication(a))
}
