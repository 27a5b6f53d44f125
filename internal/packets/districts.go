package packets

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Districts is how many of a campaign's people may be told of each district:
// the numbers of a packet, so that pages and packets tell the same.
type Districts struct{ tables tables }

// DistrictsOf decides it for a campaign as it stands.
func DistrictsOf(ctx context.Context, tx *models.Tx, campaignID int64) (d Districts, err error) {
	defer fault.Wrap(&err, "packets.DistrictsOf(%d)", campaignID)
	g, err := survey(ctx, tx, campaignID)
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
