package demo

import (
	"context"
	"fmt"
	"time"

	"statehouse/internal/packets"
	"statehouse/internal/token"
	"statehouse/models"
)

// handedOver is the campaign whose packet the organizer asked for.
const handedOver = "az-safe-harbor"

// askPacket leaves a packet that was asked for a while ago: the first sweep
// finds it and has it made like any other.
func (l *loader) askPacket(ctx context.Context, campaigns []campaign) error {
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	asked := l.now.Add(-10 * time.Minute)
	for _, c := range campaigns {
		if c.Slug == handedOver {
			return models.AddPacket(ctx, l.tx, &models.Packet{Ref: token.Ref(), CampaignID: c.row.ID, Scope: models.ScopeCampaign, UserID: organizer.ID,
				Lang: "en", State: models.PacketQueued, FileName: packets.FileName(c.row, asked), CreatedAt: asked, MovedAt: asked})
		}
	}
	return fmt.Errorf("demo: there is no campaign %s", handedOver)
}
