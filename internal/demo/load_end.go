package demo

import (
	"context"
	"time"

	"statehouse/models"
)

// extended is the campaign whose last day was moved once.
const extended = "az-vacatur-wider"

// addLastDay sets a campaign's last day, and extends it.
func (l *loader) addLastDay(ctx context.Context, c campaign) error {
	if c.Slug != extended {
		return nil
	}
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	for _, m := range []models.CampaignMove{
		{ClosesOn: l.now.AddDate(0, 0, 20).Format(time.DateOnly), Reason: "Before the session begins.", At: l.now.AddDate(0, 0, -9)},
		{ClosesOn: l.now.AddDate(0, 2, 0).Format(time.DateOnly), Reason: "The committee will hear us later than we thought.", At: l.now.AddDate(0, 0, -1)},
	} {
		m.UserID = organizer.ID
		if err := models.SetClosing(ctx, l.tx, &c.row, m); err != nil {
			return err
		}
	}
	return nil
}
