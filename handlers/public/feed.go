package public

import (
	"net/http"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// feedSize is how many of the newest petitions the feed tells.
const feedSize = 50

// GET /feeds/petitions.atom tells of new petitions.
func (d Door) feed(c echo.Context) error {
	ctx := c.Request().Context()
	rows, _, err := models.Campaigns(ctx, d.DB.Read(), models.CampaignFilter{Sort: "new", Size: feedSize, Lang: web.Lang(c), Since: models.MovingSince(d.Now())})
	if err != nil {
		return err
	}
	feed := &feeds.Feed{Title: i18n.T(ctx, "common.site"), Link: &feeds.Link{Href: d.BaseURL + "/petitions"}, Description: i18n.T(ctx, "common.description")}
	for _, r := range rows {
		item := &feeds.Item{Id: d.BaseURL + "/petitions/" + r.Slug, Title: r.Title, Description: r.Summary, Link: &feeds.Link{Href: d.BaseURL + "/petitions/" + r.Slug},
			Created: r.CreatedAt, Updated: r.UpdatedAt}
		if r.OpenedAt != nil {
			item.Created = *r.OpenedAt
		}
		if item.Updated.After(feed.Updated) {
			feed.Updated = item.Updated
		}
		feed.Items = append(feed.Items, item)
	}
	atom, err := feed.ToAtom()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", []byte(atom))
}
