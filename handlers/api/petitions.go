// Package api is the door for programs: public JSON without personal data.
package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
)

// Door has what the API needs.
type Door struct{ web.Site }

// Routes lists the API.
func (d Door) Routes(e *echo.Group) {
	e.GET("/petitions", d.petitions)
	e.GET("/petitions/:slug", d.petition)
	e.GET("/petitions/:slug/deliveries", d.deliveries)
	e.GET("/openapi.yaml", d.openapi)
}

// petition is a campaign as programs see it.
type petition struct {
	Slug    string `json:"slug"`
	State   string `json:"state"`
	Topic   string `json:"topic"`
	Title   string `json:"title"`
	Status  string `json:"status"`
	Version int    `json:"version"`
	Closes  string `json:"closes_on"` // "" for no last day
	Goal    int    `json:"goal"`
	URL     string `json:"url"`
	Counts  counts `json:"counts"`
}

type counts struct {
	Counted    int `json:"counted"`
	InState    int `json:"in_state"`
	OutOfState int `json:"out_of_state"`
	Paper      int `json:"paper"`
	Pending    int `json:"pending"`
}

func (d Door) petitionOf(r models.CampaignRow) petition {
	return petition{Slug: r.Slug, State: r.State, Topic: r.Topic, Title: r.Title, Status: string(r.Status), Version: r.Version, Closes: r.ClosesOn, Goal: r.Goal,
		URL:    d.BaseURL + "/petitions/" + r.Slug,
		Counts: counts{Counted: r.Counted(), InState: r.InState, OutOfState: r.OutOfState, Paper: r.Paper, Pending: r.Pending}}
}

const pageSize = 50

// GET /v1/petitions lists public petitions, 50 a page, filtered by state, topic
// and status, sorted as the page is.
func (d Door) petitions(c echo.Context) error {
	page := web.PageNumber(c.QueryParam("page"))
	rows, total, err := models.Campaigns(c.Request().Context(), d.DB.Read(), models.CampaignFilter{
		State: strings.ToLower(c.QueryParam("state")), Topic: c.QueryParam("topic"), Status: models.CampaignStatus(c.QueryParam("status")),
		Text: c.QueryParam("q"), Sort: c.QueryParam("sort"), Lang: web.Lang(c), Page: page, Size: pageSize, Since: models.MovingSince(d.Now()),
	})
	if err != nil {
		return err
	}
	list := struct {
		Petitions []petition `json:"petitions"`
		Page      int        `json:"page"`
		Total     int        `json:"total"`
	}{Petitions: []petition{}, Page: page, Total: total}
	for _, r := range rows {
		list.Petitions = append(list.Petitions, d.petitionOf(r))
	}
	return answer(c, list)
}

// GET /v1/petitions/:slug is one petition.
func (d Door) petition(c echo.Context) error {
	row, err := models.CampaignRowBySlug(c.Request().Context(), d.DB.Read(), c.Param("slug"), web.Lang(c))
	if err != nil {
		return err
	}
	return answer(c, d.petitionOf(row))
}

// answer sends JSON that any site may read, or says that nothing changed.
func answer(c echo.Context, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	etag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := c.Response().Header()
	h.Set("ETag", etag)
	web.Open(c)
	h.Set("Cache-Control", "public, max-age=10")
	if strings.Contains(c.Request().Header.Get("If-None-Match"), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(http.StatusOK, body)
}
