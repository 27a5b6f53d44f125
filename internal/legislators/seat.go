package legislators

import (
	"context"
	"maps"
	"slices"
	"time"

	"statehouse/internal/imports"
	"statehouse/models"
)

// place names a district within its state.
type place struct{ chamber, district string }

func (r Row) place() place { return place{r.Chamber, r.District} }

// makeRoom makes the districts that the file names and the database lacks, and
// enlarges those with more members than seats. A list of districts completes
// them later.
func makeRoom(ctx context.Context, tx *models.Tx, state models.State, rows []Row, report *imports.Report) error {
	districts, err := models.DistrictsOfState(ctx, tx, state.Code)
	if err != nil {
		return err
	}
	known := make(map[place]models.District, len(districts))
	for _, d := range districts {
		known[place{d.Chamber, d.Code}] = d
	}
	needed := map[place]int{}
	for _, row := range rows {
		needed[row.place()]++
	}
	var changed []models.District
	for _, row := range rows {
		p, n := row.place(), needed[row.place()]
		d, ok := known[p]
		if ok && d.NumSeats >= n {
			continue
		}
		if ok {
			report.Note(0, "%s has %d members in the file and had room for %d", d.Name, n, d.NumSeats)
		} else {
			d = models.District{State: state.Code, Chamber: p.chamber, Code: p.district, Name: state.DistrictName(p.chamber, p.district)}
		}
		d.NumSeats = n
		known[p] = d
		changed = append(changed, d)
	}
	if err := models.SaveDistricts(ctx, tx, changed); err != nil {
		return err
	}
	return models.FillSeats(ctx, tx, []string{state.Code})
}

// moves are the terms that a file ends and starts.
type moves struct {
	end   []int64         // terms
	start map[int64]int64 // legislator → seat
	gone  []int64         // legislators without a seat from now on
}

// seat ends the terms of those who left or moved, and then gives everybody in
// the file without a seat the first free one of their district.
func seat(ctx context.Context, tx *models.Tx, state models.State, body Body, rows []Row, ids map[string]int64, at time.Time) (moves, error) {
	districts, err := models.DistrictsOfState(ctx, tx, state.Code)
	if err != nil {
		return moves{}, err
	}
	seats, err := models.SeatsOfStates(ctx, tx, []string{state.Code})
	if err != nil {
		return moves{}, err
	}
	open, err := models.OpenTerms(ctx, tx, state.Code, slices.Collect(maps.Values(ids)))
	if err != nil {
		return moves{}, err
	}
	m := plan(rows, ids, rooms(districts, seats), concerned(body, districts, seats, open, ids))
	if err := models.EndTerms(ctx, tx, m.end, at); err != nil {
		return m, err
	}
	var terms []models.Term
	for _, row := range rows {
		if seatID := m.start[ids[row.OCD]]; seatID != 0 {
			terms = append(terms, models.Term{SeatID: seatID, LegislatorID: ids[row.OCD], StartsAt: at})
		}
	}
	return m, models.AddTerms(ctx, tx, terms)
}

// concerned leaves out the terms in seats of the other body, but for those of
// people whom the file seats in this one.
func concerned(body Body, districts []models.District, seats []models.Seat, open []models.Term, ids map[string]int64) []models.Term {
	chambers, others, listed := map[int64]string{}, map[int64]bool{}, map[int64]bool{}
	for _, d := range districts {
		chambers[d.ID] = d.Chamber
	}
	for _, s := range seats {
		others[s.ID] = !body.has(chambers[s.DistrictID])
	}
	for _, id := range ids {
		listed[id] = true
	}
	return slices.DeleteFunc(open, func(t models.Term) bool { return others[t.SeatID] && !listed[t.LegislatorID] })
}

// rooms are the ids of the seats of each district, by position.
func rooms(districts []models.District, seats []models.Seat) map[place][]int64 {
	places := make(map[int64]place, len(districts))
	for _, d := range districts {
		places[d.ID] = place{d.Chamber, d.Code}
	}
	rooms := map[place][]int64{}
	for _, s := range seats {
		p := places[s.DistrictID]
		rooms[p] = append(rooms[p], s.ID)
	}
	return rooms
}

// plan compares the file with the terms that run. There must be a seat for
// every row: makeRoom sees to it.
func plan(rows []Row, ids map[string]int64, rooms map[place][]int64, open []models.Term) moves {
	m := moves{start: map[int64]int64{}}
	home := make(map[int64]place, len(rows)) // legislator → where the file has them
	for _, row := range rows {
		home[ids[row.OCD]] = row.place()
	}
	kept, taken, gone := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	for _, t := range open {
		at, listed := home[t.LegislatorID]
		switch {
		case listed && !kept[t.LegislatorID] && slices.Contains(rooms[at], t.SeatID):
			kept[t.LegislatorID], taken[t.SeatID] = true, true
			continue
		case !listed:
			gone[t.LegislatorID] = true
		}
		m.end = append(m.end, t.ID)
	}
	for _, row := range rows {
		id := ids[row.OCD]
		if kept[id] {
			continue
		}
		free := slices.IndexFunc(rooms[row.place()], func(seat int64) bool { return !taken[seat] })
		seat := rooms[row.place()][free]
		taken[seat], m.start[id] = true, seat
	}
	m.gone = slices.Sorted(maps.Keys(gone))
	return m
}
