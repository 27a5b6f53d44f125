package public

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/public"
)

// typedFields are the fields of a letter that go through its preview unseen.
var typedFields = []string{"zip", "upper", "lower", "legislature", "variant", "to", "to[]", "subject", "body", "name", "reply", "other_zip"}

// previewLetter shows the mails that a letter would become.
func (d Door) previewLetter(c echo.Context, l lookup, form url.Values, letter delivery.Form, typed *public.LetterForm) error {
	mails, err := d.Delivery.Preview(c.Request().Context(), l.sig.ID, letter)
	if fault.Is(err, fault.Invalid) {
		return d.lettersPage(c, http.StatusUnprocessableEntity, l, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	page := public.LetterPreviewPage{Page: d.Frame(c, "letters.preview.title"), Slug: l.campaign.Slug, Held: l.sig.State == models.SignatureHeld}
	page.NoIndex = true
	for _, m := range mails {
		page.Mails = append(page.Mails, public.PreviewMail{From: m.From.String(), To: m.To.Name, ReplyTo: m.ReplyTo, Subject: m.Subject, Text: m.Text})
	}
	for _, name := range typedFields {
		for _, value := range slices.Compact(form[name]) {
			page.Fields = append(page.Fields, [2]string{name, value})
		}
	}
	return web.Render(c, http.StatusOK, public.LetterPreview(page))
}
