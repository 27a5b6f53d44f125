package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm/clause"
)

// LegislatorsByOCD lists the legislators with these ocd-person ids, of any state.
func LegislatorsByOCD(ctx context.Context, tx *Tx, ocdIDs []string) ([]Legislator, error) {
	var all []Legislator
	err := inChunks(ocdIDs, func(ids []string) error {
		rows, err := rowsOf[Legislator](ctx, tx, "SELECT * FROM legislators WHERE ocd_id IN ?", ids)
		all = append(all, rows...)
		return err
	})
	return all, err
}

// LegislatorsByID lists the legislators with these ids.
func LegislatorsByID(ctx context.Context, tx *Tx, ids []int64) ([]Legislator, error) {
	var all []Legislator
	err := inChunks(ids, func(part []int64) error {
		rows, err := rowsOf[Legislator](ctx, tx, "SELECT * FROM legislators WHERE id IN ? ORDER BY id", part)
		all = append(all, rows...)
		return err
	})
	return all, err
}

// OpenTerms lists the terms that run now in a state's seats, and those of
// legislators anywhere, oldest first.
func OpenTerms(ctx context.Context, tx *Tx, state string, legislatorIDs []int64) ([]Term, error) {
	return rowsOf[Term](ctx, tx, `SELECT t.* FROM terms t JOIN seats s ON s.id = t.seat_id JOIN districts d ON d.id = s.district_id
WHERE t.ends_at IS NULL AND (d.state = ? OR t.legislator_id IN ?) ORDER BY t.id`, state, legislatorIDs)
}

// SaveLegislators adds legislators, or writes over those that have the same
// ocd-person id. Ids in the argument are ignored.
func SaveLegislators(ctx context.Context, tx *Tx, legislators []Legislator) error {
	if len(legislators) == 0 {
		return nil
	}
	rows := slices.Clone(legislators)
	for i := range rows {
		rows[i].ID = 0
	}
	over := clause.OnConflict{
		Columns: columnsNamed("ocd_id"),
		DoUpdates: clause.AssignmentColumns([]string{
			"state", "name", "party", "email", "phone", "district_phone", "contact_url", "updated_at",
		}),
	}
	return translate(tx.g.WithContext(ctx).Clauses(over).CreateInBatches(rows, 500).Error)
}

// EndTerms ends terms that run.
func EndTerms(ctx context.Context, tx *Tx, termIDs []int64, at time.Time) error {
	return inChunks(termIDs, func(ids []int64) error {
		_, err := tx.exec(ctx, "UPDATE terms SET ends_at = ? WHERE ends_at IS NULL AND id IN ?", at, ids)
		return err
	})
}

// AddTerms starts terms; a Conflict fault if somebody holds one of the seats.
func AddTerms(ctx context.Context, tx *Tx, terms []Term) error { return add(ctx, tx, terms) }
