package public

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/csvcell"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/models"
)

// lawColumns head /states.csv; docs/api.md describes them.
var lawColumns = []string{"state", "name", "topic", "day", "status", "status_in_words", "first_year", "citation", "as_of", "source", "confidence", "verified", "reviewed_on"}

// GET /states.csv is the table of /states, a row for each state and topic.
func (d Door) statesCSV(c echo.Context) error {
	day := asOf(c.QueryParam("as_of"), d.Now())
	if day.Error != "" {
		return fault.New(fault.Invalid, day.Error)
	}
	book, err := d.laws(c, "", day)
	if err != nil {
		return err
	}
	var text strings.Builder
	w := csv.NewWriter(&text)
	if err := w.Write(lawColumns); err != nil {
		return err
	}
	for _, s := range models.States() {
		for _, topic := range models.Topics {
			if err := w.Write(lawRow(c, book, s, topic)); err != nil {
				return err
			}
		}
	}
	w.Flush()
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="states-`+book.asked()+`.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
}

func lawRow(c echo.Context, book lawBook, s models.State, topic string) []string {
	ctx := c.Request().Context()
	law := book.law(s.Code, topic, web.Lang(c))
	year, verified := "", "yes"
	if y := max(law.Year, law.Since); y > 0 {
		year = strconv.Itoa(y)
	}
	if law.Unverified {
		verified = "no"
	}
	row := []string{s.Code, s.NameIn(web.Lang(c)), topic, book.asked(), law.Word(), law.Words(ctx), year, law.Citation, law.AsOf, law.Source, law.Confidence, verified, law.ReviewedOn}
	if law.Source == "" {
		row[9] = i18n.T(ctx, "states.source.none")
	}
	for i := range row {
		row[i] = csvcell.Harmless(row[i])
	}
	return row
}
