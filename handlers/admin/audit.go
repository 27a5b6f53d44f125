package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/models"
	"statehouse/views/admin"
)

// entriesShown is how many entries a page of the log shows.
const entriesShown = 50

// GET /admin/audit shows what staff did, newest first: ?user= ?q= ?since= ?til= ?page=.
func (d Door) audit(c echo.Context) error {
	ctx, tx := c.Request().Context(), d.DB.Read()
	page := admin.AuditPage{Page: d.StaffFrame(c, "audit.title"), Form: admin.AuditForm{User: c.QueryParam("user"), Query: c.QueryParam("q"), Since: c.QueryParam("since"), Til: c.QueryParam("til")},
		Number: web.PageNumber(c.QueryParam("page"))}
	f := models.AuditFilter{Text: page.Form.Query, Page: page.Number, Size: entriesShown}
	f.UserID, _ = strconv.ParseInt(page.Form.User, 10, 64) // no number is everybody
	f.Since, page.Form.Since = day(page.Form.Since)
	if f.Til, page.Form.Til = day(page.Form.Til); !f.Til.IsZero() {
		f.Til = f.Til.AddDate(0, 0, 1) // the day itself counts
	}
	rows, total, err := models.AuditLog(ctx, tx, f)
	if err != nil {
		return err
	}
	page.Total, page.Pages = total, max((total+entriesShown-1)/entriesShown, 1)
	for _, row := range rows {
		page.Entries = append(page.Entries, admin.AuditLine{Number: row.Number, Act: row.Act, Name: row.Name, At: row.At})
	}
	users, err := models.Users(ctx, tx)
	for _, u := range users {
		page.People = append(page.People, admin.Person{ID: strconv.FormatInt(u.ID, 10), Name: u.Name})
	}
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, admin.AuditView(page))
}

// day reads a day; what is none is left out.
func day(typed string) (time.Time, string) {
	t, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return time.Time{}, ""
	}
	return t, typed
}
