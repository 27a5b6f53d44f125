package packets

import (
	"context"

	"statehouse/internal/fault"
)

// Districts is how many of a campaign's people may be told of each district:
// the numbers of a packet, so that pages and packets tell the same.
type Districts struct{ tables tables }

// manySigned is from how many signatures what is told of districts is remembered
// for a minute: it takes a look at every one of them.
const manySigned = 5_000

// Districts decides it for a campaign with so many signatures.
func (p *Packets) Districts(ctx context.Context, campaignID int64, counted int) (d Districts, err error) {
	defer fault.Wrap(&err, "packets.Districts(%d)", campaignID)
	ask := func() (Districts, error) {
		g, err := survey(ctx, p.db.Read(), campaignID)
		return Districts{districtTables(g)}, err
	}
	if counted < manySigned {
		return ask()
	}
	return p.told.Of(campaignID, ask)
}

// In are the told numbers of a chamber by district, and at 0 the people of whom
// no district is known. What is not there is not told.
func (d Districts) In(chamber string) map[int64]int {
	if chamber == "lower" {
		return d.tables.lower.shown
	}
	return d.tables.upper.shown
}
