package public

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/endorsements"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/public"
)

// Endorsements from one network within a time.
const (
	mostEndorsements   = 10
	endorsementsWithin = time.Hour
)

// Organizations that a petition shows, and that its progress page does.
const (
	organizationsShown = 8
	mostOrganizations  = 2000
)

// organizationsOf are endorsements as everybody sees them.
func organizationsOf(c echo.Context, list []models.Endorsement) (shown []public.Organization) {
	for _, e := range list {
		shown = append(shown, organizationOf(c, e))
	}
	return shown
}

func organizationOf(c echo.Context, e models.Endorsement) public.Organization {
	o := public.Organization{Name: e.Organization, URL: e.Website, Domain: models.WebHost(e.Website), Kind: string(e.Kind), Place: e.Place, Statement: e.Statement, Lang: e.Lang}
	if e.USState != "" {
		o.Place = strings.TrimPrefix(o.Place+", "+stateName(c, e.USState), ", ")
	}
	if e.DecidedAt != nil {
		o.At = *e.DecidedAt
	}
	return o
}

// GET /petitions/:slug/endorse is the form for organizations.
func (d Door) endorse(c echo.Context) error {
	return d.endorsePage(c, http.StatusOK, public.EndorseForm{}, nil)
}

func (d Door) endorsePage(c echo.Context, status int, form public.EndorseForm, errs map[string]string) error {
	web.Private(c)
	campaign, text, err := d.campaign(c)
	if err != nil {
		return err
	}
	if err := campaign.CanBeSigned(); err != nil {
		return err
	}
	page := public.EndorsePage{Page: d.Frame(c, "endorse.title"), Slug: campaign.Slug, CampaignTitle: text.Title, Form: form, Errors: errs}
	page.NoIndex = true
	if page.States, err = d.stateItems(c); err != nil {
		return err
	}
	return web.Render(c, status, public.Endorse(page))
}

// POST /petitions/:slug/endorsements takes the form. The answer to a good form is
// the same for every address.
func (d Door) sendEndorsement(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := public.EndorseForm{Organization: form.Get("organization"), Website: form.Get("site"), Kind: form.Get("kind"), Place: form.Get("place"), State: strings.ToLower(form.Get("state")),
		Statement: form.Get("statement"), Name: form.Get("name"), Title: form.Get("title"), Email: form.Get("email"), Authorized: web.IsTicked(form, "authorized")}
	if !d.endorsements.Allows(c.RealIP(), d.Now()) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(endorsementsWithin.Seconds())))
		return d.endorsePage(c, http.StatusTooManyRequests, typed, map[string]string{"email": "error.endorsement.many"})
	}
	err = d.Endorsements.Offer(c.Request().Context(), c.Param("slug"), endorsements.Form{
		Organization: typed.Organization, Website: typed.Website, Kind: typed.Kind, Place: typed.Place, State: typed.State, Statement: typed.Statement,
		Name: typed.Name, Title: typed.Title, Email: typed.Email, Authorized: typed.Authorized, Trap: form.Get("website"), Lang: web.Lang(c),
	})
	if fault.Is(err, fault.Invalid) {
		return d.endorsePage(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/petitions/"+c.Param("slug")+"/endorse/check-email")
}

// GET /petitions/:slug/endorse/check-email says to look for the mail, to everybody
// alike.
func (d Door) endorseCheck(c echo.Context) error {
	campaign, _, err := d.campaign(c)
	if err != nil {
		return err
	}
	page := public.EndorseCheckPage{Page: d.Frame(c, "endorse.check"), Slug: campaign.Slug}
	page.NoIndex = true
	return web.Render(c, http.StatusOK, public.EndorseCheck(page))
}

// GET /endorsements/:token shows an endorsement to who signed it. It changes
// nothing: mail scanners open links.
func (d Door) endorsementStatus(c echo.Context) error { return d.showEndorsement(c, http.StatusOK) }

func (d Door) showEndorsement(c echo.Context, status int) error {
	web.Private(c)
	ctx := c.Request().Context()
	page := public.EndorseStatusPage{Page: d.Frame(c, "endorse.status"), Token: c.Param("token"), State: "unknown"}
	page.NoIndex = true
	e, who, err := d.Endorsements.Look(ctx, c.Param("token"))
	if fault.Is(err, fault.NotFound) {
		return web.Render(c, http.StatusNotFound, public.EndorseStatus(page))
	}
	if err != nil {
		return err
	}
	page.State, page.SignerName, page.SignerTitle, page.Email, page.Reason = string(e.State), who.Name, who.Title, who.Email, e.Reason
	if e.Organization != "" {
		o := organizationOf(c, e)
		page.Organization = &o
	}
	campaign, err := models.CampaignByID(ctx, d.DB.Read(), e.CampaignID)
	if err != nil {
		return err
	}
	page.Closed = campaign.CanBeSigned() != nil
	if campaign.IsPublic() {
		text, err := models.TextOf(ctx, d.DB.Read(), *campaign.PetitionID, web.Lang(c))
		if err != nil {
			return err
		}
		page.Slug, page.CampaignTitle = campaign.Slug, text.Title
	}
	return web.Render(c, status, public.EndorseStatus(page))
}

// POST /endorsements/:token/confirm hands an endorsement to the organizers.
func (d Door) confirmEndorsement(c echo.Context) error {
	return d.endorsementMoved(c, d.Endorsements.Confirm(c.Request().Context(), c.Param("token")))
}

// POST /endorsements/:token/withdraw takes an endorsement back; one that was never
// handed in is deleted, and its link with it.
func (d Door) withdrawEndorsement(c echo.Context) error {
	ctx, tok := c.Request().Context(), c.Param("token")
	err := d.Endorsements.Withdraw(ctx, tok)
	if err == nil {
		if _, _, gone := d.Endorsements.Look(ctx, tok); fault.Is(gone, fault.NotFound) {
			d.Flash(c, "flash.endorsement_deleted")
			return web.SeeOther(c, "/petitions")
		}
	}
	return d.endorsementMoved(c, err)
}

// endorsementMoved answers with where the endorsement stands now.
func (d Door) endorsementMoved(c echo.Context, err error) error {
	web.Private(c)
	switch {
	case fault.Is(err, fault.Gone):
		return d.showEndorsement(c, http.StatusGone)
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Conflict):
		return d.showEndorsement(c, http.StatusOK)
	case err != nil:
		return err
	}
	return web.SeeOther(c, "/endorsements/"+c.Param("token"))
}

