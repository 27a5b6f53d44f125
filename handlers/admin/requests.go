package admin

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/views/admin"
)

func (d Door) requests(c echo.Context) (list []admin.OfficeRequest, err error) {
	waiting, err := d.Offices.Waiting(c.Request().Context())
	for _, w := range waiting {
		list = append(list, admin.OfficeRequest{ID: strconv.FormatInt(w.Request.ID, 10), Name: officeName(w.Holder), Kind: string(w.Request.Kind), Detail: w.Says, At: w.Request.CreatedAt})
	}
	return list, err
}

// POST /admin/requests/:id/done notes that somebody has seen to what an office asked for.
func (d Door) finishRequest(c echo.Context) error {
	id, err := web.ID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := d.Offices.Finish(c.Request().Context(), *web.Actor(c).User, id); err != nil {
		return err
	}
	return web.SeeOther(c, "/admin#requests")
}
