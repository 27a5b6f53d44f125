package organize

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/variants"
	"statehouse/models"
	"statehouse/views/organize"
)

// GET /organize/campaigns/:slug/letters/new is an empty text.
func (d Door) newVariant(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	return d.showVariant(c, campaign, http.StatusOK, variants.Form{}, nil, nil)
}

// GET /organize/campaigns/:slug/letters/:number is a text to be changed, with the
// mail that an office would get for it.
func (d Door) variant(c echo.Context) error {
	campaign, number, err := d.numbered(c)
	if err != nil {
		return err
	}
	rows, err := d.stored(c, campaign, number)
	if err != nil {
		return err
	}
	typed := variants.Form{}
	for _, row := range rows {
		typed[row.Lang] = variants.Text{Title: row.Title, Subject: row.Subject, Body: row.Body}
	}
	return d.showVariant(c, campaign, http.StatusOK, typed, rows, nil)
}

// POST /organize/campaigns/:slug/letters and …/:number store a text, or with
// preview show its mails only.
func (d Door) saveVariant(c echo.Context) error {
	campaign, number, err := d.numbered(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	if number != 0 {
		if _, err := d.stored(c, campaign, number); err != nil {
			return err
		}
	}
	typed := variants.Form{}
	for _, lang := range i18n.Codes() {
		typed[lang] = variants.Text{Title: form.Get("title_" + lang), Subject: form.Get("subject_" + lang), Body: form.Get("body_" + lang)}
	}
	rows, err := typed.Read()
	if err == nil && form.Get("preview") != "" {
		return d.showVariant(c, campaign, http.StatusOK, typed, rows, nil)
	}
	if err == nil {
		number, err = d.Variants.Save(c.Request().Context(), campaign, number, typed)
	}
	switch {
	case fault.Is(err, fault.Invalid):
		return d.showVariant(c, campaign, http.StatusUnprocessableEntity, typed, nil, fault.Of(err).Fields)
	case fault.Is(err, fault.Conflict):
		return d.showVariant(c, campaign, http.StatusConflict, typed, nil, map[string]string{"title_en": fault.Of(err).Message})
	case err != nil:
		return err
	}
	d.Flash(c, "flash.variant_saved")
	return web.SeeOther(c, lettersPath(campaign)+"/"+strconv.Itoa(number)+"#preview")
}

// numbered is the campaign of the address and the number in it; 0 if it has none.
func (d Door) numbered(c echo.Context) (campaign models.Campaign, number int, err error) {
	if campaign, err = d.campaign(c); err != nil || c.Param("number") == "" {
		return campaign, 0, err
	}
	id, err := web.ID(c.Param("number"))
	return campaign, int(id), err
}

func (d Door) stored(c echo.Context, campaign models.Campaign, number int) ([]models.LetterVariant, error) {
	rows, err := models.AllVariants(c.Request().Context(), d.DB.Read(), campaign.ID)
	rows = slices.DeleteFunc(rows, func(v models.LetterVariant) bool { return v.Number != number })
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return rows, err
}

func (d Door) showVariant(c echo.Context, campaign models.Campaign, status int, typed variants.Form, rows []models.LetterVariant, errs map[string]string) error {
	page := organize.VariantPage{Page: d.StaffFrame(c, "organize.letters.one"), Slug: campaign.Slug, Number: c.Param("number"), Errors: errs,
		MaxTitle: variants.MaxTitle, MaxSubject: models.MaxLetterSubject, MaxBody: models.MaxLetterBody, MaxTests: models.MaxTestsADay, Texts: map[string]organize.VariantText{}}
	for _, lang := range i18n.Codes() {
		page.Texts[lang] = organize.VariantText{Title: typed[lang].Title, Subject: typed[lang].Subject, Body: typed[lang].Body}
	}
	page.Unsaved = c.Request().Method == http.MethodPost
	for _, row := range rows {
		look, err := d.Delivery.Sample(c.Request().Context(), campaign, row)
		if fault.Is(err, fault.Conflict) {
			page.Nobody = true
			break
		}
		if err != nil {
			return err
		}
		page.Mails = append(page.Mails, organize.SampleMail{Lang: row.Lang, From: look.From.String(), To: look.To.Name, Subject: look.Subject, Text: look.Text})
	}
	return web.Render(c, status, organize.VariantForm(page))
}

// POST /organize/campaigns/:slug/letters/:number/raise moves a text up.
func (d Door) raiseVariant(c echo.Context) error {
	campaign, number, err := d.numbered(c)
	if err == nil {
		err = d.Variants.Raise(c.Request().Context(), campaign, number)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, lettersPath(campaign)+"#variant-"+strconv.Itoa(number))
}

// POST /organize/campaigns/:slug/letters/:number/remove takes a text away.
func (d Door) removeVariant(c echo.Context) error {
	campaign, number, err := d.numbered(c)
	if err == nil {
		err = d.Variants.Remove(c.Request().Context(), campaign, number)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		d.Flash(c, "flash.variant_last")
	case err != nil:
		return err
	default:
		d.Flash(c, "flash.variant_removed")
	}
	return web.SeeOther(c, lettersPath(campaign))
}

// POST /organize/campaigns/:slug/letters/:number/test sends a text's mail to the
// actor.
func (d Door) testVariant(c echo.Context) error {
	campaign, number, err := d.numbered(c)
	if err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	err = d.Delivery.Test(c.Request().Context(), *web.Actor(c).User, campaign, number, form.Get("lang"))
	switch {
	case fault.Is(err, fault.TooMany):
		d.Flash(c, "flash.letter_test_many")
	case fault.Is(err, fault.Conflict):
		d.Flash(c, "flash.letter_test_nobody")
	case err != nil:
		return err
	default:
		d.Flash(c, "flash.letter_test_sent")
	}
	return web.SeeOther(c, lettersPath(campaign)+"/"+strconv.Itoa(number)+"#preview")
}
