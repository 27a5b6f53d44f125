package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/signing"
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
	page := public.ConfirmPage{Page: d.Frame(c, "confirm.title"), Status: variant, Token: c.Param("token"), Slug: peek.Campaign.Slug, CampaignTitle: peek.Text.Title}
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
	return web.SeeOther(c, "/petitions/"+done.Slug+"/signed")
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
	web.Private(c)
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	held := false
	if id := d.Ticket(c); id != 0 {
		sig, err := models.SignatureByID(c.Request().Context(), d.DB.Read(), id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		held = sig.CampaignID == campaign.ID && sig.State == models.SignatureHeld
	}
	page := public.SignedPage{Page: d.Frame(c, "signed.title"), Slug: campaign.Slug, CampaignTitle: text.Title, State: campaign.State, Held: held,
		ShareURL: d.BaseURL + "/p/" + campaign.Code, ShareText: i18n.T(c.Request().Context(), "signed.share.text", "Title", text.Title)}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.Signed(page))
}
