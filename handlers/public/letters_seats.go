package public

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"statehouse/handlers/web"
	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/i18n"
	"statehouse/models"
	"statehouse/views/public"
)

// chamberView is one chamber with its choices, and the ids of the districts
// that are settled: the visitor's choice, else what is certain.
func chamberView(c echo.Context, chamber models.Chamber, all []models.Holder, found delivery.Chamber, chosen []models.District, choice string) (public.Chamber, []int64) {
	view := public.Chamber{Code: chamber.Chamber, Name: chamber.Name, ByAddress: found.ByAddress}
	members := membersByDistrict(all, chamber.Chamber)
	for _, m := range members {
		view.All = append(view.All, m.view(c))
	}
	for _, d := range found.Candidates {
		if i := slices.IndexFunc(members, func(m districtMembers) bool { return m.id == d.ID }); i >= 0 {
			view.Candidates = append(view.Candidates, members[i].view(c))
		}
	}
	if choice == public.Unsure {
		view.Chosen = choice
		return view, nil
	}
	settled := found.Certain
	if len(chosen) > 0 {
		view.Chosen, settled = choice, chosen
	} else {
		view.Chosen = settledCode(settled)
	}
	var ids []int64
	for _, d := range settled {
		ids = append(ids, d.ID)
	}
	return view, ids
}

// settledCode names the district that certain ones come with: choosing it gives
// all of them. Empty where they are at large alone, or several.
func settledCode(certain []models.District) string {
	i := slices.IndexFunc(certain, func(d models.District) bool { return !districts.IsAtLarge(d) })
	if i < 0 || len(districts.Shared(certain, certain[i])) != len(certain) {
		return ""
	}
	return certain[i].Code
}

// chosenIn lists the districts of a resident who chose one of a chamber.
func chosenIn(ofState []models.District, chamber, code string) []models.District {
	i := slices.IndexFunc(ofState, func(d models.District) bool { return d.Chamber == chamber && d.Code == code })
	if i < 0 {
		return nil
	}
	return districts.Shared(ofState, ofState[i])
}

// districtMembers is a district with the names of those who hold its seats.
type districtMembers struct {
	id         int64
	code, name string
	names      []string
}

func (m districtMembers) view(c echo.Context) public.District {
	return public.District{Code: m.code, Name: web.DistrictName(c, m.code, m.name), Members: strings.Join(m.names, ", ")}
}

func membersByDistrict(all []models.Holder, chamber string) (list []districtMembers) {
	for _, h := range all {
		if h.Chamber != chamber {
			continue
		}
		if n := len(list); n == 0 || list[n-1].id != h.DistrictID {
			list = append(list, districtMembers{id: h.DistrictID, code: h.Code, name: h.DistrictName})
		}
		if !h.IsVacant() {
			last := &list[len(list)-1]
			last.names = append(last.names, h.Name)
		}
	}
	return list
}

func seatsOf(c echo.Context, chamber models.Chamber, all []models.Holder, ids []int64, parked map[string]bool) (seats []public.Seat) {
	for _, h := range all {
		if h.Chamber != chamber.Chamber || !slices.Contains(ids, h.DistrictID) {
			continue
		}
		seats = append(seats, public.Seat{
			ID: strconv.FormatInt(h.SeatID, 10), Title: chamber.Title, Name: h.Name, ChamberName: chamber.Name,
			DistrictName: web.DistrictName(c, h.Code, h.DistrictName), Party: h.Party, Phone: h.Phone,
			HasEmail: h.Email != "" && !parked[strings.ToLower(h.Email)], Parked: parked[strings.ToLower(h.Email)],
		})
	}
	return seats
}

// isTargeted says whether a chamber has seats that the campaign is addressed to;
// one of which nothing is known is shown all the same.
func isTargeted(scope delivery.Scope, chamber string, all []models.Holder) bool {
	return scope.Includes(models.Holder{}) || slices.ContainsFunc(all, func(h models.Holder) bool { return h.Chamber == chamber })
}

// otherSeats are the offices that every resident may write to, but for those
// that are the visitor's own anyway.
func otherSeats(c echo.Context, campaign models.Campaign, state models.State, others []delivery.Office, own []public.Seat, parked map[string]bool) (seats []public.Seat) {
	ctx := c.Request().Context()
	for _, o := range others {
		id := strconv.FormatInt(o.SeatID, 10)
		if slices.ContainsFunc(own, func(s public.Seat) bool { return s.ID == id }) {
			continue
		}
		office := state.OfficeNamed(o.Chamber)
		seat := public.Seat{ID: id, Title: office.Title, Name: o.Name, ChamberName: office.Name, Party: o.Party, Phone: o.Phone,
			HasEmail: o.Email != "" && !parked[strings.ToLower(o.Email)], Parked: parked[strings.ToLower(o.Email)]}
		switch {
		case o.Committee == "":
			seat.Why = i18n.T(ctx, "letters.why.governor")
		case campaign.Bill == "":
			seat.Why = i18n.T(ctx, "letters.why.chair", "Committee", o.Committee)
		default:
			seat.Why = i18n.T(ctx, "letters.why.chair_bill", "Committee", o.Committee)
		}
		seats = append(seats, seat)
	}
	return seats
}
