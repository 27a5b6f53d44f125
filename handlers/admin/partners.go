package admin

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/exports"
	"statehouse/internal/fault"
	"statehouse/internal/partners"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/partners lists the partners, and has the form for one more.
func (d Door) partners(c echo.Context) error {
	return d.showPartners(c, http.StatusOK, admin.PartnerForm{}, nil)
}

func (d Door) showPartners(c echo.Context, status int, typed admin.PartnerForm, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	page := admin.PartnersPage{Page: d.StaffFrame(c, "partners.title"), Form: typed, Errors: errs}
	list, err := models.Partners(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range list {
		one, err := d.partnerOf(c, p)
		if err != nil {
			return err
		}
		page.Partners = append(page.Partners, one)
	}
	return web.Render(c, status, admin.Partners(page))
}

func (d Door) partnerOf(c echo.Context, p models.Partner) (admin.Partner, error) {
	numbers, err := models.PartnerNumbersOf(c.Request().Context(), d.DB.Read(), p.ID, 0)
	return admin.Partner{Ref: p.Ref, Name: p.Name, Website: p.Website, Policy: p.Policy, Email: p.Email, Version: p.Version, Ended: p.EndedAt != nil,
		Standing: numbers.Standing, Fresh: numbers.Fresh, Withdrawn: numbers.Withdrawn}, err
}

func typedPartner(form url.Values) (admin.PartnerForm, partners.Form) {
	typed := admin.PartnerForm{Name: form.Get("name"), Website: form.Get("site"), Policy: form.Get("policy"), Email: form.Get("email"), Version: web.Number(form.Get("version"))}
	return typed, partners.Form{Name: typed.Name, Website: typed.Website, Policy: typed.Policy, Email: typed.Email, Version: typed.Version}
}

// POST /admin/partners adds a partner, on no campaign yet.
func (d Door) addPartner(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed, f := typedPartner(form)
	ref, err := d.Partners.Add(c.Request().Context(), web.Actor(c), f)
	if fault.Is(err, fault.Invalid) {
		return d.showPartners(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.partner_added")
	return web.SeeOther(c, "/admin/partners/"+ref)
}

// GET /admin/partners/:ref shows a partner, and makes its files.
func (d Door) partner(c echo.Context) error {
	return d.showPartner(c, http.StatusOK, admin.PartnerPage{})
}

// showPartner draws a partner; page may say what was wrong with what was typed.
func (d Door) showPartner(c echo.Context, status int, page admin.PartnerPage) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	p, err := models.PartnerByRef(ctx, tx, c.Param("ref"))
	if err != nil {
		return err
	}
	page.Page, page.IsFresh = d.StaffFrame(c, "partners.title"), d.IsFresh(c)
	if page.Partner, err = d.partnerOf(c, p); err != nil {
		return err
	}
	if len(page.Errors) == 0 {
		page.Form = admin.PartnerForm{Name: p.Name, Website: p.Website, Policy: p.Policy, Email: p.Email, Version: p.Version}
	}
	campaigns, err := models.CampaignsOfPartner(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	for _, on := range campaigns {
		page.Campaigns = append(page.Campaigns, admin.PartnerCampaign{Slug: on.Slug, On: on.DetachedAt == nil})
	}
	return web.Render(c, status, admin.PartnerView(page))
}

// POST /admin/partners/:ref corrects a partner.
func (d Door) changePartner(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed, f := typedPartner(form)
	err = d.Partners.Change(c.Request().Context(), web.Actor(c), c.Param("ref"), f)
	if fault.Is(err, fault.Invalid) {
		return d.showPartner(c, http.StatusUnprocessableEntity, admin.PartnerPage{Form: typed, Errors: fault.Of(err).Fields})
	}
	return d.partnerMoved(c, err, "flash.partner_changed")
}

// POST /admin/partners/:ref/end ends the work with a partner.
func (d Door) endPartner(c echo.Context) error {
	return d.partnerMoved(c, d.Partners.End(c.Request().Context(), web.Actor(c), c.Param("ref")), "flash.partner_ended")
}

func (d Door) partnerMoved(c echo.Context, err error, flash string) error {
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/admin/partners/"+c.Param("ref"))
}

// POST /admin/partners/:ref/exports streams who lets a partner have their name and
// address, or what it has to delete, as CSV.
func (d Door) exportPartner(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	p, err := models.PartnerByRef(c.Request().Context(), d.DB.Read(), c.Param("ref"))
	if err != nil {
		return err
	}
	user := web.Actor(c).User
	r := exports.Request{Kind: models.ExportKind(form.Get("kind")), PartnerID: p.ID, Purpose: form.Get("purpose"), UserID: &user.ID, By: user.Name}
	switch r.Kind {
	case models.ExportPartner:
		r.Named = true
	case models.ExportPartnerWithdrawn:
	default:
		return fault.New(fault.NotFound, "error.not_found")
	}
	err = d.Download(c, string(r.Kind)+".csv", func(ctx context.Context, w io.Writer) error {
		_, err := d.Exports.Write(ctx, w, r)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return d.showPartner(c, http.StatusUnprocessableEntity, admin.PartnerPage{Purpose: r.Purpose, PurposeError: fault.Of(err).Fields["purpose"]})
	}
	return err
}
