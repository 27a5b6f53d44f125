package office

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/offices"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/office"
)

// GET /office/:token is the desk of an office. It changes nothing.
func (d Door) desk(c echo.Context) error {
	return d.showDesk(c, http.StatusOK, office.PositionForm{}, office.RequestForm{}, nil)
}

// POST /office/:token/position takes where the legislator stands.
func (d Door) propose(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := office.PositionForm{About: form.Get("about"), Stance: form.Get("stance"), Source: form.Get("source")}
	seat, campaign, _ := strings.Cut(typed.About, "-")
	err = d.Offices.Propose(c.Request().Context(), c.Param("token"), offices.Position{SeatID: number(seat), CampaignID: number(campaign), Stance: typed.Stance, Source: typed.Source})
	if fault.Is(err, fault.Invalid) {
		return d.showDesk(c, http.StatusUnprocessableEntity, typed, office.RequestForm{}, fault.Of(err).Fields)
	}
	return d.after(c, err, "flash.office_proposed")
}

// POST /office/:token/requests takes what the office wishes changed.
func (d Door) ask(c echo.Context) error {
	web.Private(c)
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := office.RequestForm{Seat: form.Get("seat"), Kind: form.Get("kind"), Detail: form.Get("detail")}
	err = d.Offices.Ask(c.Request().Context(), c.Param("token"), offices.Request{SeatID: number(typed.Seat), Kind: typed.Kind, Detail: typed.Detail})
	if fault.Is(err, fault.Invalid) {
		return d.showDesk(c, http.StatusUnprocessableEntity, office.PositionForm{}, typed, fault.Of(err).Fields)
	}
	return d.after(c, err, "flash.office_asked")
}

func (d Door) after(c echo.Context, err error, flash string) error {
	if err != nil {
		return err
	}
	d.Flash(c, flash)
	return web.SeeOther(c, "/office/"+c.Param("token"))
}

// number reads an id; what is none is 0, which no row has.
func number(text string) int64 {
	id, err := web.ID(text)
	if err != nil {
		return 0
	}
	return id
}

func (d Door) showDesk(c echo.Context, status int, position office.PositionForm, request office.RequestForm, errs map[string]string) error {
	web.Private(c)
	seen, err := d.Offices.Desk(c.Request().Context(), c.Param("token"), web.Lang(c))
	if err != nil {
		return err
	}
	page := office.DeskPage{Page: d.Frame(c, "office.desk.title"), Token: c.Param("token"), Until: seen.Until, Least: smallcells.Fewest,
		Position: position, Request: request, Errors: errs, MaxSource: offices.MaxSource}
	page.NoIndex = true
	if seen.Letters != nil {
		page.Subject = seen.Letters.Subject
	}
	for _, o := range seen.Offices {
		view := office.Office{ID: strconv.FormatInt(o.SeatID, 10), Name: nameOf(c, o.Holder)}
		for _, s := range o.Sent {
			view.Sent = append(view.Sent, sentOf(s))
		}
		page.Offices = append(page.Offices, view)
	}
	return web.Render(c, status, office.Desk(page))
}

// nameOf is an office in words: "Senator Ana Ruiz, District 11".
func nameOf(c echo.Context, h models.Holder) string {
	state, _ := models.StateByCode(h.State)
	district := h.DistrictName
	if _, err := strconv.Atoi(h.Code); err == nil {
		district = i18n.T(c.Request().Context(), "letters.district", "Number", h.Code)
	}
	return strings.TrimSpace(state.OfficeNamed(h.Chamber).Title+" "+h.Name) + ", " + district
}

func sentOf(s offices.Sent) office.Sent {
	view := office.Sent{ID: strconv.FormatInt(s.Campaign.ID, 10), Title: s.Title, Constituents: s.Constituents, Letters: s.Letters, AnyLetters: s.AnyLetters,
		Stance: string(s.Stance), Proposed: string(s.Proposed)}
	if s.Campaign.IsPublic() {
		view.URL = "/petitions/" + s.Campaign.Slug
	}
	for _, g := range s.Digests {
		view.Digests = append(view.Digests, office.Digest{At: g.AcceptedAt, OfState: g.Scope == models.MilestoneOfState, Threshold: g.Threshold, Told: g.Told,
			Version: g.Version, Hash: hex.EncodeToString(g.Hash)})
	}
	for _, p := range s.Packets {
		view.Packets = append(view.Packets, office.Packet{At: p.ReadyAt, OfState: p.Scope == models.ScopeCampaign, SHA256: hex.EncodeToString(p.SHA256)})
	}
	return view
}
