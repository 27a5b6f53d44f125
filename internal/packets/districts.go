package packets

import (
	"context"
	"time"

	"statehouse/internal/fault"
)

// Districts is how many of a campaign's people may be told of each district:
// the numbers of a packet, so that pages and packets tell the same.
type Districts struct{ tables tables }

// What is told of districts takes a look at every signature. From manySigned on it
// is remembered for a minute, and for an hour told once more while somebody looks.
const (
	manySigned = 5_000
	toldFor    = time.Hour
	mostLooked = 5 * time.Minute
)

// Districts decides it for a campaign with so many signatures.
func (p *Packets) Districts(ctx context.Context, campaignID int64, counted int) (d Districts, err error) {
	defer fault.Wrap(&err, "packets.Districts(%d)", campaignID)
	if counted < manySigned {
		return p.districts(ctx, campaignID)
	}
	return p.told.Soon(campaignID, toldFor, p.looking(ctx, campaignID))
}

// DistrictsAtOnce is Districts for who does not wait: ok is false while they are
// looked at for the first time.
func (p *Packets) DistrictsAtOnce(ctx context.Context, campaignID int64, counted int) (d Districts, ok bool, err error) {
	if counted >= manySigned {
		d, ok = p.told.AtOnce(campaignID, toldFor, p.looking(ctx, campaignID))
		return d, ok, nil
	}
	d, err = p.Districts(ctx, campaignID, counted)
	return d, err == nil, err
}

// looking is a look that goes on when who began it has gone.
func (p *Packets) looking(ctx context.Context, campaignID int64) func() (Districts, error) {
	return func() (Districts, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostLooked)
		defer cancel()
		return p.districts(ctx, campaignID)
	}
}

func (p *Packets) districts(ctx context.Context, campaignID int64) (Districts, error) {
	g, err := survey(ctx, p.db.Read(), campaignID)
	return Districts{districtTables(g)}, err
}

// In are the told numbers of a chamber by district, and at 0 the people of whom
// no district is known. What is not there is not told.
func (d Districts) In(chamber string) map[int64]int {
	if chamber == "lower" {
		return d.tables.lower.shown
	}
	return d.tables.upper.shown
}
