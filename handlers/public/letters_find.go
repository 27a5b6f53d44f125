package public

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/models"
)

// maxStreet is the longest street that is looked up, in characters.
const maxStreet = 100

func lettersPath(campaign models.Campaign) string { return "/petitions/" + campaign.Slug + "/letters" }

// POST /petitions/:slug/letters/find finds legislators by street address. The
// street comes with this request, leaves with one to the geocoder, and stands in
// the form again where it was not found: no row, log or redirect has it.
func (d Door) findLegislators(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	l, err := d.lookup(c, form)
	if err != nil {
		return err
	}
	address, errs := readAddress(form.Get("street"), l.zip)
	if len(errs) > 0 {
		l.street = form.Get("street")
		return d.lettersPage(c, http.StatusUnprocessableEntity, l, nil, errs)
	}
	isOwn := l.sig != nil && address.ZIP == l.person.ZIP
	switch {
	case address.Street != "":
	case isOwn:
		return web.SeeOther(c, lettersPath(l.campaign))
	default:
		return web.SeeOther(c, lettersPath(l.campaign)+"?zip="+url.QueryEscape(address.ZIP))
	}
	placed, err := d.place(c, l, address, isOwn)
	switch {
	case err != nil:
		return err
	case placed.Outcome == districts.Placed && isOwn:
		return web.SeeOther(c, lettersPath(l.campaign)+"?address="+string(placed.Outcome))
	case placed.Outcome != districts.Placed:
		l.street = address.Street
	}
	l.outcome, l.found = placed.Outcome, placed.Chambers
	return d.lettersPage(c, http.StatusOK, l, nil, nil)
}

// place books what an address tells on a signature of the same ZIP, and for
// anybody else only looks.
func (d Door) place(c echo.Context, l lookup, address districts.Address, isOwn bool) (delivery.Placed, error) {
	if isOwn {
		return d.Delivery.Place(c.Request().Context(), l.sig.ID, address)
	}
	return d.Delivery.ByAddress(c.Request().Context(), l.campaign.State, address)
}

func readAddress(street, zip string) (a districts.Address, errs map[string]string) {
	errs = map[string]string{}
	var err error
	if a.Street, err = models.ParseText(street, maxStreet); err != nil {
		errs["street"] = fault.Of(err).Message
	}
	a.Street = strings.Join(strings.Fields(a.Street), " ")
	if a.ZIP, err = models.ParseZIP(zip); err != nil {
		errs["zip"] = fault.Of(err).Message
	}
	return a, errs
}
