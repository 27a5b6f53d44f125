package accounts

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/token"
	"statehouse/models"
)

// passkeysFor is who asks for passkeys: the site, by the name in its address. A
// number is no name that a browser would bind a passkey to.
func passkeysFor(room mailroom.Room) *webauthn.WebAuthn {
	address, err := url.Parse(room.BaseURL)
	if err != nil || address.Hostname() == "" {
		return nil
	}
	if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		return nil
	}
	site, err := webauthn.New(&webauthn.Config{RPID: address.Hostname(), RPDisplayName: room.Site, RPOrigins: []string{address.Scheme + "://" + address.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil
	}
	return site
}

// HasPasskeys says whether passkeys work at this site's address.
func (a *Accounts) HasPasskeys() bool { return a.passkeys != nil }

// holder is a user as the passkey library knows them.
type holder struct {
	user     models.User
	handle   []byte
	passkeys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.handle }
func (h holder) WebAuthnName() string                       { return h.user.Email }
func (h holder) WebAuthnDisplayName() string                { return h.user.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.passkeys }

// handleOf names a user to their devices, and tells nothing of them.
func handleOf(k *privacy.Keys, userID int64) []byte {
	return k.Blind("passkey handle", string(binary.BigEndian.AppendUint64(nil, uint64(userID))))
}

func (a *Accounts) holderOf(ctx context.Context, tx *models.Tx, userID int64) (h holder, err error) {
	if h.user, err = models.UserByID(ctx, tx, userID); err != nil {
		return h, err
	}
	h.handle = handleOf(a.keys, userID)
	list, err := models.PasskeysOf(ctx, tx, userID)
	for _, p := range list {
		var known webauthn.Credential
		if err := json.Unmarshal(p.Record, &known); err != nil {
			return h, err
		}
		h.passkeys = append(h.passkeys, known)
	}
	return h, err
}

// Asked is what a browser is asked, and the secret by which it names the question.
type Asked struct {
	Options []byte // JSON
	Secret  string
}

// AskNewPasskey begins to make a passkey. Faults: Unauthenticated, Unavailable,
// Conflict for who has too many.
func (a *Accounts) AskNewPasskey(ctx context.Context, own Own) (asked Asked, err error) {
	defer fault.Wrap(&err, "accounts.AskNewPasskey")
	if err := a.mayChange(own); err != nil {
		return asked, err
	}
	if a.passkeys == nil {
		return asked, fault.New(fault.Unavailable, "error.passkey.address")
	}
	h, err := a.holderOf(ctx, a.db.Read(), own.User.ID)
	if err != nil {
		return asked, err
	}
	if len(h.passkeys) >= models.MaxPasskeys {
		return asked, fault.New(fault.Conflict, "error.passkey.many")
	}
	options, session, err := a.passkeys.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.passkeys).CredentialDescriptors()))
	if err != nil {
		return asked, err
	}
	return a.ask(ctx, &own.User.ID, options, session)
}

// AskPasskey begins to sign in with a passkey. Fault: Unavailable.
func (a *Accounts) AskPasskey(ctx context.Context) (asked Asked, err error) {
	defer fault.Wrap(&err, "accounts.AskPasskey")
	if a.passkeys == nil {
		return asked, fault.New(fault.Unavailable, "error.passkey.address")
	}
	options, session, err := a.passkeys.BeginDiscoverableLogin()
	if err != nil {
		return asked, err
	}
	return a.ask(ctx, nil, options, session)
}

func (a *Accounts) ask(ctx context.Context, userID *int64, options any, session *webauthn.SessionData) (asked Asked, err error) {
	if asked.Options, err = json.Marshal(options); err != nil {
		return asked, err
	}
	data, err := json.Marshal(session)
	if err != nil {
		return asked, err
	}
	asked.Secret = token.New()
	return asked, a.db.Write(ctx, func(tx *models.Tx) error {
		return models.AddCeremony(ctx, tx, models.Ceremony{Hash: token.Hash(asked.Secret), UserID: userID, Data: data, ExpiresAt: a.moment().Add(models.CeremonyLife)})
	})
}

var errRefused = fault.New(fault.Invalid, "error.passkey.refused")

// answered takes the question that a secret names, once and for all.
func (a *Accounts) answered(ctx context.Context, secret string) (userID int64, session webauthn.SessionData, err error) {
	var c models.Ceremony
	err = a.db.Write(ctx, func(tx *models.Tx) (err error) {
		c, err = models.TakeCeremony(ctx, tx, token.Hash(secret), a.moment())
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return 0, session, errRefused
	}
	if err == nil {
		err = json.Unmarshal(c.Data, &session)
	}
	if c.UserID != nil {
		userID = *c.UserID
	}
	return userID, session, err
}
