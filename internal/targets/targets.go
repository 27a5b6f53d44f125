// Package targets is whom a campaign is addressed to, as its organizers set it.
package targets

import (
	"context"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Targets does the acts.
type Targets struct {
	db  *models.DB
	now func() time.Time
}

// New makes the acts. They take an actor who may run the campaign for granted.
func New(db *models.DB, now func() time.Time) *Targets { return &Targets{db: db, now: now} }

// Parse reads what a form names: "seat 12", "committee 3" or "chamber upper".
// Faults: Invalid.
func Parse(typed string) (models.Target, error) {
	kind, what, _ := strings.Cut(typed, " ")
	id, err := strconv.ParseInt(what, 10, 64)
	switch {
	case models.TargetKind(kind) == models.TargetSeat && err == nil:
		return models.SeatTarget(id), nil
	case models.TargetKind(kind) == models.TargetCommittee && err == nil:
		return models.CommitteeTarget(id), nil
	case models.TargetKind(kind) == models.TargetChamber:
		return models.ChamberTarget(what), nil
	}
	return models.Target{}, fault.Fields(map[string]string{"targets": "error.target.elsewhere"})
}

// Add addresses the campaign to one more. Faults: Invalid with fields, Conflict
// if it already is.
func (t *Targets) Add(ctx context.Context, campaign models.Campaign, target models.Target) (err error) {
	defer fault.Wrap(&err, "targets.Add(%d)", campaign.ID)
	return t.db.Write(ctx, func(tx *models.Tx) error {
		return models.AddTarget(ctx, tx, campaign, target, models.Moment(t.now()))
	})
}

// Remove takes one away; letters that were written, and their mails, stay as
// they are. Faults: NotFound.
func (t *Targets) Remove(ctx context.Context, campaign models.Campaign, id int64) (err error) {
	defer fault.Wrap(&err, "targets.Remove(%d, %d)", campaign.ID, id)
	return t.db.Write(ctx, func(tx *models.Tx) error { return models.RemoveTarget(ctx, tx, campaign.ID, id) })
}
