package verify

import (
	"bytes"
	"context"

	"statehouse/models"
)

// endorsementSeals opens what is sealed of endorsements, and makes their blind
// indexes again.
func endorsementSeals(ctx context.Context, v *view, codes map[int64]string) error {
	return each(ctx, v, 0, models.EndorsementsAfter, func(e models.Endorsement) int64 { return e.ID }, func(e models.Endorsement) {
		who, err := e.Open(v.keys)
		if err != nil {
			v.note("endorsement %d: its sealed fields do not open", e.ID)
			return
		}
		code, ok := codes[e.CampaignID]
		if e.EmptiedAt != nil || !ok { // the check of endorsements says what it still holds
			return
		}
		email, err := models.ParseEmail(who.Email)
		if err != nil || !bytes.Equal(e.EmailIndex, models.EndorsementIndex(v.keys, code, email)) {
			v.note("endorsement %d: its blind index is not its address's", e.ID)
		}
	})
}
