package public

import (
	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/i18n"
	"statehouse/internal/markdown"
	"statehouse/models"
	"statehouse/views/public"
)

// newestUpdates is how many updates the progress page shows.
const newestUpdates = 10

// updates are those of a campaign that everybody may read.
func (d Door) updates(c echo.Context, campaign models.Campaign) (list []public.Update, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.PublicUpdates(ctx, tx, campaign.ID, newestUpdates)
	if err != nil {
		return nil, err
	}
	counts, err := models.CountsOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		texts, err := models.UpdateTextsOf(ctx, tx, row.ID)
		if err != nil {
			return nil, err
		}
		text, ok := texts[web.Lang(c)]
		if !ok {
			text = texts["en"]
		}
		text = text.Filled(i18n.T(i18n.With(ctx, text.Lang), "updates.reader"), counts.Counted(), campaign.NextGoal(counts.Counted()))
		body, err := markdown.HTML(text.Body)
		if err != nil {
			return nil, err
		}
		list = append(list, public.Update{Ref: row.Ref, Headline: text.Headline, BodyHTML: body, Lang: text.Lang, At: *row.StartedAt})
	}
	return list, nil
}
