package packets

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestWhatCanBeShownIsShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts []int
		shown  []int
		rest   int
		ok     bool
	}{
		{nil, nil, 0, true},
		{[]int{0, 5, 40}, []int{5, 40}, 0, true},
		{[]int{4, 5, 40}, []int{40}, 9, true},
		{[]int{1, 4, 6}, []int{6}, 5, true},
		{[]int{1, 1, 6, 9}, []int{9}, 8, true},
		{[]int{3, 9}, nil, 12, true},
		{[]int{3, 1}, nil, 0, false},
		{[]int{3}, nil, 0, false},
		{[]int{4, 4}, nil, 8, true},
	} {
		var parts []part
		for i, n := range c.counts {
			parts = append(parts, part{int64(i), n})
		}
		shown, rest, ok := fold(parts, nil)
		got := slices.Sorted(maps.Values(shown))
		if !slices.Equal(got, c.shown) || rest != c.rest || ok != c.ok {
			t.Errorf("%v: %v and %d, %v; want %v and %d, %v", c.counts, got, rest, ok, c.shown, c.rest, c.ok)
		}
	}
}

func TestNoFoldedNumberFollowsFromTheTotal(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var parts []part
		total := 0
		for id := range int64(rng.IntN(12)) {
			n := rng.IntN([]int{3, 6, 12, 400}[rng.IntN(4)])
			parts = append(parts, part{id, n})
			total += n
		}
		shown, rest, ok := fold(parts, map[int64]bool{int64(rng.IntN(20)): true})
		sum, folded := rest, 0
		for _, p := range parts {
			n, isShown := shown[p.id]
			switch {
			case isShown && (n != p.count || n < models.FewestShown):
				t.Fatalf("seed %d: %d is shown as %d", seed, p.count, n)
			case isShown:
				sum += n
			case p.count > 0:
				folded++
			}
		}
		switch {
		case !ok && (len(shown) > 0 || rest > 0):
			t.Fatalf("seed %d: %v shows something", seed, parts)
		case ok && sum != total:
			t.Fatalf("seed %d: %v lost somebody", seed, parts)
		case ok && folded > 0 && (folded < 2 || rest < models.FewestShown):
			t.Fatalf("seed %d: %v folds %d of %d parts", seed, parts, rest, folded)
		}
	}
}

// people are where each person of a generated campaign lives.
type people [][2]int64

// groundOf counts people as the database would.
func groundOf(all people) ground {
	g := ground{inState: len(all)}
	counts, pairs, placed := map[int64]int{}, map[[2]int64]int{}, [2]int{}
	for _, p := range all {
		pairs[p]++
		for side, id := range p {
			if id != 0 {
				counts[id]++
				placed[side]++
			}
		}
	}
	for id, n := range counts {
		chamber := "upper"
		if id >= 100 {
			chamber = "lower"
		}
		g.journal = append(g.journal, models.DistrictCount{DistrictID: id, Chamber: chamber, Signatures: n})
	}
	for pair, n := range pairs {
		g.pairs = append(g.pairs, models.GroundCount{UpperID: pair[0], LowerID: pair[1], Count: n})
	}
	g.placed = []models.PlacedCount{{Chamber: "upper", People: placed[0]}, {Chamber: "lower", People: placed[1]}}
	return g
}

func TestHousesInsideASenateDistrictGiveNoNumberAway(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5_000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		var all people
		for range rng.IntN(150) {
			upper := int64(1 + rng.IntN(1+rng.IntN(5)))
			home := [2]int64{upper, 100 + upper*2 + int64(rng.IntN(10)/8)} // two houses in each, one of them small
			if rng.IntN(20) == 0 {
				home[rng.IntN(2)] = 0
			}
			all = append(all, home)
		}
		g := groundOf(all)
		tables := districtTables(g)
		for id := range tables.upper.shown {
			left, known := 0, true
			for _, p := range g.pairs {
				n, isShown := tables.lower.shown[p.LowerID]
				switch {
				case p.UpperID != id:
				case p.LowerID == 0 || !isShown:
					left += p.Count
				case n != p.Count:
					known = false
				}
			}
			if id != 0 && known && left > 0 && left < models.FewestShown {
				t.Fatalf("seed %d: %d people follow from upper district %d", seed, left, id)
			}
		}
	}
}

