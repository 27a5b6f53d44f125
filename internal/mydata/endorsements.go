package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// EndorsementEntry is an endorsement as who signed it sees it.
type EndorsementEntry struct {
	Endorsement models.Endorsement
	Signer      models.EndorsementSigner
	Campaign    models.Campaign
	Title       string
}

// Endorsements lists what a link's address signed for organizations. Faults:
// NotFound, Gone.
func (m *MyData) Endorsements(ctx context.Context, tok, lang string) (entries []EndorsementEntry, err error) {
	defer fault.Wrap(&err, "mydata.Endorsements")
	tx := m.db.Read()
	email, _, err := m.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	endorsed, err := m.endorsed(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	for _, e := range endorsed {
		entry := EndorsementEntry{Endorsement: e}
		if entry.Signer, err = e.Open(m.keys); err != nil {
			return nil, err
		}
		if entry.Campaign, err = models.CampaignByID(ctx, tx, e.CampaignID); err != nil {
			return nil, err
		}
		text, err := models.TextOf(ctx, tx, *entry.Campaign.PetitionID, lang)
		if err != nil {
			return nil, err
		}
		entry.Title = text.Title
		entries = append(entries, entry)
	}
	return entries, nil
}

// endorsed finds every endorsement of an address: each campaign has its own blind
// index.
func (m *MyData) endorsed(ctx context.Context, tx *models.Tx, email models.Email) ([]models.Endorsement, error) {
	codes, err := models.CampaignCodes(ctx, tx)
	if err != nil {
		return nil, err
	}
	var indexes [][]byte
	for _, code := range codes {
		indexes = append(indexes, models.EndorsementIndex(m.keys, code, email))
	}
	return models.EndorsementsByIndex(ctx, tx, indexes)
}

// WithdrawEndorsement takes one endorsement of a link's address back; another's
// is NotFound. Faults: NotFound, Gone.
func (m *MyData) WithdrawEndorsement(ctx context.Context, tok, ref string) (err error) {
	defer fault.Wrap(&err, "mydata.WithdrawEndorsement")
	return m.db.Write(ctx, func(tx *models.Tx) error {
		email, _, err := m.open(ctx, tx, tok)
		if err != nil {
			return err
		}
		endorsed, err := m.endorsed(ctx, tx, email)
		if err != nil {
			return err
		}
		for _, e := range endorsed {
			if e.Ref == ref {
				return models.WithdrawEndorsement(ctx, tx, e, privacy.NoIndex(), m.moment())
			}
		}
		return fault.New(fault.NotFound, "error.not_found")
	})
}

// eraseEndorsements takes back every endorsement of an address, with its links.
func (m *MyData) eraseEndorsements(ctx context.Context, tx *models.Tx, email models.Email) error {
	endorsed, err := m.endorsed(ctx, tx, email)
	if err != nil {
		return err
	}
	for _, e := range endorsed {
		if err := models.EraseEndorsement(ctx, tx, e, privacy.NoIndex(), m.moment()); err != nil {
			return err
		}
	}
	return nil
}
