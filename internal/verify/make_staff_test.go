package verify

import (
	"context"
	"testing"

	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// makeStaff leaves a member of staff with a passkey, and with a password and its app.
func makeStaff(t *testing.T, db *models.DB, keys *privacy.Keys) {
	t.Helper()
	u := models.User{Name: "Kim Keys", Email: "kim.keys@example.org", Role: models.RoleViewer, CreatedAt: testkit.Now}
	write(t, db, func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddUser(ctx, tx, &u); err != nil {
			return err
		}
		if err := models.AddPasskey(ctx, tx, &models.Passkey{UserID: u.ID, CredentialID: []byte("key"), Name: "my key", Record: []byte(`{"id":"a2V5"}`), CreatedAt: testkit.Now}); err != nil {
			return err
		}
		p := models.Password{UserID: u.ID, Ref: token.Ref(), Hash: "a hash", SetAt: testkit.Now}
		p.SealSecret(keys, []byte("twenty bytes of it.."))
		return models.ProposePassword(ctx, tx, p)
	})
}
