package public

import (
	"encoding/xml"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// GET /exit leaves the site at once for a page that says nothing about it.
func (d Door) exit(c echo.Context) error {
	web.Private(c)
	d.Leave(c)
	return c.Redirect(http.StatusSeeOther, d.ExitURL)
}

// privacyChanged is when the privacy page last changed what it promises.
var privacyChanged = time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)

// GET /safety tells how to stay safe while using the site, and who helps.
func (d Door) safety(c echo.Context) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(c, http.StatusOK, public.Safety(public.SafetyPage{Page: d.Described(c, "safety.title", "safety.description")}))
}

// GET /privacy tells what is held, for how long, and who sees it.
func (d Door) privacy(c echo.Context) error {
	return web.Render(c, http.StatusOK, public.Privacy(public.PrivacyPage{Page: d.Described(c, "privacy.title", "privacy.description"), MailProvider: d.Provider, Geocoder: d.Delivery.Geocoder(), Contact: d.Contact,
		Keep: public.Retention{Pending: inDays(models.KeepPending), Mail: inDays(models.KeepMail), Unconfirmed: inDays(models.KeepUnconfirmed), Declined: inDays(models.KeepDeclined), Application: inDays(models.KeepEnded), Report: inDays(models.KeepPageReport), Request: inDays(models.KeepRequest), Endorsement: inDays(models.KeepDeclinedSigner), Paper: inDays(models.KeepPaper), Backup: backupDays}, ChangedAt: privacyChanged}))
}

func inDays(d time.Duration) int { return int(d.Hours() / 24) }

// GET /accessibility tells what works and how to report what does not.
func (d Door) accessibility(c echo.Context) error {
	return web.Render(c, http.StatusOK, public.Accessibility(public.AccessibilityPage{Page: d.Described(c, "accessibility.title", "accessibility.description"), Contact: d.Contact}))
}

// GET /about tells where the data comes from and how fresh it is.
func (d Door) about(c echo.Context) error {
	page := public.AboutPage{Page: d.Described(c, "about.title", "about.description")}
	runs, err := models.LastImports(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	for _, run := range runs {
		var at *time.Time
		switch run.Kind {
		case "legislators":
			at = &page.LegislatorsAt
		case "districts":
			at = &page.DistrictsAt
		case "zips":
			at = &page.ZIPsAt
		case "laws":
			at = &page.LawsAt
		default:
			continue
		}
		if at.IsZero() || run.ImportedAt.Before(*at) {
			*at = run.ImportedAt // the oldest file: nothing shown is older than that
		}
	}
	return web.Render(c, http.StatusOK, public.About(page))
}

// GET /robots.txt keeps search engines out of what is personal.
func (d Door) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /s/\nDisallow: /comments/\nDisallow: /my-data\nDisallow: /letters/\nDisallow: /office/\nDisallow: /volunteering/\nDisallow: /unsubscribe/\nDisallow: /account\nDisallow: /admin\nDisallow: /moderate\n\nSitemap: "+d.BaseURL+"/sitemap.xml\n")
}

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// GET /sitemap.xml lists the public pages.
func (d Door) sitemap(c echo.Context) error {
	var m sitemap
	add := func(path string) { m.URLs = append(m.URLs, sitemapURL{d.BaseURL + path}) }
	for _, path := range []string{"/", "/petitions", "/states", "/stories", "/volunteer", "/about", "/privacy", "/safety", "/accessibility"} {
		add(path)
	}
	for _, s := range models.States() {
		add("/states/" + s.Code)
	}
	const most = 5000
	rows, _, err := models.Campaigns(c.Request().Context(), d.DB.Read(), models.CampaignFilter{Size: most, Since: models.MovingSince(d.Now())})
	if err != nil {
		return err
	}
	for _, r := range rows {
		add("/petitions/" + r.Slug)
		add("/petitions/" + r.Slug + "/progress")
	}
	list, err := models.Stories(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	for _, s := range list {
		add("/stories/" + s.Slug)
	}
	roles, err := models.OpenRoles(c.Request().Context(), d.DB.Read(), models.RoleFilter{}, models.Day(d.Now()))
	if err != nil {
		return err
	}
	for _, r := range roles {
		add("/volunteer/" + r.Slug)
	}
	return c.XML(http.StatusOK, m)
}
