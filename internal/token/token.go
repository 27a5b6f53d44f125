// Package token makes the secrets that links carry, and the hashes of them that
// the database keeps.
package token

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Size is the number of random bytes in a token: 256 bits.
const Size = 32

// New returns a fresh token, 43 URL-safe characters.
func New() string {
	var b [Size]byte
	rand.Read(b[:]) // never fails: crypto/rand crashes the program first
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Hash is what a database keeps of a token. A text that cannot be a token
// hashes too, to something that no row has.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Ref is a random 128-bit name for a row, 32 hex digits: the associated data of
// its sealed fields and its public handle where it needs one.
func Ref() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

const codeAlphabet = "23456789abcdefghjkmnpqrstuvwxyz" // no 0/o, 1/i/l

// Code is a short code for links that people type, n characters.
func Code(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = codeAlphabet[randomBelow(len(codeAlphabet))]
	}
	return string(out)
}

func randomBelow(n int) int {
	limit := 256 - 256%n
	var b [1]byte
	for {
		rand.Read(b[:])
		if int(b[0]) < limit {
			return int(b[0]) % n
		}
	}
}
