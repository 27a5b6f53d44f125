package districts

import (
	"context"
	"sync"

	"statehouse/models"
)

// atlas keeps the maps that were asked for in memory, until a newer import.
type atlas struct {
	mu     sync.Mutex
	newest int // import that the sheets are from
	sheets map[sheetName]sheet
}

// sheet is the map of a layer of a state; empty where none was imported.
func (a *atlas) sheet(ctx context.Context, tx *models.Tx, state, layer string) (sheet, error) {
	newest, err := models.NewestImport(ctx, tx, boundariesKind)
	if err != nil {
		return nil, err
	}
	name := sheetName{state, layer}
	if s, ok := a.kept(newest, name); ok {
		return s, nil
	}
	s, err := readSheet(ctx, tx, name)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.newest == newest {
		a.sheets[name] = s
	}
	return s, nil
}

func (a *atlas) kept(newest int, name sheetName) (sheet, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sheets == nil || a.newest != newest {
		a.newest, a.sheets = newest, map[sheetName]sheet{}
	}
	s, ok := a.sheets[name]
	return s, ok
}

func readSheet(ctx context.Context, tx *models.Tx, name sheetName) (sheet, error) {
	rows, err := models.BoundariesOf(ctx, tx, name.state, name.layer)
	if err != nil {
		return nil, err
	}
	s := make(sheet, len(rows))
	for i, row := range rows {
		rings, err := unpack(row.Rings)
		if err != nil {
			return nil, err
		}
		s[i] = outline{geoid: row.GEOID, vintage: row.Vintage, rings: rings,
			box: box{int32(row.West), int32(row.South), int32(row.East), int32(row.North)}}
	}
	return s, nil
}
