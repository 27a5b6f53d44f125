package legislators

import (
	"context"
	"time"

	"statehouse/models"
)

// persons are the members in a file, by ocd-person id.
type persons struct {
	ids     map[string]int64
	added   map[string]bool
	changed map[string]bool
}

func savePersons(ctx context.Context, tx *models.Tx, state models.State, rows []Row, at time.Time) (persons, error) {
	p := persons{map[string]int64{}, map[string]bool{}, map[string]bool{}}
	var ocdIDs []string
	for _, row := range rows {
		ocdIDs = append(ocdIDs, row.OCD)
	}
	old, err := models.LegislatorsByOCD(ctx, tx, ocdIDs)
	if err != nil {
		return p, err
	}
	known := make(map[string]models.Legislator, len(old))
	for _, l := range old {
		known[l.OCD], p.ids[l.OCD] = l, l.ID
	}
	var different []models.Legislator
	for _, row := range rows {
		was, ok := known[row.OCD]
		is := row.legislator(state.Code)
		is.ID, is.UpdatedAt = was.ID, was.UpdatedAt
		if is == was {
			continue
		}
		if ok {
			p.changed[row.OCD] = true
		} else {
			p.added[row.OCD] = true
		}
		is.UpdatedAt = at
		different = append(different, is)
	}
	if err := models.SaveLegislators(ctx, tx, different); err != nil || len(old) == len(rows) {
		return p, err
	}
	saved, err := models.LegislatorsByOCD(ctx, tx, ocdIDs)
	for _, l := range saved {
		p.ids[l.OCD] = l.ID
	}
	return p, err
}

func (r Row) legislator(state string) models.Legislator {
	return models.Legislator{
		OCD: r.OCD, State: state, Name: r.Name, Party: r.Party, Email: r.Email,
		Phone: r.Phone, DistrictPhone: r.DistrictPhone, ContactURL: r.ContactURL,
	}
}
