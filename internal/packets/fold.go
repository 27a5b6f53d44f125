package packets

import (
	"cmp"
	"slices"

	"statehouse/models"
)

// Cell is one number of a table: how many people signed a version, or live in a
// district.
type Cell struct {
	Table      string `json:"table"` // version, or the chamber
	Key        string `json:"key"`   // number of the version, code of the district, or other
	Name       string `json:"name"`
	Signatures int    `json:"signatures"`
}

// other is the key of the cell that stands for all that are not shown.
const other = "other"

// unplaced is the key of the people of the state whose district is not known.
const unplaced = "unknown"

// part is a number before it is decided whether it may be shown.
type part struct {
	id    int64 // district or version; 0 for people of whom it is not known
	count int
}

// fold says which parts may be shown, and how many people the rest are together.
// No part below five is shown; the rest are at least two parts and five people,
// so that none of them follows from the total. Where that cannot be, nothing is
// shown at all.
func fold(parts []part, hidden map[int64]bool) (shown map[int64]int, rest int, ok bool) {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.count == 0 })
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(a.id, b.id)) })
	shown = map[int64]int{}
	folded := 0
	hide := func(p part) { folded, rest = folded+1, rest+p.count }
	var large []part
	for _, p := range parts {
		if p.count < models.FewestShown || hidden[p.id] {
			hide(p)
		} else {
			large = append(large, p)
		}
	}
	for folded > 0 && (folded < 2 || rest < models.FewestShown) && len(large) > 0 {
		hide(large[0])
		large = large[1:]
	}
	if folded > 0 && (folded < 2 || rest < models.FewestShown) {
		return nil, 0, false
	}
	for _, p := range large {
		shown[p.id] = p.count
	}
	return shown, rest, true
}

// chamberTable is what is shown of one chamber's districts.
type chamberTable struct {
	parts   []part
	overlap bool // some people count for two districts of the chamber
	hidden  map[int64]bool
	shown   map[int64]int
	rest    int
	ok      bool
}

// fold decides. Where districts lie over each other, the rest could follow from
// the one on top: then only a table without a rest is shown.
func (t *chamberTable) fold() {
	t.shown, t.rest, t.ok = fold(t.parts, t.hidden)
	if t.overlap && t.rest > 0 {
		t.shown, t.rest, t.ok = nil, 0, false
	}
}

func (t *chamberTable) hide(id int64) {
	if id != 0 {
		t.hidden[id] = true
		t.fold()
	}
}

// tables are those of both chambers; upper is also that of a legislature of one.
type tables struct{ upper, lower *chamberTable }

// ground is what is known of where a campaign's people live.
type ground struct {
	journal []models.DistrictCount
	placed  []models.PlacedCount
	pairs   []models.GroundCount
	inState int
}

// districtTables decides what is shown of each district.
func districtTables(g ground) tables {
	t := tables{upper: g.table(false), lower: g.table(true)}
	t.upper.fold()
	t.lower.fold()
	if t.upper.overlap || t.lower.overlap {
		return t
	}
	for { // hiding one may uncover another
		above := leak(t.upper, t.lower, g.pairs, func(p models.GroundCount) (int64, int64) { return p.UpperID, p.LowerID })
		below := leak(t.lower, t.upper, g.pairs, func(p models.GroundCount) (int64, int64) { return p.LowerID, p.UpperID })
		if above == 0 && below == 0 {
			return t
		}
		t.upper.hide(above)
		t.lower.hide(below)
	}
}

func (g ground) table(lower bool) *chamberTable {
	t := &chamberTable{hidden: map[int64]bool{}}
	sum, placed := 0, 0
	for _, d := range g.journal {
		if (d.Chamber == "lower") == lower {
			t.parts = append(t.parts, part{d.DistrictID, d.Signatures})
			sum += d.Signatures
		}
	}
	for _, p := range g.placed {
		if (p.Chamber == "lower") == lower {
			placed += p.People
		}
	}
	t.parts = append(t.parts, part{0, g.inState - placed})
	t.overlap = sum > placed
	return t
}

// leak finds a shown district whose people, less those of the other chamber's
// shown districts inside it, would be one to four: house districts are often
// halves of a senate district. 0 for none.
func leak(t, inside *chamberTable, pairs []models.GroundCount, split func(models.GroundCount) (int64, int64)) int64 {
	left, crossed := map[int64]int{}, map[int64]bool{}
	for _, p := range pairs {
		id, of := split(p)
		switch n, isShown := inside.shown[of]; {
		case of == 0 || !isShown:
			left[id] += p.Count
		case n != p.Count:
			crossed[id] = true
		}
	}
	for _, p := range t.parts {
		if _, isShown := t.shown[p.id]; isShown && p.id != 0 && !crossed[p.id] && left[p.id] > 0 && left[p.id] < models.FewestShown {
			return p.id
		}
	}
	return 0
}

// shows says whether a district's number stands in a table.
func (t tables) shows(id int64) bool {
	for _, table := range []*chamberTable{t.upper, t.lower} {
		if _, ok := table.shown[id]; ok && id != 0 {
			return true
		}
	}
	return false
}
