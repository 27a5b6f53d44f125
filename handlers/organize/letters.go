package organize

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/smallcells"
	"statehouse/internal/variants"
	"statehouse/models"
	"statehouse/views/organize"
)

func lettersPath(campaign models.Campaign) string {
	return "/organize/campaigns/" + campaign.Slug + "/letters"
}

// GET /organize/campaigns/:slug/letters lists the texts to start from, and the
// talking points.
func (d Door) letters(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	rows, err := models.AllPoints(c.Request().Context(), d.DB.Read(), campaign.ID)
	if err != nil {
		return err
	}
	points := make([]variants.Point, models.MaxPoints)
	for _, row := range rows {
		p := &points[row.Place-1]
		if p.Texts == nil {
			p.Texts = map[string]string{}
		}
		p.Texts[row.Lang], p.Source = row.Text, row.Source
		if row.Year != nil {
			p.Year = strconv.Itoa(*row.Year)
		}
	}
	return d.showLetters(c, campaign, http.StatusOK, points, nil)
}

// POST /organize/campaigns/:slug/letters/points replaces the talking points.
func (d Door) savePoints(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := make([]variants.Point, models.MaxPoints)
	for i := range typed {
		name := fmt.Sprintf("point_%d_", i+1)
		typed[i] = variants.Point{Texts: map[string]string{"en": form.Get(name + "en"), "es": form.Get(name + "es")}, Source: form.Get(name + "source"), Year: form.Get(name + "year")}
	}
	err = d.Variants.SavePoints(c.Request().Context(), campaign, typed)
	if fault.Is(err, fault.Invalid) {
		return d.showLetters(c, campaign, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.points_saved")
	return web.SeeOther(c, lettersPath(campaign)+"#points")
}

func (d Door) showLetters(c echo.Context, campaign models.Campaign, status int, points []variants.Point, errs map[string]string) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	text, err := models.WorkingText(ctx, tx, campaign, web.Lang(c))
	if err != nil {
		return err
	}
	page := organize.LettersPage{Page: d.StaffFrame(c, "organize.letters.title"), Slug: campaign.Slug, Title: text.Title, Least: smallcells.Fewest,
		Most: models.MaxVariants, MaxPoint: variants.MaxPoint, MaxSource: variants.MaxSource, Errors: errs}
	for _, p := range points {
		page.Points = append(page.Points, organize.Point{EN: p.Texts["en"], ES: p.Texts["es"], Source: p.Source, Year: p.Year})
	}
	rows, err := models.AllVariants(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	counts, err := models.VariantCounts(ctx, tx, campaign.ID)
	if err != nil {
		return err
	}
	told := figures(counts)
	for _, texts := range variants.Grouped(rows) {
		v := organize.Variant{Number: strconv.Itoa(texts[0].Number)}
		for _, t := range texts {
			v.Langs = append(v.Langs, t.Lang)
			if v.Title == "" || t.Lang == web.Lang(c) {
				v.Title, v.Subject = t.Title, t.Subject
			}
		}
		v.AsOffered, v.Personal = told[cell(texts[0].Number, false)], told[cell(texts[0].Number, true)]
		page.Variants = append(page.Variants, v)
	}
	return web.Render(c, status, organize.Letters(page))
}

// figures are the numbers of letters that may be told, by text and whether they
// say it in their writer's own words.
func figures(counts []models.VariantCount) map[string]int {
	var parts []smallcells.Part[string]
	for _, n := range counts {
		parts = append(parts, smallcells.Part[string]{Key: cell(n.Variant, false), Count: n.Letters - n.Personal},
			smallcells.Part[string]{Key: cell(n.Variant, true), Count: n.Personal})
	}
	told, _, _ := smallcells.Fold(parts, nil)
	return told
}

func cell(number int, personal bool) string { return fmt.Sprintf("%d %t", number, personal) }
