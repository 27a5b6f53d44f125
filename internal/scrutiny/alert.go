package scrutiny

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Acknowledge notes that somebody looked at an alert, and what they found if they say
// so. Faults: NotFound, also for one of another state, Invalid with the field note,
// Conflict where somebody did so before.
func (s *Scrutiny) Acknowledge(ctx context.Context, actor models.Actor, ref, note string) (err error) {
	defer fault.Wrap(&err, "scrutiny.Acknowledge")
	return s.db.Write(ctx, func(tx *models.Tx) error {
		a, err := models.AlertByRef(ctx, tx, ref)
		if err != nil {
			return err
		}
		campaign, err := models.CampaignByID(ctx, tx, a.CampaignID)
		if err != nil {
			return err
		}
		if !actor.MayScrutinize(campaign.State) {
			return fault.New(fault.NotFound, "error.not_found")
		}
		note, err := models.ParseText(note, models.MaxAlertNote)
		if err != nil {
			return fault.Fields(map[string]string{"note": "error.alert.note"})
		}
		if note != "" {
			a.SealNote(s.keys, note)
		}
		return models.AcknowledgeAlert(ctx, tx, a, actor.User.ID, s.moment())
	})
}
