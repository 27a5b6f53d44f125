package demo

import (
	"context"

	"statehouse/internal/token"
	"statehouse/models"
)

// addChannels makes codes for the largest campaign and gives, by place in the
// list of signatures, the one that a signature came by.
func (l *loader) addChannels(ctx context.Context, c campaign) (func(i int) *string, error) {
	if c.Slug != handedOver {
		return func(int) *string { return nil }, nil
	}
	organizer, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return nil, err
	}
	list := []models.Channel{
		{Kind: models.ChannelTeam, Label: "Sunday market poster", CreatedBy: &organizer.ID},
		{Kind: models.ChannelTeam, Label: "Partner newsletter", CreatedBy: &organizer.ID},
		{Kind: models.ChannelTeam, Label: "Library wall", CreatedBy: &organizer.ID},
		{Kind: models.ChannelSupporter},
		{Kind: models.ChannelSupporter},
	}
	for i := range list {
		list[i].Code, list[i].CampaignID, list[i].CreatedOn = token.Code(models.ChannelCode), c.row.ID, models.Day(*c.row.OpenedAt)
		if err := models.AddChannel(ctx, l.tx, list[i]); err != nil {
			return nil, err
		}
	}
	return func(i int) *string {
		for n, each := range []int{9, 14, 400, 60, 500} {
			if i%each == each-1 {
				return &list[n].Code
			}
		}
		return nil
	}, nil
}
