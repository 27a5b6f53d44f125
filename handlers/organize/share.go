package organize

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/share lists the codes of a team, and makes more.
func (d Door) share(c echo.Context) error { return d.showShare(c, http.StatusOK, "", nil) }

func (d Door) showShare(c echo.Context, status int, label string, errs map[string]string) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	list, err := models.TeamChannels(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	page := organize.SharePage{Page: d.StaffFrame(c, "share.organize"), Slug: campaign.Slug, Title: text.Title, IsPublic: campaign.IsPublic(), Label: label, Errors: errs}
	for _, channel := range list {
		page.Channels = append(page.Channels, organize.Channel{Label: channel.Label, Code: channel.Code, Link: d.BaseURL + "/p/" + campaign.Code + "/" + channel.Code,
			Signed: channel.Signed, Counted: channel.Counted, Wrote: channel.Wrote})
	}
	return web.Render(c, status, organize.Share(page))
}

// POST /organize/campaigns/:slug/share makes a code.
func (d Door) makeChannel(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Sharing.Make(c.Request().Context(), web.Actor(c), c.Param("slug"), form.Get("label"))
	if fault.Is(err, fault.Invalid) {
		return d.showShare(c, http.StatusUnprocessableEntity, form.Get("label"), fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.channel_made")
	return web.SeeOther(c, campaignPath(c.Param("slug"))+"/share")
}

// sources is where signatures came from, for the team: supporters' codes only
// together, and not below what is told of anything.
func sources(p models.Pulse) (list []organize.Source) {
	for _, channel := range p.Sources.Team {
		list = append(list, organize.Source{Label: channel.Label, Signed: channel.Signed, Counted: channel.Counted, Wrote: channel.Wrote})
	}
	s, direct := p.Sources.Supporters, p.Sources.Direct
	if s.Counted >= smallcells.Fewest {
		return append(list, organize.Source{Kind: "supporters", Signed: s.Signed, Counted: s.Counted, Wrote: s.Wrote},
			organize.Source{Kind: "direct", Signed: direct.Signed, Counted: direct.Counted, Wrote: direct.Wrote})
	}
	// Few of supporters are told with those who came by no code: else they would follow from the total.
	return append(list, organize.Source{Kind: "others", Signed: s.Signed + direct.Signed, Counted: s.Counted + direct.Counted, Wrote: s.Wrote + direct.Wrote})
}

// GET /organize/campaigns/:slug/sources.csv is where the counted signatures came
// from; it leaves the team, so small numbers are folded.
func (d Door) sourcesCSV(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	p, err := models.PulseOf(c.Request().Context(), d.DB.Read(), campaign, d.Now())
	if err != nil {
		return err
	}
	names := map[string]string{"direct": "direct", "supporters": "links of supporters"}
	parts := []smallcells.Part[string]{{Key: "direct", Count: p.Sources.Direct.Counted}, {Key: "supporters", Count: p.Sources.Supporters.Counted}}
	order := []string{}
	for _, channel := range p.Sources.Team {
		order = append(order, channel.Code)
		names[channel.Code] = channel.Label
		parts = append(parts, smallcells.Part[string]{Key: channel.Code, Count: channel.Counted})
	}
	told, rest, ok := smallcells.Fold(parts, nil)
	rows := [][]string{{"source", "code", "counted"}}
	for _, key := range append(order, "supporters", "direct") {
		if n, isTold := told[key]; isTold {
			code := key
			if key == "supporters" || key == "direct" {
				code = ""
			}
			rows = append(rows, []string{names[key], code, strconv.Itoa(n)})
		}
	}
	if ok && rest > 0 {
		rows = append(rows, []string{"others together", "", strconv.Itoa(rest)})
	}
	return sendCSV(c, campaign.Slug+"-sources.csv", rows)
}
