package models

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// chainHash is the hash of a row of a history that is only ever added to:
// SHA-256 over the hash of the row before it, nil for the first, and every field,
// each with its length in front.
func chainHash(before []byte, fields ...[]byte) []byte {
	h := sha256.New()
	for _, field := range append([][]byte{before}, fields...) {
		h.Write(chainNumber(int64(len(field))))
		h.Write(field)
	}
	return h.Sum(nil)
}

func chainNumber(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func chainTime(t time.Time) []byte { return chainNumber(t.UnixMicro()) }

// chainUser is a user's id; nobody is an empty field.
func chainUser(id *int64) []byte {
	if id == nil {
		return nil
	}
	return chainNumber(*id)
}
