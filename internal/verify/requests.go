package verify

import (
	"bytes"

	"statehouse/models"
)

// campaignRequest opens what is sealed of a request, and makes its blind index again.
func (v *view) campaignRequest(r models.CampaignRequest) {
	words, err := r.Open(v.keys)
	if err != nil {
		v.note("campaign request %d: its sealed fields do not open", r.ID)
		return
	}
	if r.EmptiedAt != nil { // the check of requests says what it still holds
		return
	}
	email, err := models.ParseEmail(words.Email)
	if err != nil || !bytes.Equal(r.EmailIndex, models.CampaignRequestIndex(v.keys, r.USState, r.Topic, email)) {
		v.note("campaign request %d: its blind index is not its address's", r.ID)
	}
}
