// Package hooks is the door for the mail provider: what it reports is checked,
// stored once and answered; the work is done by a job.
package hooks

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/models"
)

// Door has what the hooks need.
type Door struct {
	web.Site
	Queue  *jobs.Queue
	Secret string // of the webhook; empty refuses every call
}

// Routes lists the hooks.
func (d Door) Routes(e *echo.Group) { e.POST("/resend", d.resend) }

// POST /hooks/resend takes one signed report.
func (d Door) resend(c echo.Context) error {
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	now := models.Moment(d.Now())
	event, err := mail.VerifyWebhook(d.Secret, c.Request().Header, body, now)
	if err != nil {
		if errors.Is(err, mail.ErrWebhookStale) {
			d.Log.Warn("a webhook's clock is over 300 s away from ours, or it was replayed")
		}
		return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	ctx := c.Request().Context()
	err = d.DB.Write(ctx, func(tx *models.Tx) error {
		fresh, err := models.AddWebhookEvent(ctx, tx, models.WebhookEvent{ID: event.ID, Type: event.Type, ProviderID: event.ProviderID,
			Ref: event.Ref, BounceType: event.BounceType, At: models.Moment(event.At), ReceivedAt: now})
		if err != nil || !fresh {
			return err
		}
		return d.Queue.Add(ctx, tx, jobs.ApplyReport{EventID: event.ID})
	})
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusOK)
}
