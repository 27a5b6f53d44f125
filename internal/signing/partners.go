package signing

import (
	"context"
	"strconv"
	"strings"

	"statehouse/internal/fault"
	"statehouse/internal/i18n"
	"statehouse/internal/token"
	"statehouse/models"
)

// PartnerWords is the line by which a signer lets a partner have their name and
// address: what is shown is what is stored.
func PartnerWords(lang, partner, title string) string {
	return i18n.T(i18n.With(context.Background(), lang), "sign.partner", "Partner", partner, "Campaign", title)
}

// PartnerTick is what the form sends for a ticked line: the partner in the version
// that was shown.
func PartnerTick(p models.Partner) string { return p.Ref + "." + strconv.Itoa(p.Version) }

// consents are the lines that a signer ticked. One of a partner that is on the
// campaign no more is passed over; one that says something else by now is a fault
// of the field partners.
func (s *Signing) consents(ctx context.Context, c models.Campaign, e entry, ticks []string) (given []models.PartnerConsent, err error) {
	if len(ticks) == 0 {
		return nil, nil
	}
	tx := s.db.Read()
	partners, err := models.PartnersOf(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	text, err := models.TextOf(ctx, tx, *c.PetitionID, e.lang)
	if err != nil {
		return nil, err
	}
	seen := map[string]string{} // what was shown, by partner
	for _, tick := range ticks {
		ref, _, _ := strings.Cut(tick, ".")
		seen[ref] = tick
	}
	for _, p := range partners {
		switch seen[p.Ref] {
		case "":
		case PartnerTick(p):
			given = append(given, models.PartnerConsent{PartnerID: p.ID, Words: PartnerWords(e.lang, p.Name, text.Title), Policy: p.Policy, Lang: e.lang, Version: p.Version})
		default:
			return nil, fault.Fields(map[string]string{"partners": "error.sign.partner"})
		}
	}
	return given, nil
}

// readPartners reads who is on the campaigns of those who ticked a line.
func (b *booking) readPartners(ctx context.Context, batch []*attempt) error {
	for _, a := range batch {
		if len(a.consents) == 0 || b.partners[a.campaignID] != nil {
			continue
		}
		partners, err := models.PartnersOf(ctx, b.tx, a.campaignID)
		if err != nil {
			return err
		}
		b.partners[a.campaignID] = map[int64]int{}
		for _, p := range partners {
			b.partners[a.campaignID][p.ID] = p.Version
		}
	}
	return nil
}

// consentsOf are an attempt's consents as rows of its signature. What was detached
// or changed since it was ticked is left out: nothing is shared by words that
// nobody saw.
func (b *booking) consentsOf(a *attempt, signatureID int64) (rows []models.PartnerConsent) {
	for _, k := range a.consents {
		if b.partners[a.campaignID][k.PartnerID] == k.Version {
			k.Ref, k.SignatureID, k.GivenAt = token.Ref(), signatureID, b.now
			rows = append(rows, k)
		}
	}
	return rows
}
