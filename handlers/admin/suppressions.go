package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

// suppressedFlash tells why an address is on the list.
var suppressedFlash = map[string]string{
	"": "flash.suppression_none", "bounced": "flash.suppression_bounced", "complained": "flash.suppression_complained",
	"unsubscribed": "flash.suppression_unsubscribed", "refused": "flash.suppression_refused",
}

// GET /admin/suppressions tells how many addresses are not written to, and why.
func (d Door) suppressions(c echo.Context) error {
	return d.showSuppressions(c, http.StatusOK, "", nil)
}

func (d Door) showSuppressions(c echo.Context, status int, email string, errs map[string]string) error {
	tallies, err := models.SuppressionTallies(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := admin.SuppressionsPage{Page: d.StaffFrame(c, "suppression.title"), Email: email, Errors: errs}
	for _, t := range tallies {
		page.Reasons = append(page.Reasons, admin.SuppressionReason{Reason: t.Reason, Count: t.N})
	}
	return web.Render(c, status, admin.Suppressions(page))
}

// POST /admin/suppressions looks an address up, puts it on the list or takes it off.
// It is known by its keyed fingerprint alone and stands in no address of ours.
func (d Door) suppress(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	email, err := models.ParseEmail(form.Get("email"))
	if err != nil {
		return d.showSuppressions(c, http.StatusUnprocessableEntity, form.Get("email"), map[string]string{"email": fault.Of(err).Message})
	}
	ctx, index, flash := c.Request().Context(), models.ContactIndex(d.Keys, email), ""
	err = d.DB.Write(ctx, func(tx *models.Tx) error {
		switch form.Get("act") {
		case "look":
			reason, err := models.SuppressionOf(ctx, tx, index)
			flash = suppressedFlash[reason]
			return err
		case "add":
			flash = "flash.suppression_added"
			return models.Suppress(ctx, tx, index, "refused", models.Moment(d.Now()))
		case "lift":
			was, err := models.Unsuppress(ctx, tx, index)
			if flash = "flash.suppression_lifted"; !was {
				flash = suppressedFlash[""]
			}
			return err
		}
		return fault.New(fault.Invalid, "error.form")
	})
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/admin/suppressions")
}
