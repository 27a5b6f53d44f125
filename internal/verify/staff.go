package verify

import (
	"bytes"
	"context"
	"encoding/json"

	"statehouse/models"
)

func (v *view) password(p models.Password) {
	if _, err := p.OpenSecret(v.keys); err != nil {
		v.note("password of user %d, %s: its secret does not open", p.UserID, p.State)
	}
}

// passkeys reads the record of every passkey: it must be of the key that the row
// is found by.
func passkeys(ctx context.Context, v *view) error {
	return each(ctx, v, 0, models.PasskeysAfter, func(p models.Passkey) int64 { return p.ID }, func(p models.Passkey) {
		var record struct{ ID []byte }
		if err := json.Unmarshal(p.Record, &record); err != nil || !bytes.Equal(record.ID, p.CredentialID) {
			v.note("passkey %d: its record is of another key", p.ID)
		}
	})
}
