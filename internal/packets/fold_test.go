package packets

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"statehouse/internal/smallcells"
	"statehouse/internal/testkit"
	"statehouse/models"
)

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
			if id != 0 && known && left > 0 && left < smallcells.Fewest {
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
		if c.Signatures < smallcells.Fewest {
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
		if n := mustCheck(d.t, own).Counts.Signatures; n < smallcells.Fewest {
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
