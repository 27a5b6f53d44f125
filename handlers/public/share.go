package public

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/feature"
	"statehouse/internal/i18n"
	"statehouse/internal/qr"
	"statehouse/internal/sharing"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/public"
)

// Codes that supporters of one network get within a time.
const (
	mostCodes   = 10
	codesWithin = time.Hour
)

// via is the code that an address names, if it could be one.
func via(c echo.Context) string {
	code := c.QueryParam("via")
	if len(code) > models.ChannelCode || strings.ContainsFunc(code, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return ""
	}
	return code
}

// channel is the channel of a campaign that an address names; nil for none.
func (d Door) channel(c echo.Context, campaign models.Campaign) (*models.Channel, error) {
	if via(c) == "" {
		return nil, nil
	}
	channel, err := models.ChannelOf(c.Request().Context(), d.DB.Read(), campaign.ID, via(c))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &channel, err
}

// shared is a petition that can be shared, and the channel that its links name.
func (d Door) shared(c echo.Context) (campaign models.Campaign, text models.PetitionText, channel *models.Channel, short string, err error) {
	if campaign, text, err = d.campaign(c); err != nil {
		return campaign, text, nil, "", err
	}
	short = d.BaseURL + "/p/" + campaign.Code
	if channel, err = d.channel(c, campaign); channel != nil {
		short += "/" + channel.Code
	}
	return campaign, text, channel, short, err
}

// GET /petitions/:slug/share is what a supporter or a team needs to pass a
// petition on; ?via= names the code that its links carry.
func (d Door) share(c echo.Context) error {
	campaign, text, channel, short, err := d.shared(c)
	if err != nil {
		return err
	}
	page := public.SharePage{Page: d.Frame(c, "share.title"), Slug: campaign.Slug, Title: text.Title, Short: short, MayAsk: d.Ticket(c) != 0 && channel == nil && feature.IsOn(c.Request().Context(), feature.Codes)}
	page.NoIndex = true
	if channel != nil {
		page.Via, page.Mine = channel.Code, channel.Kind == models.ChannelSupporter
		if page.Mine {
			page.Credited = smallcells.Floor(channel.Counted)
		}
	}
	texts, err := models.TextsOf(c.Request().Context(), d.DB.Read(), *campaign.PetitionID)
	if err != nil {
		return err
	}
	for _, t := range texts {
		page.Texts = append(page.Texts, d.shareText(c, campaign, t, short))
	}
	return web.Render(c, http.StatusOK, public.Share(page))
}

// shareText is what can be said of a petition in one of its languages.
func (d Door) shareText(c echo.Context, campaign models.Campaign, t models.PetitionText, short string) public.ShareText {
	ctx := i18n.With(c.Request().Context(), t.Lang)
	state, _ := models.StateByCode(campaign.State)
	s := public.ShareText{Lang: t.Lang, Short: i18n.T(ctx, "share.short", "Title", t.Title) + "\n" + short,
		Long:    i18n.T(ctx, "share.long", "State", state.NameIn(t.Lang), "Title", t.Title, "Ask", t.Ask) + "\n\n" + short,
		Subject: i18n.T(ctx, "share.subject", "Title", t.Title), Body: i18n.T(ctx, "share.body", "State", state.NameIn(t.Lang), "Ask", t.Ask, "Link", short)}
	s.Mailto = "mailto:?subject=" + url.PathEscape(s.Subject) + "&body=" + url.PathEscape(s.Body)
	return s
}

// POST /petitions/:slug/share/code gives a code to who has just confirmed. Where
// it leads is all that says whose it is.
func (d Door) giveCode(c echo.Context) error {
	web.Private(c)
	if !d.codes.Allows(c.RealIP(), d.Now()) {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(codesWithin.Seconds())))
		return fault.New(fault.TooMany, "error.channel.often")
	}
	code, err := d.Sharing.Give(c.Request().Context(), c.Param("slug"), d.Ticket(c))
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/petitions/"+c.Param("slug")+"/share?via="+code)
}

// GET /petitions/:slug/share/qr.svg is the short link for cameras.
func (d Door) shareCode(c echo.Context) error {
	_, text, _, short, err := d.shared(c)
	if err != nil {
		return err
	}
	code, err := qr.Of(short)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=300")
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(code.SVG(i18n.T(c.Request().Context(), "share.qr.alt", "Title", text.Title))))
}

// GET /petitions/:slug/share/poster.pdf is a poster with strips to tear off.
func (d Door) sharePoster(c echo.Context) error { return d.shareSheet(c, true) }

// GET /petitions/:slug/share/sheet.pdf is the same without strips.
func (d Door) sharePlain(c echo.Context) error { return d.shareSheet(c, false) }

func (d Door) shareSheet(c echo.Context, strips bool) error {
	campaign, text, _, short, err := d.shared(c)
	if err != nil {
		return err
	}
	ctx := i18n.With(c.Request().Context(), text.Lang)
	_, typed, _ := strings.Cut(short, "://")
	var file bytes.Buffer
	if err := sharing.WritePoster(ctx, &file, sharing.Poster{Slug: campaign.Slug, Kicker: stateName(c, campaign.State) + " · " + i18n.T(ctx, "petition.topic."+campaign.Topic),
		Title: text.Title, Ask: text.Ask, Address: short, Typed: typed, Strips: strips, Made: d.Now()}); err != nil {
		return err
	}
	name := campaign.Slug + "-sheet.pdf"
	if strips {
		name = campaign.Slug + "-poster.pdf"
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "application/pdf", file.Bytes())
}
