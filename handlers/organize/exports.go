package organize

import (
	"context"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/organize"
)

// exportable are the kinds of rows that organizers take out of a campaign. Names
// leave only of volunteers and of who signs for an organization: no organizer sees
// who signed for themselves but as they chose.
var exportable = []models.ExportKind{models.ExportSignatures, models.ExportLetters, models.ExportDeliveries, models.ExportUpdates, models.ExportVolunteers, models.ExportEndorsements}

// GET /organize/campaigns/:slug/exports takes rows out, and lists what was.
func (d Door) exports(c echo.Context) error {
	return d.showExports(c, http.StatusOK, organize.ExportForm{}, nil)
}

func (d Door) showExports(c echo.Context, status int, typed organize.ExportForm, errs map[string]string) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	page := organize.ExportsPage{Page: d.StaffFrame(c, "exports.title"), Slug: campaign.Slug, Kinds: web.ExportKinds(c, exportable...), Form: typed, Errors: errs, IsFresh: d.IsFresh(c)}
	text, err := models.WorkingText(c.Request().Context(), d.DB.Read(), campaign, web.Lang(c))
	if err != nil {
		return err
	}
	page.Title = text.Title
	if page.List, err = d.ExportList(c, campaign.ID); err != nil {
		return err
	}
	return web.Render(c, status, organize.Exports(page))
}

// POST /organize/campaigns/:slug/exports streams rows as CSV.
func (d Door) takeOut(c echo.Context) error {
	campaign, err := d.peoplesCampaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	user := web.Actor(c).User
	r := exports.Request{Kind: models.ExportKind(form.Get("kind")), Slug: campaign.Slug, Purpose: form.Get("purpose"), UserID: &user.ID, By: user.Name}
	r.Named = web.IsTicked(form, "named") && (r.Kind == models.ExportVolunteers || r.Kind == models.ExportEndorsements)
	if !slices.Contains(exportable, r.Kind) {
		err = fault.Fields(map[string]string{"kind": "error.export.kind"})
	} else {
		err = d.Download(c, campaign.Slug+"-"+string(r.Kind)+".csv", func(ctx context.Context, w io.Writer) error {
			_, err := d.Exports.Write(ctx, w, r)
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return d.showExports(c, http.StatusUnprocessableEntity, organize.ExportForm{Kind: string(r.Kind), Purpose: r.Purpose, Named: r.Named}, fault.Of(err).Fields)
	}
	return err
}
