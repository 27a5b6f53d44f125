package models

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm/clause"
)

// ZIPDistrict says that a ZIP touches a district.
type ZIPDistrict struct {
	ZIP        string `gorm:"column:zip;primaryKey"`
	DistrictID int64  `gorm:"primaryKey;autoIncrement:false"`
}

// TableName is GORM's word for the table.
func (ZIPDistrict) TableName() string { return "zip_districts" }

// DistrictsOfStates lists the districts of several states.
func DistrictsOfStates(ctx context.Context, tx *Tx, states []string) ([]District, error) {
	return rowsOf[District](ctx, tx, "SELECT * FROM districts WHERE state IN ? ORDER BY id", states)
}

// SeatsOfStates lists the seats of several states by district and position.
func SeatsOfStates(ctx context.Context, tx *Tx, states []string) ([]Seat, error) {
	return rowsOf[Seat](ctx, tx, `SELECT s.* FROM seats s JOIN districts d ON d.id = s.district_id
WHERE d.state IN ? ORDER BY s.district_id, s.position`, states)
}

// SaveDistricts adds districts, or writes over those that have the same state,
// chamber and code. Ids in the argument are ignored.
func SaveDistricts(ctx context.Context, tx *Tx, districts []District) error {
	if len(districts) == 0 {
		return nil
	}
	rows := slices.Clone(districts)
	for i := range rows {
		rows[i].ID = 0
	}
	over := clause.OnConflict{
		Columns:   columnsNamed("state", "chamber", "code"),
		DoUpdates: clause.AssignmentColumns([]string{"name", "ocd_id", "census_layer", "census_geoid", "num_seats"}),
	}
	return translate(tx.g.WithContext(ctx).Clauses(over).CreateInBatches(rows, 500).Error)
}

// ForgetDivisions empties the division ids of districts, so that they can be
// given out anew in any order.
func ForgetDivisions(ctx context.Context, tx *Tx, districtIDs []int64) error {
	return inChunks(districtIDs, func(ids []int64) error {
		_, err := tx.exec(ctx, "UPDATE districts SET ocd_id = NULL WHERE id IN ?", ids)
		return err
	})
}

// AddSeats stores seats.
func AddSeats(ctx context.Context, tx *Tx, seats []Seat) error { return add(ctx, tx, seats) }

// FillSeats gives the districts of states the seats up to their number that
// they lack.
func FillSeats(ctx context.Context, tx *Tx, states []string) error {
	_, err := tx.exec(ctx, `INSERT INTO seats (district_id, position)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT max(num_seats) FROM districts))
SELECT d.id, n.i FROM districts d JOIN n ON n.i <= d.num_seats
WHERE d.state IN ? AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.district_id = d.id AND s.position = n.i)
ORDER BY d.id, n.i`, states)
	return err
}

// DropUnusedSeats deletes the seats beyond their district's number that nobody
// ever held.
func DropUnusedSeats(ctx context.Context, tx *Tx, states []string) error {
	_, err := tx.exec(ctx, `DELETE FROM seats WHERE id IN (
  SELECT s.id FROM seats s JOIN districts d ON d.id = s.district_id
  WHERE d.state IN ? AND s.position > d.num_seats AND NOT EXISTS (SELECT 1 FROM terms t WHERE t.seat_id = s.id))`, states)
	return err
}

// ZIPsOfStates lists what ZIPs touch the districts of states.
func ZIPsOfStates(ctx context.Context, tx *Tx, states []string) ([]ZIPDistrict, error) {
	return rowsOf[ZIPDistrict](ctx, tx, `SELECT z.zip, z.district_id FROM zip_districts z
JOIN districts d ON d.id = z.district_id WHERE d.state IN ?`, states)
}

// AddZIPs stores ZIPs of districts; step hears how many are stored.
func AddZIPs(ctx context.Context, tx *Tx, rows []ZIPDistrict, step func(done int)) error {
	return eachZIPs(ctx, tx, rows, step, "INSERT INTO zip_districts (zip, district_id) ", "")
}

// RemoveZIPs deletes ZIPs of districts; step hears how many are deleted.
func RemoveZIPs(ctx context.Context, tx *Tx, rows []ZIPDistrict, step func(done int)) error {
	return eachZIPs(ctx, tx, rows, step, "DELETE FROM zip_districts WHERE (zip, district_id) IN (", ")")
}

func eachZIPs(ctx context.Context, tx *Tx, rows []ZIPDistrict, step func(done int), before, after string) error {
	done := 0
	return inChunks(rows, func(part []ZIPDistrict) error {
		args := make([]any, 0, 2*len(part))
		for _, z := range part {
			args = append(args, z.ZIP, z.DistrictID)
		}
		values := "VALUES " + strings.TrimSuffix(strings.Repeat("(CAST(? AS text), CAST(? AS bigint)),", len(part)), ",")
		if _, err := tx.exec(ctx, before+values+after, args...); err != nil {
			return err
		}
		done += len(part)
		step(done)
		return nil
	})
}

// statementRows is how many rows of up to two parameters go into one
// statement: SQLite binds at most 32766.
const statementRows = 8000

// inChunks calls fn with parts that fit into one statement.
func inChunks[T any](values []T, fn func(part []T) error) error {
	for part := range slices.Chunk(values, statementRows) {
		if err := fn(part); err != nil {
			return err
		}
	}
	return nil
}

func columnsNamed(names ...string) []clause.Column {
	columns := make([]clause.Column, len(names))
	for i, name := range names {
		columns[i].Name = name
	}
	return columns
}

// DistrictName says a district in words where the Census has none: "Arizona
// Senate District 5", "Massachusetts Senate, First Essex".
func (s State) DistrictName(chamber, code string) string {
	if chamber == GovernorChamber {
		return s.OfficeNamed(chamber).Name
	}
	house := s.ChamberNamed(chamber).Name
	if len(code) == 1 || code != "" && code[0] >= '0' && code[0] <= '9' && !strings.Contains(code, " ") {
		return house + " District " + code
	}
	return house + ", " + code
}
