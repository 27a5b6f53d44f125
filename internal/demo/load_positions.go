package demo

import (
	"context"

	"statehouse/models"
)

// sayings are the positions that the demo's legislators have taken, in turn; an
// empty one stays silent.
var sayings = []models.Position{
	{Stance: models.StanceSupports, Evidence: models.EvidenceRecord, Source: "https://legislature.example.org/bills/sponsors", Summary: "Signed on as a sponsor."},
	{}, {},
	{Stance: models.StanceUndecided, Evidence: models.EvidenceMeeting, Source: "Notes of the meeting at the capitol", Summary: "Wants to see what the services would cost."},
	{},
	{Stance: models.StanceSupports, Evidence: models.EvidenceLetter, Source: "Letter from the office, on file", Summary: "Will vote for the bill."},
	{},
	{Stance: models.StanceOpposes, Evidence: models.EvidenceStatement, Source: "https://news.example.org/statehouse/hearing", Summary: "Would keep the charge and add a program."},
	{}, {}, {},
}

// addPositions notes what legislators of the campaign's state have said since
// it began.
func (l *loader) addPositions(ctx context.Context, c campaign) error {
	holders, err := models.HoldersOfState(ctx, l.tx, c.row.State)
	if err != nil || c.row.OpenedAt.Before(l.now.Add(-seated)) {
		return err
	}
	admin, err := models.UserByEmail(ctx, l.tx, "admin@example.org")
	if err != nil {
		return err
	}
	for i, h := range holders {
		p := sayings[i%len(sayings)]
		if p.Stance == "" || h.IsVacant() {
			continue
		}
		at := earliest(latest(*c.row.OpenedAt, l.now.AddDate(0, 0, -40)).AddDate(0, 0, 1+i%20), l.now)
		p.CampaignID, p.SeatID, p.LegislatorID, p.UserID = c.row.ID, h.SeatID, h.LegislatorID, &admin.ID
		p.SaidOn, p.CreatedAt = models.Day(at), at
		if err := models.AddPosition(ctx, l.tx, &p); err != nil {
			return err
		}
	}
	return nil
}
