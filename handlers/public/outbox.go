package public

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/mail"
	"statehouse/views/public"
)

// GET /outbox lists the mails that the demo wrote instead of sending them.
func (d Door) outbox(c echo.Context) error {
	web.Private(c)
	entries, err := mail.ReadOutbox(d.Outbox)
	if err != nil {
		return err
	}
	page := public.OutboxPage{Page: d.Frame(c, "outbox.title"), Total: len(entries)}
	page.NoIndex = true
	for _, e := range entries {
		page.Mails = append(page.Mails, public.OutboxMail{Name: e.Name, To: e.To, Subject: e.Subject, Kind: e.Kind, At: e.At})
	}
	return web.Render(c, http.StatusOK, public.Outbox(page))
}

// GET /outbox/:name shows one mail, or with ?raw=1 gives its file.
func (d Door) outboxMail(c echo.Context) error {
	web.Private(c)
	parsed, err := mail.ReadMail(d.Outbox, c.Param("name"))
	if errors.Is(err, fs.ErrNotExist) {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	if c.QueryParam("raw") != "" {
		raw, err := os.ReadFile(filepath.Join(d.Outbox, parsed.Name))
		if err != nil {
			return err
		}
		c.Response().Header().Set("Content-Disposition", `attachment; filename="`+parsed.Name+`"`)
		return c.Blob(http.StatusOK, "message/rfc822", raw)
	}
	page := public.OutboxMailPage{Page: d.Titled(c, parsed.Subject), Name: parsed.Name, Subject: parsed.Subject, Text: parsed.Text}
	page.NoIndex = true
	for _, h := range parsed.Headers {
		page.Headers = append(page.Headers, public.MailHeader{Name: h.Name, Value: h.Value})
	}
	return web.Render(c, http.StatusOK, public.OutboxMessage(page))
}
