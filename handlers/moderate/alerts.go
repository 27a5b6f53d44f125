package moderate

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/moderate"
)

// alertsShown is how many alerts a list shows.
const alertsShown = 50

// GET /moderate/alerts lists what is unusual among new signatures, and what was found.
func (d Door) alerts(c echo.Context) error {
	return d.showAlerts(c, http.StatusOK, moderate.AlertForm{}, nil)
}

func (d Door) showAlerts(c echo.Context, status int, typed moderate.AlertForm, errs map[string]string) (err error) {
	page := moderate.AlertsPage{Page: d.StaffFrame(c, "alert.title"), Form: typed, Errors: errs}
	if page.Waiting, err = d.alertList(c, true); err != nil {
		return err
	}
	if page.Seen, err = d.alertList(c, false); err != nil {
		return err
	}
	return web.Render(c, status, moderate.Alerts(page))
}

func (d Door) alertList(c echo.Context, waiting bool) (list []moderate.AlertEntry, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.AlertsIn(ctx, tx, web.Actor(c).Watches(), waiting, alertsShown)
	if err != nil {
		return nil, err
	}
	titles := map[int64]string{}
	for _, row := range rows {
		if titles[row.CampaignID] == "" {
			campaign, err := models.CampaignByID(ctx, tx, row.CampaignID)
			if err != nil {
				return nil, err
			}
			text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
			if err != nil {
				return nil, err
			}
			titles[row.CampaignID] = text.Title
		}
		entry := moderate.AlertEntry{Ref: row.Ref, Kind: row.Kind, Domain: row.Domain, Slug: row.Slug, State: row.State, Petition: titles[row.CampaignID], Found: row.Found, Among: row.Among,
			Usual: row.Usual, Threshold: row.Threshold, Since: row.Since, Til: row.CreatedAt, By: row.Name}
		if row.AcknowledgedAt != nil {
			entry.SeenAt = *row.AcknowledgedAt
		}
		if entry.Note, err = row.OpenNote(d.Keys); err != nil {
			return nil, err
		}
		entry.FirstDay, entry.LastDay = row.Since.UTC().Format(time.DateOnly), row.CreatedAt.UTC().Format(time.DateOnly)
		list = append(list, entry)
	}
	return list, nil
}

// POST /moderate/alerts/:ref notes that somebody looked, and what they found.
func (d Door) acknowledge(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ref := c.Param("ref")
	typed := moderate.AlertForm{Ref: ref, Note: form.Get("note-" + ref)}
	err = d.Scrutiny.Acknowledge(c.Request().Context(), web.Actor(c), ref, typed.Note)
	switch {
	case fault.Is(err, fault.Invalid):
		return d.showAlerts(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	case fault.Is(err, fault.Conflict):
		d.Flash(c, "flash.alert_before")
	case err != nil:
		return err
	default:
		d.Flash(c, "flash.alert_seen")
	}
	return web.SeeOther(c, "/moderate/alerts")
}
