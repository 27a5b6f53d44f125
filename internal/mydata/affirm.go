package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/models"
)

// Affirm lets a signature hold for the version that people sign now, which its
// supporter has seen. Once is enough: again changes nothing. Faults: NotFound,
// Gone, Conflict if it is not counted, or another version stands there by now.
func (m *MyData) Affirm(ctx context.Context, tok, ref string, version int) (err error) {
	defer fault.Wrap(&err, "mydata.Affirm")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		sig, err := m.own(ctx, tx, tok, ref)
		if err != nil {
			return err
		}
		campaign, err := models.CampaignByID(ctx, tx, sig.CampaignID)
		if err != nil {
			return err
		}
		if err := campaign.CanBeSigned(); err != nil {
			return err
		}
		current, err := models.PetitionByID(ctx, tx, *campaign.PetitionID)
		switch {
		case err != nil:
			return err
		case current.Version != version || sig.State != models.SignatureCounted:
			return fault.New(fault.Conflict, "error.affirm.changed")
		case current.ID == sig.PetitionID:
			return nil
		}
		return models.Affirm(ctx, tx, sig, current.ID, m.moment())
	})
}

// newer is the version that people sign now, if a counted signature rests on
// another.
func newer(ctx context.Context, tx *models.Tx, sig models.Signature, c models.Campaign, lang string) (*Newer, error) {
	if sig.State != models.SignatureCounted || c.CanBeSigned() != nil || *c.PetitionID == sig.PetitionID {
		return nil, nil
	}
	signed, err := models.PetitionByID(ctx, tx, sig.PetitionID)
	if err != nil {
		return nil, err
	}
	current, err := models.PetitionByID(ctx, tx, *c.PetitionID)
	if err != nil {
		return nil, err
	}
	text, err := models.TextOf(ctx, tx, current.ID, lang)
	return &Newer{Signed: signed.Version, Version: current.Version, Text: text}, err
}
