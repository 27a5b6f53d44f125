package organize

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/csvcell"
	"statehouse/internal/fault"
	"statehouse/internal/packets"
	"statehouse/internal/smallcells"
	"statehouse/models"
	"statehouse/views/organize"
)

// districtMap is what may be told of the districts of one chamber: of the one that
// was asked for, else of the state's first; nil if no districts are known.
func (d Door) districtMap(c echo.Context, campaign models.Campaign, counted int) (*organize.DistrictMap, error) {
	told, ok, err := d.Packets.DistrictsAtOnce(c.Request().Context(), campaign.ID, counted)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &organize.DistrictMap{IsLooking: true}, nil
	}
	chambers, err := d.chambers(c, campaign, told)
	if err != nil || len(chambers) == 0 {
		return nil, err
	}
	view := &organize.DistrictMap{ChamberDistricts: chambers[0], Fewest: smallcells.Fewest}
	for _, chamber := range chambers {
		if chamber.Code == c.QueryParam("chamber") {
			view.ChamberDistricts = chamber
		}
		view.Chambers = append(view.Chambers, organize.ChamberLink{Code: chamber.Code, Name: chamber.Name})
	}
	return view, nil
}

// chambers are those of the state that have districts. What is told of each is what
// a packet and the progress page tell.
func (d Door) chambers(c echo.Context, campaign models.Campaign, told packets.Districts) (list []organize.ChamberDistricts, err error) {
	ctx, tx := c.Request().Context(), d.DB.Read()
	journal, err := models.DistrictsOf(ctx, tx, campaign.ID)
	if err != nil {
		return nil, err
	}
	signed := map[int64]bool{}
	for _, row := range journal {
		signed[row.DistrictID] = true
	}
	all, err := models.DistrictsOfState(ctx, tx, campaign.State)
	if err != nil {
		return nil, err
	}
	holders, err := d.holders(c, campaign.State)
	if err != nil {
		return nil, err
	}
	state, _ := models.StateByCode(campaign.State)
	for _, chamber := range state.Chambers {
		numbers := told.In(chamber.Chamber)
		view := organize.ChamberDistricts{Code: chamber.Chamber, Name: chamber.Name, Unplaced: numbers[0]}
		for _, row := range all {
			if row.Chamber == chamber.Chamber {
				view.Districts = append(view.Districts, organize.DistrictTile{Code: row.Code, Name: web.DistrictName(c, row.Code, row.Name), Holders: holders[row.ID],
					Count: numbers[row.ID], Signed: signed[row.ID]})
			}
		}
		if len(view.Districts) > 0 {
			list = append(list, view)
		}
	}
	return list, nil
}

// holders are the names of who holds the seats of each district.
func (d Door) holders(c echo.Context, state string) (map[int64][]string, error) {
	rows, err := models.HoldersOfState(c.Request().Context(), d.DB.Read(), state)
	names := map[int64][]string{}
	for _, h := range rows {
		if !h.IsVacant() {
			names[h.DistrictID] = append(names[h.DistrictID], h.Name)
		}
	}
	return names, err
}

// GET /organize/campaigns/:slug/districts.csv is the same of both chambers.
func (d Door) districtsCSV(c echo.Context) error {
	campaign, err := d.campaign(c)
	if err != nil {
		return err
	}
	n, err := models.CountsOf(c.Request().Context(), d.DB.Read(), campaign.ID)
	if fault.Is(err, fault.NotFound) {
		n, err = models.Counts{}, nil // a draft has none
	}
	if err != nil {
		return err
	}
	told, err := d.Packets.Districts(c.Request().Context(), campaign.ID, n.Counted())
	if err != nil {
		return err
	}
	chambers, err := d.chambers(c, campaign, told)
	if err != nil {
		return err
	}
	rows := [][]string{{"chamber", "district", "name", "legislators", "counted", "signers"}}
	for _, chamber := range chambers {
		for _, row := range chamber.Districts {
			counted, signers := "", "few"
			if row.Count > 0 {
				counted, signers = strconv.Itoa(row.Count), "some"
			} else if !row.Signed {
				counted, signers = "0", "none"
			}
			rows = append(rows, []string{chamber.Code, row.Code, row.Name, strings.Join(row.Holders, "; "), counted, signers})
		}
	}
	return sendCSV(c, campaign.Slug+"-districts.csv", rows)
}

// sendCSV answers with a file of a few rows, none of which begins a formula.
func sendCSV(c echo.Context, name string, rows [][]string) error {
	var text strings.Builder
	w := csv.NewWriter(&text)
	for _, row := range rows {
		for i := range row {
			row[i] = csvcell.Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
}
