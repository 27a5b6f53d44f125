package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/i18n"
	"statehouse/internal/signing"
	"statehouse/internal/volunteers"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /s/:token shows what the link would do, and one button. It changes
// nothing: mail scanners open links.
func (d Door) confirmPage(c echo.Context) error {
	web.Private(c)
	peek, err := d.Signing.Look(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.NotFound) {
		return d.confirmAnswer(c, http.StatusNotFound, signing.Peek{}, "unknown")
	}
	if err != nil {
		return err
	}
	return d.confirmAnswer(c, statusOfLink[peek.Status], peek, string(peek.Status))
}

var statusOfLink = map[signing.LinkStatus]int{
	signing.LinkOpen: http.StatusOK, signing.LinkSpent: http.StatusOK,
	signing.LinkPaused: http.StatusServiceUnavailable, signing.LinkExpired: http.StatusGone, signing.LinkClosed: http.StatusGone,
}

func (d Door) confirmAnswer(c echo.Context, status int, peek signing.Peek, variant string) error {
	page := public.ConfirmPage{Page: d.Frame(c, "confirm.title"), Status: variant, Token: c.Param("token"), Slug: peek.Campaign.Slug, CampaignTitle: peek.Text.Title, Shares: peek.Shares}
	page.NoIndex = true
	return web.Render(c, status, public.Confirm(page))
}

// POST /s/:token/confirm counts the signature and hands its supporter a ticket.
func (d Door) confirm(c echo.Context) error {
	web.Private(c)
	done, err := d.Signing.Confirm(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) || signing.IsPaused(err) {
		return d.confirmPage(c)
	}
	if err != nil {
		return err
	}
	d.GiveTicket(c, done.SignatureID)
	return web.SeeOther(c, signedPath(done.Slug))
}

// POST /s/:token/refuse removes a signature that the address did not leave.
func (d Door) refuse(c echo.Context) error {
	web.Private(c)
	err := d.Signing.Refuse(c.Request().Context(), c.Param("token"))
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
		return d.confirmPage(c)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.refused")
	return web.SeeOther(c, "/")
}

// GET /petitions/:slug/signed thanks, and shows what comes next.
func (d Door) signed(c echo.Context) error {
	return d.signedPage(c, http.StatusOK, public.OfferForm{}, nil)
}

func (d Door) signedPage(c echo.Context, status int, form public.OfferForm, errs map[string]string) error {
	web.Private(c)
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	page := public.SignedPage{Page: d.Frame(c, "signed.title"), Slug: campaign.Slug, CampaignTitle: text.Title, State: campaign.State, Offer: form, Errors: errs,
		ShareURL: d.BaseURL + "/p/" + campaign.Code, ShareText: i18n.T(c.Request().Context(), "signed.share.text", "Title", text.Title)}
	page.NoIndex = true
	if c.Request().Method == http.MethodPost {
		page.Path = signedPath(campaign.Slug) // the language links must not repeat what was sent
	}
	sig, err := d.ticketFor(c, campaign)
	if err != nil {
		return err
	}
	if sig != nil {
		page.Held, page.Help, page.MayOffer = sig.State == models.SignatureHeld, sig.Help, form != (public.OfferForm{}) || feature.IsOn(c.Request().Context(), feature.Volunteers)
		if page.Roles, err = d.openRoles(c, models.RoleFilter{State: campaign.State}); err != nil {
			return err
		}
	}
	return web.Render(c, status, public.Signed(page))
}

func signedPath(slug string) string { return "/petitions/" + slug + "/signed" }

// POST /petitions/:slug/offers is a role for who has just signed: their name and
// their address are known and confirmed.
func (d Door) offer(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	campaign, _, err := d.campaign(c)
	if err != nil {
		return err
	}
	sig, err := d.ticketFor(c, campaign)
	if err != nil {
		return err
	}
	if sig == nil {
		return fault.New(fault.Forbidden, "error.offer.ticket")
	}
	typed := public.OfferForm{Role: form.Get("role"), Answer: form.Get("answer"), OfAge: web.IsTicked(form, "of_age")}
	if typed.Role == "" {
		return d.signedPage(c, http.StatusUnprocessableEntity, typed, map[string]string{"role": "error.offer.role"})
	}
	err = d.Volunteers.Offer(c.Request().Context(), sig.ID, typed.Role, volunteers.Offer{Answer: typed.Answer, OfAge: typed.OfAge, Lang: web.Lang(c)})
	switch {
	case fault.Is(err, fault.Invalid):
		return d.signedPage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	case fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound):
		return d.signedPage(c, http.StatusUnprocessableEntity, typed, map[string]string{"role": "error.role.closed"})
	case fault.Is(err, fault.TooMany):
		return d.signedPage(c, http.StatusTooManyRequests, typed, map[string]string{"role": fault.Of(err).Message})
	case models.IsClosed(err):
		return d.signedPage(c, d.Closed(c), typed, nil)
	case err != nil:
		return err
	}
	d.Flash(c, "flash.offered")
	return web.SeeOther(c, signedPath(campaign.Slug))
}
