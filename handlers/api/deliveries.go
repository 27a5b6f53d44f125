package api

import (
	"encoding/hex"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/certificate"
	"statehouse/internal/smallcells"
	"statehouse/models"
)

// deliveries is what became of a petition's letters as programs see it.
type deliveries struct {
	Slug     string           `json:"slug"`
	Petition version          `json:"petition"`
	Least    int              `json:"least"` // that is told of anything
	Few      bool             `json:"few"`
	All      letters          `json:"all"`
	Offices  []officeDelivery `json:"offices"`
	Rest     *letters         `json:"other_offices"`
	Digests  map[string]int   `json:"digests"` // by state
	URL      string           `json:"url"`
}

type version struct {
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
}

type letters struct {
	Written      int            `json:"written"`
	States       map[string]int `json:"states"`
	NotToldApart int            `json:"not_told_apart"`
	FirstWeek    string         `json:"first_week,omitempty"`
	LastWeek     string         `json:"last_week,omitempty"`
}

type officeDelivery struct {
	Office   string `json:"office"`
	Chamber  string `json:"chamber"`
	District string `json:"district"`
	Position int    `json:"position"`
	letters
	URL string `json:"url"`
}

// GET /v1/petitions/:slug/deliveries is what became of the letters.
func (d Door) deliveries(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	row, err := models.CampaignRowBySlug(ctx, tx, c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	petition, err := models.PetitionByID(ctx, tx, *row.PetitionID)
	if err != nil {
		return err
	}
	cert, err := certificate.Of(ctx, tx, row.Campaign)
	if err != nil {
		return err
	}
	page := d.BaseURL + "/petitions/" + row.Slug + "/deliveries"
	all := deliveries{Slug: row.Slug, Petition: version{petition.Version, hex.EncodeToString(petition.Hash)}, Least: smallcells.Fewest, Few: cert.Few,
		All: lettersOf(cert.Row), Offices: []officeDelivery{}, Digests: map[string]int{}, URL: page}
	for _, o := range cert.Offices {
		name := certificate.OfficeName(o.Office)
		all.Offices = append(all.Offices, officeDelivery{Office: name, Chamber: o.Office.Chamber, District: o.Office.Code, Position: o.Office.Position,
			letters: lettersOf(o), URL: page + "/" + url.PathEscape(name)})
	}
	if cert.Rest != nil {
		rest := lettersOf(*cert.Rest)
		all.Rest = &rest
	}
	digests, err := certificate.Digests(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	for _, f := range digests {
		all.Digests[f.Name] = f.Letters
	}
	return answer(c, all)
}

func lettersOf(r certificate.Row) letters {
	l := letters{Written: r.Letters, States: map[string]int{}, NotToldApart: r.Untold}
	for _, f := range r.Fates {
		l.States[f.Name] = f.Letters
	}
	if !r.FirstWeek.IsZero() {
		l.FirstWeek, l.LastWeek = r.FirstWeek.Format(time.DateOnly), r.LastWeek.Format(time.DateOnly)
	}
	return l
}
