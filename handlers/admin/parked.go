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
		list = append(list, admin.ParkedOffice{
			SeatID: strconv.FormatInt(o.SeatID, 10), Reason: string(o.ParkedReason), Since: *o.ParkedAt, Waiting: o.Waiting,
			Name: officeName(o.Holder),
		})
	}
	return list, err
}

// officeName is an office in words: "Senator Ana Ruiz, Arizona Senate, District 11".
func officeName(h models.Holder) string {
	state, _ := models.StateByCode(h.State)
	chamber := state.OfficeNamed(h.Chamber)
	return strings.TrimSpace(chamber.Title+" "+h.Name) + ", " + chamber.Name + ", " + h.DistrictName
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