func TestDistrictsOverEachOtherAreShownOnlyWithoutARest(t *testing.T) {
	t.Parallel()
	ward, atLarge := models.DistrictCount{DistrictID: 1, Chamber: "legislature", Signatures: 3}, models.DistrictCount{DistrictID: 2, Chamber: "legislature", Signatures: 40}
	other := models.DistrictCount{DistrictID: 3, Chamber: "legislature", Signatures: 37}
	g := ground{journal: []models.DistrictCount{ward, other, atLarge}, placed: []models.PlacedCount{{Chamber: "legislature", People: 40}}, inState: 40}
	if tables := districtTables(g); len(tables.upper.shown) > 0 || tables.upper.rest > 0 {
		t.Errorf("shown are %v and %d", tables.upper.shown, tables.upper.rest)
	}
	g.journal[0].Signatures, g.journal[1].Signatures = 5, 35
	if tables := districtTables(g); len(tables.upper.shown) != 3 {
		t.Errorf("shown are %v", tables.upper.shown)
	}
}

func TestPacketsOfGeneratedCampaignsFindNobodyOut(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		rng := rand.New(rand.NewPCG(seed, seed))
		var upper, lower []models.Holder
		for n := range 6 {
			upper = append(upper, testkit.MakeSeat(t, db, "az", "upper", strconv.Itoa(n+1)))
			lower = append(lower, testkit.MakeSeat(t, db, "az", "lower", strconv.Itoa(n+1)))
		}
		for round := range 6 {
			d := openDesk(t, db)
			var hidden []string
			for n := range upper {
				for _, display := range models.Displays {
					g := signers{count: rng.IntN([]int{2, 5, 30}[rng.IntN(3)]), name: string(display) + letters(round) + letters(n), display: display, districts: []models.Holder{upper[n], lower[n]}}
					if rng.IntN(3) == 0 {
						g.districts = g.districts[:1]
					}
					d.sign(g)
					for i := range g.count {
						if display == models.DisplayHidden {
							hidden = append(hidden, strings.Fields(g.nameOf(i))...)
						}
					}
				}
			}
			d.sign(signers{count: 5 + rng.IntN(9), name: "outside" + letters(round), outside: true})
			d.judge(rng, hidden)
		}
	})
}

// judge makes the campaign's packet, and one of each district offered.
func (d *desk) judge(rng *rand.Rand, hidden []string) {
	d.t.Helper()
	packet, file := d.make(0)
	m := mustCheck(d.t, file)
	sums, cells := map[string]int{}, map[string]int{}
	for _, c := range m.Cells {
		if c.Signatures < models.FewestShown {
			d.t.Errorf("%s %s is %d", c.Table, c.Key, c.Signatures)
		}
		sums[c.Table] += c.Signatures
		cells[c.Table]++
	}
	for _, chamber := range []string{"upper", "lower"} {
		if cells[chamber] > 0 && sums[chamber] != m.Counts.InState {
			d.t.Errorf("%s: %d of %d", chamber, sums[chamber], m.Counts.InState)
		}
	}
	offer, err := d.packets.Offer(context.Background(), d.campaign)
	if err != nil {
		d.t.Fatal(err)
	}
	files := [][]byte{file}
	for _, district := range offer {
		_, own := d.make(district.ID)
		if n := mustCheck(d.t, own).Counts.Signatures; n < models.FewestShown {
			d.t.Errorf("a packet of %d people", n)
		}
		files = append(files, own)
	}
	for _, file := range files {
		text := legible(d.t, file)
		for _, name := range hidden {
			if strings.Contains(text, name) {
				d.t.Fatalf("%s names %s", packet.FileName, name)
			}
		}
	}
}
