package packets

import (
	"statehouse/internal/smallcells"
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

// part is the number of a district or a version; its key is 0 for people of whom
// it is not known.
type part = smallcells.Part[int64]

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
	t.shown, t.rest, t.ok = smallcells.Fold(t.parts, t.hidden)
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
			t.parts = append(t.parts, part{Key: d.DistrictID, Count: d.Signatures})
			sum += d.Signatures
		}
	}
	for _, p := range g.placed {
		if (p.Chamber == "lower") == lower {
			placed += p.People
		}
	}
	t.parts = append(t.parts, part{Count: g.inState - placed})
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
		if _, isShown := t.shown[p.Key]; isShown && p.Key != 0 && !crossed[p.Key] && left[p.Key] > 0 && left[p.Key] < smallcells.Fewest {
			return p.Key
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
