package public

import (
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/i18n"
	"statehouse/internal/mydata"
	"statehouse/internal/signing"
	"statehouse/models"
	"statehouse/views/public"
)

// partnerLines are the lines of a campaign's form, one for each partner.
func (d Door) partnerLines(c echo.Context, campaign models.Campaign, title string) (lines []public.PartnerLine, err error) {
	partners, err := models.PartnersOf(c.Request().Context(), d.DB.Read(), campaign.ID)
	for _, p := range partners {
		lines = append(lines, public.PartnerLine{Tick: signing.PartnerTick(p), Words: signing.PartnerWords(web.Lang(c), p.Name, title), Name: p.Name, Policy: p.Policy})
	}
	return lines, err
}

// myConsents are what a signature allows partners.
func myConsents(c echo.Context, e mydata.Entry) (list []public.MyConsent) {
	ctx := c.Request().Context()
	for _, k := range e.Consents {
		shown := public.MyConsent{Ref: k.Ref, Name: k.Name, Words: k.Words, Policy: k.Policy, Given: i18n.Date(ctx, k.GivenAt), HandedOver: k.ExportedAt != nil}
		if k.WithdrawnAt != nil {
			shown.Withdrawn = i18n.Date(ctx, *k.WithdrawnAt)
		}
		list = append(list, shown)
	}
	return list
}

// POST /my-data/:token/consents/:ref/withdraw takes back what a signature allows
// one partner.
func (d Door) withdrawConsent(c echo.Context) error {
	web.Private(c)
	return d.after(c, d.MyData.WithdrawConsent(c.Request().Context(), c.Param("token"), c.Param("ref")), "flash.consent_withdrawn")
}

type downloadConsent struct {
	Partner      string     `json:"partner"`
	Words        string     `json:"words"`
	Policy       string     `json:"policy"`
	Language     string     `json:"language"`
	Version      int        `json:"version"`
	GivenAt      time.Time  `json:"given_at"`
	WithdrawnAt  *time.Time `json:"withdrawn_at,omitempty"`
	HandedOverAt *time.Time `json:"handed_over_at,omitempty"`
}

func downloadConsents(e mydata.Entry) (list []downloadConsent) {
	for _, k := range e.Consents {
		list = append(list, downloadConsent{Partner: k.Name, Words: k.Words, Policy: k.Policy, Language: k.Lang, Version: k.Version,
			GivenAt: k.GivenAt, WithdrawnAt: k.WithdrawnAt, HandedOverAt: k.ExportedAt})
	}
	return list
}
