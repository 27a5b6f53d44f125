package web

import (
	"context"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/ui"
)

// exportsShown is how many exports a page lists.
const exportsShown = 50

// exportKindIDs say what was taken out.
var exportKindIDs = map[models.ExportKind]string{
	models.ExportSignatures: "exports.signatures", models.ExportDeliveries: "exports.deliveries", models.ExportVolunteers: "exports.volunteers", models.ExportRoster: "exports.roster",
	models.ExportHours: "exports.hours", models.ExportLetters: "exports.letters", models.ExportUpdates: "exports.updates", models.ExportAudit: "exports.audit", models.ExportEndorsements: "exports.endorsements",
	models.ExportPartner: "exports.partner", models.ExportPartnerWithdrawn: "exports.partner_withdrawn",
}

// ExportKinds is the choice between some kinds of rows.
func ExportKinds(c echo.Context, kinds ...models.ExportKind) (list []ui.Option) {
	for _, kind := range kinds {
		list = append(list, ui.Option{Value: string(kind), Text: i18n.T(c.Request().Context(), exportKindIDs[kind])})
	}
	return list
}

// ExportList is what was taken out, of a campaign or with 0 at all.
func (s Site) ExportList(c echo.Context, campaignID int64) (ui.TextTable, error) {
	ctx := c.Request().Context()
	say := func(id string) string { return i18n.T(ctx, id) }
	rows, err := models.ExportRows(ctx, s.DB.Read(), campaignID, exportsShown)
	table := ui.TextTable{Label: say("exports.list"), Head: []string{say("exports.number"), say("exports.what"), say("exports.who"), say("exports.purpose"), say("exports.rows"), say("exports.when")}}
	for _, r := range rows {
		what, who, size := say(exportKindIDs[r.Kind]), r.Name, say("exports.broke_off")
		if r.Slug != "" && campaignID == 0 {
			what += ", " + r.Slug
		}
		if r.Partner != "" {
			what += ", " + r.Partner
		}
		if r.Named {
			what += ", " + say("exports.with_names")
		}
		if who == "" {
			who = say("exports.machine")
		}
		if r.Rows != nil {
			size = i18n.Number(ctx, *r.Rows)
		}
		table.Rows = append(table.Rows, []string{i18n.Number(ctx, int(r.ID)), what, who, r.Purpose, size, i18n.Moment(ctx, r.BegunAt)})
	}
	return table, err
}

// file is an answer that becomes a download with its first byte, so that what is
// wrong before can still be said on a page.
type file struct {
	c    echo.Context
	name string
}

// Write implements io.Writer.
func (f file) Write(p []byte) (int, error) {
	if r := f.c.Response(); !r.Committed {
		r.Header().Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
		r.Header().Set("Content-Type", "text/csv; charset=utf-8")
		r.WriteHeader(http.StatusOK)
	}
	return f.c.Response().Write(p)
}

// Download streams what write writes as a file, for who has signed in a short while
// ago; others get a Forbidden fault.
func (s Site) Download(c echo.Context, name string, write func(ctx context.Context, w io.Writer) error) error {
	if !s.IsFresh(c) {
		return fault.New(fault.Forbidden, "error.export.stale")
	}
	return write(c.Request().Context(), file{c, name})
}
