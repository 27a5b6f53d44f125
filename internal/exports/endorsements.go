package exports

import (
	"context"

	"statehouse/models"
)

// endorsements lists the organizations that endorse a campaign, with who signed
// only where that is asked; of those that were declined or taken back nobody.
func (x *Exports) endorsements(ctx context.Context, out *sheet, campaignID int64, r Request) error {
	if err := out.head(withNames(r.Named, "organization", "website", "kind", "place", "us_state", "statement", "state", "confirmed_at", "decided_at", "domain_matches")...); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.EndorsementsToExport(ctx, x.db.Read(), campaignID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			who, err := e.Open(x.keys)
			if err != nil {
				return err
			}
			matches := ""
			if e.EmptiedAt == nil {
				matches = yes(models.IsOfSite(who.Email, e.Website))
			}
			cells := []string{e.Organization, e.Website, string(e.Kind), e.Place, e.USState, e.Statement, string(e.State), day(e.ConfirmedAt), day(e.DecidedAt), matches}
			if r.Named {
				if e.State == models.EndorsementDeclined || e.State == models.EndorsementWithdrawn {
					who = models.EndorsementSigner{}
				}
				cells = append(cells, who.Name, who.Email)
			}
			if err := out.row(cells...); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}
