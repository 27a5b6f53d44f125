package mydata

import (
	"context"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// RequestEntry is a request for a campaign as who made it sees it.
type RequestEntry struct {
	Request models.CampaignRequest
	Words   models.CampaignRequestWords
}

// Requests lists what a link's address asked for. Faults: NotFound, Gone.
func (m *MyData) Requests(ctx context.Context, tok string) (entries []RequestEntry, err error) {
	defer fault.Wrap(&err, "mydata.Requests")
	tx := m.db.Read()
	email, _, err := m.open(ctx, tx, tok)
	if err != nil {
		return nil, err
	}
	asked, err := m.asked(ctx, tx, email)
	if err != nil {
		return nil, err
	}
	for _, r := range asked {
		words, err := r.Open(m.keys)
		if err != nil {
			return nil, err
		}
		entries = append(entries, RequestEntry{Request: r, Words: words})
	}
	return entries, nil
}

// asked finds every request of an address: each state and topic has its own blind
// index, so each is asked.
func (m *MyData) asked(ctx context.Context, tx *models.Tx, email models.Email) ([]models.CampaignRequest, error) {
	var indexes [][]byte
	for _, state := range models.States() {
		for _, topic := range models.Topics {
			indexes = append(indexes, models.CampaignRequestIndex(m.keys, state.Code, topic, email))
		}
	}
	return models.CampaignRequestsByIndex(ctx, tx, indexes)
}

// eraseRequests takes back every request of an address, with its links.
func (m *MyData) eraseRequests(ctx context.Context, tx *models.Tx, email models.Email) error {
	asked, err := m.asked(ctx, tx, email)
	if err != nil {
		return err
	}
	for _, r := range asked {
		if err := models.WithdrawCampaignRequest(ctx, tx, r, privacy.NoIndex(), m.moment()); err != nil {
			return err
		}
		if err := models.ForgetCampaignRequestLinks(ctx, tx, r.ID); err != nil {
			return err
		}
	}
	return nil
}
