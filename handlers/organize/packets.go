package organize

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/organize"
)

// newest is how many packets and downloads the page shows.
const newest = 50

// refresh is after how many seconds the page looks again while a packet is made.
const refresh = 4

// GET /organize/campaigns/:slug/packets shows what was made, and asks for more.
func (d Door) packets(c echo.Context) error { return d.show(c, http.StatusOK, "", nil) }

func (d Door) show(c echo.Context, status int, chosen string, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	campaign, err := d.Packets.Campaign(ctx, web.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.PacketsPage{Page: d.StaffFrame(c, "organize.packets.title"), Slug: campaign.Slug, Title: text.Title, Least: smallcells.Fewest,
		IsPublic: campaign.IsPublic(), District: chosen, Errors: errs}
	if page.Districts, err = d.offer(c, campaign); err != nil {
		return err
	}
	if page.Packets, err = d.list(c, campaign); err != nil {
		return err
	}
	for _, p := range page.Packets {
		if p.IsOpen() {
			page.Refresh = refresh
		}
	}
	return web.Render(c, status, organize.Packets(page))
}

func (d Door) offer(c echo.Context, campaign models.Campaign) (list []organize.District, err error) {
	districts, err := d.Packets.Offer(c.Request().Context(), campaign)
	for _, district := range districts {
		list = append(list, organize.District{ID: strconv.FormatInt(district.ID, 10), Name: nameOf(c, district)})
	}
	return list, err
}

// nameOf is what people call a district, with its chamber.
func nameOf(c echo.Context, d models.District) string {
	state, _ := models.StateByCode(d.State)
	return state.ChamberNamed(d.Chamber).Name + ": " + web.DistrictName(c, d.Code, d.Name)
}

func (d Door) list(c echo.Context, campaign models.Campaign) (list []organize.Packet, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	rows, err := models.PacketsOf(ctx, tx, campaign.ID, newest)
	if err != nil {
		return nil, err
	}
	downloads, err := models.DownloadsOf(ctx, tx, campaign.ID, newest)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		p := organize.Packet{Ref: row.Ref, State: string(row.State), Reason: row.Reason, Done: row.RowsDone, Total: row.RowsTotal,
			FileName: row.FileName, SHA256: hex.EncodeToString(row.SHA256), Size: row.Size, Asked: row.CreatedAt}
		if row.State == models.PacketReady {
			p.Ready, p.Until = *row.ReadyAt, *row.ExpiresAt
			if row.CanBeDownloaded(d.Now()) != nil {
				p.State = string(models.PacketExpired)
			}
		}
		if row.DistrictID != nil {
			district, err := models.DistrictByID(ctx, tx, *row.DistrictID)
			if err != nil {
				return nil, err
			}
			p.Of = nameOf(c, district)
		}
		for _, taken := range downloads {
			if taken.PacketID == row.ID {
				p.Downloads = append(p.Downloads, organize.Download{Name: taken.Name, At: taken.At})
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// POST /organize/campaigns/:slug/packets asks for a packet.
func (d Door) ask(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	districtID := int64(0)
	if chosen := form.Get("district"); chosen != "" {
		if districtID, err = web.ID(chosen); err != nil {
			return err
		}
	}
	packet, err := d.Packets.Ask(c.Request().Context(), web.Actor(c), c.Param("slug"), districtID, web.Lang(c))
	if fault.Is(err, fault.Invalid) {
		return d.show(c, http.StatusUnprocessableEntity, form.Get("district"), fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.packet_asked")
	return web.SeeOther(c, "/organize/campaigns/"+c.Param("slug")+"/packets#packet-"+packet.Ref)
}

// POST /organize/campaigns/:slug/packets/:ref/downloads notes who takes the
// file, and leads to it by a link that soon runs out.
func (d Door) download(c echo.Context) error {
	tok, err := d.Packets.Download(c.Request().Context(), web.Actor(c), c.Param("slug"), c.Param("ref"))
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/organize/packets/"+tok)
}

// slowest is the time that one part of a file may take on a slow line.
const slowest = 30 * time.Second

// GET /organize/packets/:token is the file itself.
func (d Door) file(c echo.Context) error {
	packet, err := d.Packets.File(c.Request().Context(), web.Actor(c), c.Param("token"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+packet.FileName+`"`)
	h.Set("Content-Length", strconv.FormatInt(packet.Size, 10))
	control := http.NewResponseController(c.Response())
	var slow error
	err = d.Packets.Copy(c.Request().Context(), c.Response(), packet, func() {
		if slow = control.SetWriteDeadline(time.Now().Add(slowest)); errors.Is(slow, http.ErrNotSupported) {
			slow = nil
		}
	})
	if err = errors.Join(err, slow); err != nil && c.Response().Committed {
		d.Log.Warn("a packet's file broke off", "packet", packet.ID, "error", err)
	}
	return err
}
