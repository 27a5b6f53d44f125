package organize

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/roles/new is an empty form.
func (d Door) newRole(c echo.Context) error {
	return d.roleForm(c, http.StatusOK, "", volunteers.RoleForm{State: own(c)}, nil)
}

// POST /organize/roles stores a role, or shows what needs mending.
func (d Door) addRole(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := roleTyped(form)
	slug, err := d.Volunteers.AddRole(c.Request().Context(), web.Actor(c), typed)
	if fault.Is(err, fault.Invalid) {
		return d.roleForm(c, http.StatusUnprocessableEntity, "", typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.role_saved")
	return web.SeeOther(c, "/organize/roles/"+slug)
}

// GET /organize/roles/:slug/edit is a role as it stands.
func (d Door) editRole(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	role, err := d.Volunteers.Role(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	texts, err := models.RoleTextsOf(ctx, tx, role.ID)
	if err != nil {
		return err
	}
	campaign := models.Campaign{}
	if role.CampaignID != nil {
		if campaign, err = models.CampaignByID(ctx, tx, *role.CampaignID); err != nil {
			return err
		}
	}
	return d.roleForm(c, http.StatusOK, role.Slug, volunteers.RoleFormOf(role, texts, campaign.Slug), nil)
}

// POST /organize/roles/:slug/edit writes what was changed.
func (d Door) saveRole(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := roleTyped(form)
	err = d.Volunteers.SaveRole(c.Request().Context(), web.Actor(c), c.Param("slug"), typed)
	if fault.Is(err, fault.Invalid) {
		return d.roleForm(c, http.StatusUnprocessableEntity, c.Param("slug"), typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.role_saved")
	return web.SeeOther(c, "/organize/roles/"+c.Param("slug"))
}

// POST /organize/roles/:slug/status opens a role for applications, or closes it.
func (d Door) moveRole(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	return d.after(c, d.Volunteers.MoveRole(c.Request().Context(), web.Actor(c), c.Param("slug"), form.Get("to")), "")
}

func roleTyped(form url.Values) volunteers.RoleForm {
	f := volunteers.RoleForm{Kind: form.Get("kind"), State: form.Get("state"), Place: form.Get("place"), Places: form.Get("places"), StartsOn: form.Get("starts_on"),
		EndsOn: form.Get("ends_on"), ApplyBy: form.Get("apply_by"), Campaign: form.Get("campaign"), Remote: web.IsTicked(form, "remote"),
		Adults: web.IsTicked(form, "adults"), Steps: form["steps"], Words: map[string]string{}}
	for _, lang := range i18n.Codes() {
		for _, p := range volunteers.RoleParts {
			f.Words[p.Name+"_"+lang] = form.Get(p.Name + "_" + lang)
		}
	}
	return f
}

func (d Door) roleForm(c echo.Context, status int, slug string, f volunteers.RoleForm, errs map[string]string) error {
	page := organize.RoleFormPage{Page: d.StaffFrame(c, "organize.roles.new"), Slug: slug, Errors: errs, Kind: f.Kind, State: f.State, Place: f.Place, Places: f.Places,
		StartsOn: f.StartsOn, EndsOn: f.EndsOn, ApplyBy: f.ApplyBy, Campaign: f.Campaign, Remote: f.Remote, Adults: f.Adults, Chosen: f.Steps, Words: f.Words}
	if slug != "" {
		page.Page = d.StaffFrame(c, "organize.roles.edit")
	}
	for _, k := range models.RoleKinds {
		page.Kinds = append(page.Kinds, string(k))
	}
	for _, s := range models.Steps {
		page.Steps = append(page.Steps, string(s))
	}
	for _, p := range volunteers.RoleParts {
		page.Parts = append(page.Parts, organize.RolePart{Name: p.Name, Limit: p.Limit, Needs: p.Needs})
	}
	for _, s := range models.States() {
		if own := own(c); own == "" || own == s.Code {
			page.States = append(page.States, organize.Named{Value: s.Code, Name: s.NameIn(web.Lang(c))})
		}
	}
	page.Anywhere = own(c) == ""
	campaigns, err := models.OrganizedCampaigns(c.Request().Context(), d.DB.Read(), own(c), web.Lang(c))
	for _, row := range campaigns {
		page.Campaigns = append(page.Campaigns, organize.Named{Value: row.Slug, Name: row.Title})
	}
	if err != nil {
		return err
	}
	return web.Render(c, status, organize.RoleForm(page))
}
