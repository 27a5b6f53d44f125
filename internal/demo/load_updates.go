package demo

import (
	"context"

	"statehouse/internal/token"
	"statehouse/models"
)

// addUpdate writes an update to the supporters of a campaign; it waits for a
// second person, as many would get it.
func (l *loader) addUpdate(ctx context.Context, c campaign) error {
	if c.row.Slug != "az-safe-harbor" {
		return nil
	}
	author, err := models.UserByEmail(ctx, l.tx, "organizer@example.org")
	if err != nil {
		return err
	}
	u := models.Update{Ref: token.Ref(), CampaignID: c.row.ID, UserID: author.ID, State: models.UpdateWaiting, Audience: models.AudienceAll, IsPublic: true,
		CreatedAt: l.now.AddDate(0, 0, -1), MovedAt: l.now.AddDate(0, 0, -1)}
	return models.AddUpdate(ctx, l.tx, &u, []models.UpdateText{
		{Lang: "en", Headline: "The committee has a date", Body: "Dear {{name}},\n\nThank you for signing. We are **{{count}}** now.\n\nThe committee has put the bill on its list for this month. " +
			"If you have two minutes: write to your own legislators, or thank them if they have signed on.\n\nThe people who run this petition"},
		{Lang: "es", Headline: "La comisión tiene fecha", Body: "Hola, {{name}}:\n\nGracias por firmar. Ya somos **{{count}}**.\n\nLa comisión ha puesto el proyecto en su lista de este mes. " +
			"Si tiene dos minutos: escriba a sus propios legisladores, o déles las gracias si ya lo apoyan.\n\nQuienes llevan esta petición"},
	})
}
