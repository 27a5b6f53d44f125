// Package pictures is the door to the pictures that staff put into their texts.
package pictures

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/pictures"
	"statehouse/models"
	view "statehouse/views/pictures"
)

// Door has what the page needs; At is the door that it lies behind.
type Door struct {
	web.Site
	Pictures *pictures.Pictures
	At       string
}

// Routes lists the paths, behind the doors of organizers and of moderators.
func (d Door) Routes(e *echo.Group) {
	e.GET("/pictures", d.list)
	e.POST("/pictures", d.bring)
	e.POST("/pictures/:name/remove", d.remove)
}

// shown is how many pictures the page lists.
const shown = 60

// GET …/pictures lists the pictures that the actor may remove: their own, and for
// admins all.
func (d Door) list(c echo.Context) error { return d.show(c, http.StatusOK, nil) }

func (d Door) show(c echo.Context, status int, errs map[string]string) error {
	actor, whose := web.Actor(c), int64(0)
	if !actor.MayOperate() {
		whose = actor.User.ID
	}
	rows, err := models.PicturesOf(c.Request().Context(), d.DB.Read(), whose, shown)
	if err != nil {
		return err
	}
	page := view.Page{Page: d.StaffFrame(c, "pictures.title"), At: d.At, Errors: errs}
	for _, row := range rows {
		page.Pictures = append(page.Pictures, view.Picture{Name: row.Name, Width: row.Width, Height: row.Height, At: row.CreatedAt,
			Line: "![" + i18n.T(c.Request().Context(), "pictures.words") + "](/pictures/" + row.Name + ".jpg)"})
	}
	return web.Render(c, status, view.Pictures(page))
}

// POST …/pictures keeps a picture.
func (d Door) bring(c echo.Context) error {
	file, err := sent(c.Request())
	if err == nil {
		_, err = d.Pictures.Add(c.Request().Context(), *web.Actor(c).User, file)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return d.show(c, http.StatusRequestEntityTooLarge, map[string]string{"file": "error.picture.large"})
	case fault.Is(err, fault.Invalid):
		return d.show(c, http.StatusUnprocessableEntity, fault.Of(err).Fields)
	case err != nil:
		return err
	}
	d.Flash(c, "flash.picture_kept")
	return web.SeeOther(c, d.At+"/pictures")
}

// sent is the file of a form, as it comes in.
func sent(r *http.Request) (io.Reader, error) {
	missing := fault.Fields(map[string]string{"file": "error.picture.missing"})
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, missing
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, missing
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return part, nil
		}
	}
}

// POST …/pictures/:name/remove forgets a picture wherever it stands.
func (d Door) remove(c echo.Context) error {
	if err := d.Pictures.Remove(c.Request().Context(), web.Actor(c), c.Param("name")); err != nil {
		return err
	}
	d.Flash(c, "flash.picture_removed")
	return web.SeeOther(c, d.At+"/pictures")
}
