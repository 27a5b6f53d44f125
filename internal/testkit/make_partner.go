package testkit

import (
	"context"
	"testing"

	"statehouse/internal/token"
	"statehouse/models"
)

// MakePartner stores a partner that is on campaigns, added by somebody of its own.
func MakePartner(t testing.TB, db *models.DB, name string, campaigns ...models.Campaign) models.Partner {
	t.Helper()
	p := models.Partner{Ref: token.Ref(), Name: name, Website: "https://partner.example.org", Policy: "https://partner.example.org/privacy", Email: "office@partner.example.org",
		Version: 1, CreatedAt: Now, ChangedAt: Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		u := models.User{Name: "Paz Partner", Email: token.Code(8) + "@example.org", Role: models.RoleAdmin, CreatedAt: Now}
		if err := models.AddUser(ctx, tx, &u); err != nil {
			return err
		}
		p.ID, p.AddedBy = 0, u.ID
		if err := models.AddPartner(ctx, tx, &p); err != nil {
			return err
		}
		for _, c := range campaigns {
			if err := models.AttachPartner(ctx, tx, models.CampaignPartner{CampaignID: c.ID, PartnerID: p.ID, AttachedBy: u.ID, AttachedAt: Now}); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}
