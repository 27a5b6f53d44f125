package verify

import (
	"context"
	"testing"

	"statehouse/models"
)

const aChannel = "marketxx"

// makeChannel leaves a channel for somebody to come by.
func makeChannel(t *testing.T, db *models.DB, c models.Campaign) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		return models.AddChannel(ctx, tx, models.Channel{Code: aChannel, CampaignID: c.ID, Kind: models.ChannelSupporter, CreatedOn: "2026-11-01"})
	})
}
