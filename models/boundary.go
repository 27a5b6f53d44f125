package models

import (
	"context"

	"gorm.io/gorm/clause"
)

// Boundary is the outline of a district as the Census draws it. The box is in
// millionths of a degree; internal/districts knows how the rings are written.
type Boundary struct {
	Layer                    string `gorm:"primaryKey"` // sldu, sldl
	GEOID                    string `gorm:"column:geoid;primaryKey"`
	State                    string
	Vintage                  string // year of the legislative session that it was drawn for
	West, South, East, North int
	Rings                    []byte
}

// BoundariesOf lists the boundaries of a state's layer.
func BoundariesOf(ctx context.Context, tx *Tx, state, layer string) ([]Boundary, error) {
	return rowsOf[Boundary](ctx, tx, "SELECT * FROM boundaries WHERE state = ? AND layer = ? ORDER BY geoid", state, layer)
}

// SaveBoundaries adds boundaries, or writes over those of the same layer and code.
func SaveBoundaries(ctx context.Context, tx *Tx, rows []Boundary) error {
	if len(rows) == 0 {
		return nil
	}
	over := clause.OnConflict{
		Columns:   columnsNamed("layer", "geoid"),
		DoUpdates: clause.AssignmentColumns([]string{"state", "vintage", "west", "south", "east", "north", "rings"}),
	}
	return translate(tx.g.WithContext(ctx).Clauses(over).CreateInBatches(rows, 100).Error)
}

// RemoveBoundaries deletes the boundaries of codes of a layer.
func RemoveBoundaries(ctx context.Context, tx *Tx, layer string, geoids []string) error {
	return inChunks(geoids, func(part []string) error {
		_, err := tx.exec(ctx, "DELETE FROM boundaries WHERE layer = ? AND geoid IN ?", layer, part)
		return err
	})
}

// NewestImport is the id of the last import of a kind, of any scope; 0 before
// the first.
func NewestImport(ctx context.Context, tx *Tx, kind string) (int, error) {
	return valueOf(ctx, tx, "SELECT COALESCE(max(id), 0) FROM imports WHERE kind = ?", kind)
}
