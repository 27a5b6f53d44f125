package admin

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/fault"
	"statehouse/models"
	"statehouse/views/admin"
)

func (d Door) parked(c echo.Context, tx *models.Tx) (list []admin.ParkedOffice, err error) {
	offices, err := models.ParkedHolders(c.Request().Context(), tx, d.Keys)
	for _, o := range offices {
		state, _ := models.StateByCode(o.State)
		chamber := state.ChamberNamed(o.Chamber)
		list = append(list, admin.ParkedOffice{
			SeatID: strconv.FormatInt(o.SeatID, 10), Reason: string(o.ParkedReason), Since: *o.ParkedAt, Waiting: o.Waiting,
			Name: strings.TrimSpace(chamber.Title+" "+o.Name) + ", " + chamber.Name + ", " + o.DistrictName,
		})
	}
	return list, err
}

// POST /admin/offices/:id/unpark writes to an office again.
func (d Door) unpark(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if err := d.Delivery.Unpark(c.Request().Context(), id); err != nil {
		return err
	}
	return web.SeeOther(c, "/admin#parked")
}
