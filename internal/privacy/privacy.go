// Package privacy keeps personal data unreadable at rest: it seals fields,
// makes blind indexes for looking them up, and derives every key from one root.
package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
)

// MinSecret is the least length of the root secret in bytes.
const MinSecret = 32

// version opens every sealed value, so that keys can be rotated later.
const version = 1

// ErrSealed means that a value could not be opened: it was altered, moved to
// another row or column, or sealed under another root.
var ErrSealed = errors.New("privacy: the sealed value does not open")

// Keys derives and holds the keys of one root secret. It is safe for
// concurrent use.
type Keys struct {
	root  []byte
	aeads sync.Map // purpose → cipher.AEAD
	macs  sync.Map // purpose → []byte
}

// New takes the root secret, at least MinSecret bytes.
func New(secret string) (*Keys, error) {
	if len(secret) < MinSecret {
		return nil, fmt.Errorf("privacy: the root secret has %d characters, it needs at least %d", len(secret), MinSecret)
	}
	return &Keys{root: []byte(secret)}, nil
}

// Fingerprint tells roots apart without telling them: 16 hex digits.
func (k *Keys) Fingerprint() string {
	return hex.EncodeToString(k.derive("fingerprint", 8))
}

// derive is HKDF-SHA256 (RFC 5869) with the purpose as info.
func (k *Keys) derive(purpose string, size int) []byte {
	key, err := hkdf.Key(sha256.New, k.root, []byte("statehouse v1"), purpose, size)
	if err != nil {
		panic(err) // only for an impossible size
	}
	return key
}

func (k *Keys) aead(purpose string) cipher.AEAD {
	if a, ok := k.aeads.Load(purpose); ok {
		return a.(cipher.AEAD)
	}
	block, err := aes.NewCipher(k.derive("seal "+purpose, 32))
	if err != nil {
		panic(err)
	}
	a, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	k.aeads.Store(purpose, a)
	return a
}

// Seal encrypts plain with AES-256-GCM. The purpose names table and column; the
// row is the row's ref. Opening asks for the same two, so a sealed value moved
// elsewhere stays shut. An empty text seals too: its absence would tell something.
func (k *Keys) Seal(purpose, row string, plain []byte) []byte {
	a := k.aead(purpose)
	out := make([]byte, 1+a.NonceSize(), 1+a.NonceSize()+len(plain)+a.Overhead())
	out[0] = version
	rand.Read(out[1:])
	return a.Seal(out, out[1:1+a.NonceSize()], plain, []byte(row))
}

// Open undoes Seal, or returns ErrSealed.
func (k *Keys) Open(purpose, row string, sealed []byte) ([]byte, error) {
	a := k.aead(purpose)
	if len(sealed) < 1+a.NonceSize()+a.Overhead() || sealed[0] != version {
		return nil, ErrSealed
	}
	nonce := sealed[1 : 1+a.NonceSize()]
	plain, err := a.Open(nil, nonce, sealed[1+a.NonceSize():], []byte(row))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// SealText and OpenText are Seal and Open for strings.
func (k *Keys) SealText(purpose, row, plain string) []byte {
	return k.Seal(purpose, row, []byte(plain))
}

// OpenText opens a sealed text.
func (k *Keys) OpenText(purpose, row string, sealed []byte) (string, error) {
	plain, err := k.Open(purpose, row, sealed)
	return string(plain), err
}

// Blind is a blind index: HMAC-SHA256 of value under a key of the purpose, all
// 32 bytes. A purpose per campaign keeps a stolen table from linking one person
// across campaigns.
func (k *Keys) Blind(purpose, value string) []byte {
	key, ok := k.macs.Load(purpose)
	if !ok {
		key, _ = k.macs.LoadOrStore(purpose, k.derive("blind "+purpose, 32))
	}
	mac := hmac.New(sha256.New, key.([]byte))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// NoIndex is a blind index of nothing: it takes the place of one that is erased.
func NoIndex() []byte {
	index := make([]byte, 32)
	rand.Read(index)
	return index
}
