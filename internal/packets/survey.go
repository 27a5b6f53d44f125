package packets

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"statehouse/internal/smallcells"
	"statehouse/models"
)

// survey asks where a campaign's people live.
func survey(ctx context.Context, tx *models.Tx, campaignID int64) (g ground, err error) {
	if g.journal, err = models.DistrictsOf(ctx, tx, campaignID); err != nil {
		return g, err
	}
	if g.placed, err = models.PlacedOf(ctx, tx, campaignID); err != nil {
		return g, err
	}
	if g.pairs, err = models.GroundsOf(ctx, tx, campaignID); err != nil {
		return g, err
	}
	counts, err := models.CountsOf(ctx, tx, campaignID)
	g.inState = counts.InState
	return g, err
}

// districtCells are the tables as a packet writes them.
func (t tables) districtCells(journal []models.DistrictCount) []Cell {
	var cells []Cell
	for _, lower := range []bool{false, true} {
		table := t.upper
		if lower {
			table = t.lower
		}
		chamber := ""
		for _, d := range journal {
			if (d.Chamber == "lower") != lower {
				continue
			}
			chamber = d.Chamber
			if n, ok := table.shown[d.DistrictID]; ok {
				cells = append(cells, Cell{Table: d.Chamber, Key: d.Code, Name: d.Name, Signatures: n})
			}
		}
		if chamber == "" {
			continue
		}
		if n, ok := table.shown[0]; ok {
			cells = append(cells, Cell{Table: chamber, Key: unplaced, Signatures: n})
		}
		if table.rest > 0 {
			cells = append(cells, Cell{Table: chamber, Key: other, Signatures: table.rest})
		}
	}
	return inOrder(cells)
}

// versionCells are the numbers per version.
func versionCells(versions []Version, counts map[int64]int) []Cell {
	var parts []part
	for _, v := range versions {
		parts = append(parts, part{Key: v.id, Count: counts[v.id]})
	}
	shown, rest, _ := smallcells.Fold(parts, nil)
	var cells []Cell
	for _, v := range versions {
		if n, ok := shown[v.id]; ok {
			cells = append(cells, Cell{Table: "version", Key: strconv.Itoa(v.Version), Signatures: n})
		}
	}
	if rest > 0 {
		cells = append(cells, Cell{Table: "version", Key: other, Signatures: rest})
	}
	return cells
}

// inOrder sorts districts as their state numbers them, within their chambers.
func inOrder(cells []Cell) []Cell {
	rank := func(c Cell) int { return slices.Index([]string{unplaced, other}, c.Key) }
	slices.SortStableFunc(cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(b.Table, a.Table), cmp.Compare(rank(a), rank(b)), cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	return cells
}
