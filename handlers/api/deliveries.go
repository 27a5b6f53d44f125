package api

import (
	"encoding/hex"
	"math"
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
	Replies  *replies         `json:"replies"` // null: too few told
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
	Answered     *answered      `json:"answered"` // null: not told
}

// answered is how many letters offices answered through us.
type answered struct {
	Letters int `json:"letters"`
	Of      int `json:"of"`
}

// replies is what writers told of what came back.
type replies struct {
	Writers  int      `json:"writers"`
	Answered *int     `json:"answered"` // null: not told
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
}

type officeDelivery struct {
	Office   string `json:"office"`
	Chamber  string `json:"chamber"`
	District string `json:"district"`
	Position int    `json:"position"`
	letters
	Replies *replies `json:"replies"`
	URL     string   `json:"url"`
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
	told, err := certificate.Survey(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	all.Replies = repliesOf(told)
	byOffice, err := cert.Replies(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	for _, o := range cert.Offices {
		name := certificate.OfficeName(o.Office)
		all.Offices = append(all.Offices, officeDelivery{Office: name, Chamber: o.Office.Chamber, District: o.Office.Code, Position: o.Office.Position,
			letters: lettersOf(o), Replies: repliesOf(byOffice[o.Office.SeatID]), URL: page + "/" + url.PathEscape(name)})
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
	if r.Letters > 0 && r.Answered != certificate.Untold {
		l.Answered = &answered{r.Answered, r.AnsweredOf}
	}
	if !r.FirstWeek.IsZero() {
		l.FirstWeek, l.LastWeek = r.FirstWeek.Format(time.DateOnly), r.LastWeek.Format(time.DateOnly)
	}
	return l
}

// repliesOf is nil where those who told are too few.
func repliesOf(t certificate.Told) *replies {
	switch {
	case t.Writers == 0:
		return nil
	case t.Answered == certificate.Untold:
		return &replies{Writers: t.Writers}
	}
	low, high := rounded(t.Low), rounded(t.High)
	return &replies{Writers: t.Writers, Answered: &t.Answered, Low: &low, High: &high}
}

// rounded is a share to the thousandth.
func rounded(share float64) float64 { return math.Round(share*1000) / 1000 }