// myEndorsements are those of a my-data link's address.
func (d Door) myEndorsements(c echo.Context) (list []public.MyEndorsement, err error) {
	entries, err := d.MyData.Endorsements(c.Request().Context(), c.Param("token"), web.Lang(c))
	for _, e := range entries {
		list = append(list, public.MyEndorsement{Ref: e.Endorsement.Ref, State: string(e.Endorsement.State), Slug: e.Campaign.Slug, CampaignTitle: e.Title,
			Organization: e.Endorsement.Organization, Statement: e.Endorsement.Statement, Name: e.Signer.Name, Title: e.Signer.Title, At: e.Endorsement.CreatedAt})
	}
	return list, err
}

// POST /my-data/:token/endorsements/:ref/withdraw takes an endorsement back.
func (d Door) withdrawMyEndorsement(c echo.Context) error {
	web.Private(c)
	return d.after(c, d.MyData.WithdrawEndorsement(c.Request().Context(), c.Param("token"), c.Param("ref")), "flash.endorsement_withdrawn")
}

type downloadEndorsement struct {
	Petition     string    `json:"petition"`
	URL          string    `json:"url"`
	Status       string    `json:"status"`
	SignedAt     time.Time `json:"signed_at"`
	Organization string    `json:"organization"`
	Website      string    `json:"website"`
	Kind         string    `json:"kind"`
	Place        string    `json:"place,omitempty"`
	State        string    `json:"state,omitempty"`
	Statement    string    `json:"statement,omitempty"`
	Name         string    `json:"name"`
	Title        string    `json:"title"`
	Email        string    `json:"email"`
	Reason       string    `json:"reason,omitempty"`
}

func (d Door) downloadEndorsements(c echo.Context) ([]downloadEndorsement, error) {
	entries, err := d.MyData.Endorsements(c.Request().Context(), c.Param("token"), web.Lang(c))
	list := []downloadEndorsement{}
	for _, m := range entries {
		e := m.Endorsement
		list = append(list, downloadEndorsement{Petition: m.Title, URL: d.BaseURL + "/petitions/" + m.Campaign.Slug, Status: string(e.State), SignedAt: e.CreatedAt,
			Organization: e.Organization, Website: e.Website, Kind: string(e.Kind), Place: e.Place, State: e.USState, Statement: e.Statement,
			Name: m.Signer.Name, Title: m.Signer.Title, Email: m.Signer.Email, Reason: e.Reason})
	}
	return list, err
}
