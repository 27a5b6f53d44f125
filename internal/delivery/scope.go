package delivery

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Scope is whom a campaign's supporters may write to.
type Scope struct {
	Others  []Office // besides the seats of their own districts
	limited bool     // of their own, only those in seats
	seats   map[int64]bool
}

// Office is one that every resident of the state may write to.
type Office struct {
	models.Holder
	Committee string // the one that it chairs; empty for the governor
}

// Includes says whether a constituent may write to a seat of their own district.
func (s Scope) Includes(h models.Holder) bool { return !s.limited || s.seats[h.SeatID] }

// Scope resolves a campaign's targets, as they are now.
func (d *Delivery) Scope(ctx context.Context, campaign models.Campaign) (s Scope, err error) {
	defer fault.Wrap(&err, "delivery.Scope(%d)", campaign.ID)
	return d.scope(ctx, d.db.Read(), campaign)
}

// scope lets targeted chambers limit the own seats. A targeted governor and the
// chairs of targeted committees are there for everybody.
func (d *Delivery) scope(ctx context.Context, tx *models.Tx, campaign models.Campaign) (Scope, error) {
	s := Scope{seats: map[int64]bool{}}
	targeted, err := models.TargetSeats(ctx, tx, campaign.ID)
	for _, t := range targeted {
		s.seats[t.SeatID] = true
		isGovernor := t.Chamber == models.GovernorChamber
		s.limited = s.limited || t.Kind == models.TargetChamber && !isGovernor
		isNew := !slices.ContainsFunc(s.Others, func(o Office) bool { return o.SeatID == t.SeatID })
		if isNew && !t.IsVacant() && (isGovernor || t.Role == models.RoleChair) {
			s.Others = append(s.Others, Office{Holder: t.Holder, Committee: t.Committee})
		}
	}
	return s, err
}

// ownDistricts are those of a signature.
func (d *Delivery) ownDistricts(ctx context.Context, tx *models.Tx, sig models.Signature, state string) (map[int64]bool, error) {
	own := map[int64]bool{}
	chambers, err := d.chambersOf(ctx, tx, sig, state)
	for _, c := range chambers {
		for _, district := range c.Certain {
			own[district.ID] = true
		}
	}
	return own, err
}
