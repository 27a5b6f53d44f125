package accounts

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"statehouse/internal/fault"
	"statehouse/models"
)

// SignInWithPasskey lets in whoever shows a passkey; its counter must have moved on,
// where it has one. Faults: Invalid, Forbidden for a suspended user.
func (a *Accounts) SignInWithPasskey(ctx context.Context, secret, answer string, from Arrival) (entry Entry, err error) {
	defer fault.Wrap(&err, "accounts.SignInWithPasskey")
	_, session, err := a.answered(ctx, secret)
	if err != nil {
		return entry, err
	}
	shown, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil || a.passkeys == nil {
		return entry, fault.Because(fault.Invalid, "error.passkey.refused", err)
	}
	known, err := models.PasskeyByCredential(ctx, a.db.Read(), shown.RawID)
	if fault.Is(err, fault.NotFound) {
		return entry, errRefused
	}
	if err != nil {
		return entry, err
	}
	h, err := a.holderOf(ctx, a.db.Read(), known.UserID)
	if err != nil {
		return entry, err
	}
	_, credential, err := a.passkeys.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, session, shown)
	if err != nil {
		return entry, fault.Because(fault.Invalid, "error.passkey.refused", err)
	}
	if credential.Authenticator.CloneWarning {
		return entry, fault.Because(fault.Invalid, "error.passkey.refused", errors.New("its counter went back"))
	}
	record, err := json.Marshal(credential)
	if err != nil {
		return entry, err
	}
	ctx = models.WithDeed(ctx, &models.Deed{UserID: known.UserID, Act: "sign in with a passkey", At: a.now})
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		if err := models.UsePasskey(ctx, tx, known, record, a.moment()); err != nil {
			return err
		}
		entry, err = a.admit(ctx, tx, known.UserID, models.ByPasskey, from)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		return entry, errRefused
	}
	return entry, err
}
