package public

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/public"
)

// proposal is a draft of the campaign with the signer's name and ZIP.
func (d Door) proposal(c echo.Context, l lookup, seats []public.Seat) (*public.LetterForm, error) {
	variants, err := models.VariantsOf(c.Request().Context(), d.DB.Read(), l.campaign.ID, web.Lang(c))
	if err != nil {
		return nil, err
	}
	form := &public.LetterForm{Name: l.person.Name}
	if len(variants) > 0 {
		v := models.VariantFor(l.sig.Ref, variants)
		form.Subject, form.Body = v.Filled(l.person.Name, l.person.ZIP)
		form.Variant = strconv.Itoa(v.Number)
	}
	for _, s := range seats {
		if s.HasEmail {
			form.To = append(form.To, s.ID)
		}
	}
	return form, nil
}

// fillVariants offers the campaign's drafts and talking points beside the form.
func (d Door) fillVariants(c echo.Context, page *public.LettersPage, l lookup) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	variants, err := models.VariantsOf(ctx, tx, l.campaign.ID, web.Lang(c))
	if err != nil {
		return err
	}
	for _, v := range variants {
		page.Variants = append(page.Variants, public.Variant{Number: strconv.Itoa(v.Number), Title: v.Title})
	}
	points, err := models.PointsOf(ctx, tx, l.campaign.ID, web.Lang(c))
	for _, p := range points {
		point := public.Point{Text: p.Text, Source: p.Source}
		if p.Year != nil {
			point.Year = strconv.Itoa(*p.Year)
		}
		page.Points = append(page.Points, point)
	}
	return err
}

// useVariant puts a chosen draft into the form where nothing of one's own
// stands, and else beside it.
func (d Door) useVariant(c echo.Context, l lookup, form url.Values, typed *public.LetterForm) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	offered, err := models.VariantsOf(ctx, tx, l.campaign.ID, web.Lang(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(offered, func(v models.LetterVariant) bool { return strconv.Itoa(v.Number) == form.Get("choose") })
	if i < 0 {
		return d.lettersPage(c, http.StatusUnprocessableEntity, l, typed, map[string]string{"choose": "error.variant.choice"})
	}
	all, err := models.AllVariants(ctx, tx, l.campaign.ID)
	if err != nil {
		return err
	}
	subject, body := offered[i].Filled(l.person.Name, l.person.ZIP)
	if !isUntouched(typed.Body, all, func(v models.LetterVariant) string { _, body := v.Filled(l.person.Name, l.person.ZIP); return body }) {
		if !isSame(typed.Body, body) {
			typed.Offered = &public.Offered{Title: offered[i].Title, Subject: subject, Body: body}
		}
		return d.lettersPage(c, http.StatusOK, l, typed, nil)
	}
	if isUntouched(typed.Subject, all, func(v models.LetterVariant) string { return v.Subject }) {
		typed.Subject = subject
	}
	typed.Body, typed.Variant = body, strconv.Itoa(offered[i].Number)
	return d.lettersPage(c, http.StatusOK, l, typed, nil)
}

// isUntouched says whether a field holds nothing, or just what a draft put there.
func isUntouched(typed string, all []models.LetterVariant, of func(models.LetterVariant) string) bool {
	return isSame(typed, "") || slices.ContainsFunc(all, func(v models.LetterVariant) bool { return isSame(typed, of(v)) })
}

func isSame(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
