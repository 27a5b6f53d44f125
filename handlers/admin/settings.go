package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/models"
	"statehouse/views/admin"
)

// maxSwitchReason is the longest reason for switching a feature, in characters.
const maxSwitchReason = 300

// GET /admin/settings shows which features are on, and every setting of the process.
func (d Door) settings(c echo.Context) error {
	set, err := models.Features(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := admin.SettingsPage{Page: d.StaffFrame(c, "admin.settings")}
	for _, f := range feature.All {
		page.Features = append(page.Features, admin.FeatureItem{Feature: f, IsOn: set.Has(f.Name)})
	}
	for _, s := range d.Settings {
		page.Settings = append(page.Settings, admin.ProcessSetting{Name: s.Name, Value: s.Value, Origin: string(s.Origin), Secret: s.Secret})
	}
	return web.Render(c, http.StatusOK, admin.SettingsView(page))
}

// GET /admin/settings/features/:feature says what switching a feature will do.
func (d Door) feature(c echo.Context) error { return d.showFeature(c, http.StatusOK, "", nil, "") }

func (d Door) showFeature(c echo.Context, status int, reason string, errs map[string]string, problem string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	f, ok := feature.Of(feature.Name(c.Param("feature")))
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	set, err := models.Features(ctx, tx)
	if err != nil {
		return err
	}
	moves, err := models.FeatureMoves(ctx, tx, f.Name)
	if err != nil {
		return err
	}
	page := admin.FeaturePage{Page: d.StaffFrame(c, f.Title), FeatureItem: admin.FeatureItem{Feature: f, IsOn: set.Has(f.Name)}, Number: len(moves) + 1, Reason: reason, Errors: errs, Problem: problem, MaxReason: maxSwitchReason}
	for _, m := range moves {
		page.Moves = append(page.Moves, admin.FeatureMove{IsOn: m.IsOn, Reason: m.Reason, By: m.Name, At: m.At})
	}
	return web.Render(c, status, admin.FeatureView(page))
}

// POST /admin/settings/features/:feature switches it, with a reason.
func (d Door) switchFeature(c echo.Context) error {
	f, ok := feature.Of(feature.Name(c.Param("feature")))
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	reason, err := models.ParseText(form.Get("reason"), maxSwitchReason)
	switch {
	case err != nil:
		return d.showFeature(c, http.StatusUnprocessableEntity, form.Get("reason"), map[string]string{"reason": fault.Of(err).Message}, "")
	case reason == "":
		return d.showFeature(c, http.StatusUnprocessableEntity, "", map[string]string{"reason": "error.feature.reason"}, "")
	}
	ctx := c.Request().Context()
	move := models.FeatureMove{Feature: f.Name, Number: web.Number(form.Get("number")), IsOn: form.Get("to") == "on", Reason: reason, UserID: web.Actor(c).User.ID, At: models.Moment(d.Now())}
	err = d.DB.Write(ctx, func(tx *models.Tx) error { return models.AddFeatureMove(ctx, tx, move) })
	if fault.Is(err, fault.Conflict) {
		return d.showFeature(c, http.StatusConflict, reason, nil, "error.feature.meanwhile")
	}
	if err != nil {
		return err
	}
	d.Standing.Forget()
	d.Flash(c, "flash.feature_switched")
	return web.SeeOther(c, "/admin/settings")
}
