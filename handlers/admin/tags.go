package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

// GET /admin/tags lists the words by which staff find campaigns again.
func (d Door) tags(c echo.Context) error { return d.showTags(c, http.StatusOK, admin.Tag{}, nil) }

// POST /admin/tags adds a tag.
func (d Door) addTag(c echo.Context) error { return d.saveTag(c, 0) }

// POST /admin/tags/:id renames a tag, archives it or takes it into use again.
func (d Door) changeTag(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	return d.saveTag(c, id)
}

func (d Door) saveTag(c echo.Context, id int64) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	typed := admin.Tag{ID: c.Param("id"), Name: form.Get("name"), Archived: web.IsTicked(form, "archived")}
	err = d.Notes.SaveTag(c.Request().Context(), web.Actor(c), id, typed.Name, typed.Archived)
	if fault.Is(err, fault.Invalid) {
		return d.showTags(c, http.StatusUnprocessableEntity, typed, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	d.Flash(c, "flash.tag_saved")
	return web.SeeOther(c, "/admin/tags")
}

func (d Door) showTags(c echo.Context, status int, typed admin.Tag, errs map[string]string) error {
	rows, err := models.Tags(c.Request().Context(), d.DB.Read())
	if err != nil {
		return err
	}
	page := admin.TagsPage{Page: d.StaffFrame(c, "tags.title"), Typed: typed, Errors: errs, Most: models.MaxTag}
	for _, t := range rows {
		page.Tags = append(page.Tags, admin.Tag{ID: strconv.FormatInt(t.ID, 10), Name: t.Name, Archived: t.ArchivedAt != nil})
	}
	return web.Render(c, status, admin.Tags(page))
}
