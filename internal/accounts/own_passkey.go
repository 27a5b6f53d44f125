package accounts

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"

	"statehouse/internal/fault"
	"statehouse/models"
)

// AddPasskey keeps a passkey that a browser made. Faults: Unauthenticated, Invalid.
func (a *Accounts) AddPasskey(ctx context.Context, own Own, secret, name, answer string) (err error) {
	defer fault.Wrap(&err, "accounts.AddPasskey")
	if err := a.mayChange(own); err != nil {
		return err
	}
	if name, err = passkeyName(name); err != nil {
		return err
	}
	userID, session, err := a.answered(ctx, secret)
	if err != nil {
		return err
	}
	if userID != own.User.ID || a.passkeys == nil {
		return errRefused
	}
	h, err := a.holderOf(ctx, a.db.Read(), userID)
	if err != nil {
		return err
	}
	made, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return fault.Because(fault.Invalid, "error.passkey.refused", err)
	}
	credential, err := a.passkeys.CreateCredential(h, session, made)
	if err != nil {
		return fault.Because(fault.Invalid, "error.passkey.refused", err)
	}
	record, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	err = a.db.Write(ctx, func(tx *models.Tx) error {
		if err := models.AddPasskey(ctx, tx, &models.Passkey{UserID: userID, CredentialID: credential.ID, Name: name, Record: record, CreatedAt: a.moment()}); err != nil {
			return err
		}
		return a.tell(ctx, tx, userID, passkeyAdded)
	})
	if fault.Is(err, fault.Conflict) {
		return errRefused
	}
	return err
}

func passkeyName(typed string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	if n := utf8.RuneCountInString(name); n < 1 || n > models.MaxPasskeyName {
		return "", fault.Fields(map[string]string{"name": "error.passkey.name"})
	}
	return name, nil
}

// NamePasskey renames a passkey. Faults: Unauthenticated, Invalid with the field
// name, NotFound.
func (a *Accounts) NamePasskey(ctx context.Context, own Own, id int64, typed string) (err error) {
	defer fault.Wrap(&err, "accounts.NamePasskey(%d)", id)
	name, err := passkeyName(typed)
	if err != nil {
		return err
	}
	return a.changePasskey(ctx, own, func(tx *models.Tx) error { return models.NamePasskey(ctx, tx, own.User.ID, id, name) })
}

// DropPasskey removes a passkey. Faults: Unauthenticated, NotFound.
func (a *Accounts) DropPasskey(ctx context.Context, own Own, id int64) (err error) {
	defer fault.Wrap(&err, "accounts.DropPasskey(%d)", id)
	return a.changePasskey(ctx, own, func(tx *models.Tx) error {
		if err := models.DropPasskey(ctx, tx, own.User.ID, id); err != nil {
			return err
		}
		return a.tell(ctx, tx, own.User.ID, passkeyRemoved)
	})
}

func (a *Accounts) changePasskey(ctx context.Context, own Own, change func(tx *models.Tx) error) error {
	if err := a.mayChange(own); err != nil {
		return err
	}
	err := a.db.Write(ctx, change)
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return err
}
