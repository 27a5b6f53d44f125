package demo

import (
	"context"

	"statehouse/internal/signing"
	"statehouse/internal/token"
	"statehouse/models"
)

// consentsShown is how many invented signers let the demo's partner have their name.
const consentsShown = 12

// addPartners puts an invented partner on a petition, lets some of its signers
// consent, and one take that back; a second partner is on no campaign.
func (l *loader) addPartners(ctx context.Context, slug string) error {
	c, err := models.CampaignBySlug(ctx, l.tx, slug)
	if err != nil {
		return err
	}
	admin, err := models.UserByEmail(ctx, l.tx, "admin@example.org")
	if err != nil {
		return err
	}
	begun := models.Moment(l.now.AddDate(0, -2, 0))
	first := models.Partner{Ref: token.Ref(), Name: "Saguaro Youth Network (sample)", Website: "https://network.example.org", Policy: "https://network.example.org/privacy", Email: "office@network.example.org"}
	for _, p := range []*models.Partner{&first, {Ref: token.Ref(), Name: "Invented Desert Alliance", Website: "https://alliance.example.org", Policy: "https://alliance.example.org/privacy", Email: "post@alliance.example.org"}} {
		p.Version, p.AddedBy, p.CreatedAt, p.ChangedAt = 1, admin.ID, begun, begun
		if err := models.AddPartner(ctx, l.tx, p); err != nil {
			return err
		}
	}
	if err := models.AttachPartner(ctx, l.tx, models.CampaignPartner{CampaignID: c.ID, PartnerID: first.ID, AttachedBy: admin.ID, AttachedAt: begun}); err != nil {
		return err
	}
	signers, err := models.Recent(ctx, l.tx, c.ID, consentsShown)
	if err != nil {
		return err
	}
	var given []models.PartnerConsent
	for _, s := range signers {
		text, err := models.TextOf(ctx, l.tx, s.PetitionID, s.Lang)
		if err != nil {
			return err
		}
		given = append(given, models.PartnerConsent{Ref: token.Ref(), SignatureID: s.ID, PartnerID: first.ID, Policy: first.Policy, Lang: s.Lang, Version: 1, GivenAt: s.CreatedAt,
			Words: signing.PartnerWords(s.Lang, first.Name, text.Title)})
	}
	if err := models.AddPartnerConsents(ctx, l.tx, given); err != nil || len(given) == 0 {
		return err
	}
	return models.WithdrawConsentsOf(ctx, l.tx, given[0].SignatureID, l.now)
}
