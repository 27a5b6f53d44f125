package admin

import (
	"context"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/exports lists what was taken out by whom, and takes rows out that no
// organizer may.
func (d Door) exports(c echo.Context) error {
	return d.showExports(c, http.StatusOK, admin.ExportForm{}, nil)
}

func (d Door) showExports(c echo.Context, status int, typed admin.ExportForm, errs map[string]string) error {
	page := admin.ExportsPage{Page: d.StaffFrame(c, "exports.title"), Form: typed, Errors: errs, IsFresh: d.IsFresh(c),
		Kinds: web.ExportKinds(c, models.ExportAudit, models.ExportVolunteers, models.ExportSignatures)}
	list, err := d.ExportList(c, 0)
	if err != nil {
		return err
	}
	page.List = list
	return web.Render(c, status, admin.ExportsView(page))
}

// POST /admin/exports streams rows as CSV.
func (d Door) takeOut(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	user := web.Actor(c).User
	typed := admin.ExportForm{Kind: form.Get("kind"), Campaign: form.Get("campaign"), Purpose: form.Get("purpose"), Named: web.IsTicked(form, "named")}
	r := exports.Request{Kind: models.ExportKind(typed.Kind), Purpose: typed.Purpose, Named: typed.Named, UserID: &user.ID, By: user.Name}
	switch r.Kind {
	case models.ExportAudit:
		r.Named = false
	case models.ExportVolunteers:
	case models.ExportSignatures:
		r.Slug = typed.Campaign
	default:
		return d.showExports(c, http.StatusUnprocessableEntity, typed, map[string]string{"kind": "error.export.kind"})
	}
	err = d.Download(c, string(r.Kind)+".csv", func(ctx context.Context, w io.Writer) error {
		_, err := d.Exports.Write(ctx, w, r)
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound):
		return d.showExports(c, http.StatusUnprocessableEntity, typed, map[string]string{"campaign": "error.search.campaign"})
	case fault.Is(err, fault.Invalid):
		return d.showExports(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	return err
}
