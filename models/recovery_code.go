package models

import (
	"context"
	"strconv"
	"time"

	"statehouse/internal/privacy"
)

// RecoveryCodes is how many codes somebody gets at once.
const RecoveryCodes = 10

// RecoveryCode stands in, once, for a passkey or an app that was lost.
type RecoveryCode struct {
	UserID  int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash    []byte `gorm:"primaryKey"` // keyed: without the root secret nobody can try codes
	SpentAt *time.Time
}

// RecoveryHash is what is kept of a user's code.
func RecoveryHash(k *privacy.Keys, userID int64, code string) []byte {
	return k.Blind("recovery codes of "+strconv.FormatInt(userID, 10), code)
}

// ReplaceRecoveryCodes keeps new codes of a user; those before are gone.
func ReplaceRecoveryCodes(ctx context.Context, tx *Tx, userID int64, hashes [][]byte) error {
	if _, err := tx.exec(ctx, "DELETE FROM recovery_codes WHERE user_id = ?", userID); err != nil {
		return err
	}
	var rows []RecoveryCode
	for _, h := range hashes {
		rows = append(rows, RecoveryCode{UserID: userID, Hash: h})
	}
	return add(ctx, tx, rows)
}

// SpendRecoveryCode uses a code up; a Conflict fault if there is none, or no more.
func SpendRecoveryCode(ctx context.Context, tx *Tx, userID int64, hash []byte, now time.Time) error {
	return moved(tx.exec(ctx, "UPDATE recovery_codes SET spent_at = ? WHERE user_id = ? AND hash = ? AND spent_at IS NULL", now, userID, hash))
}

// RecoveryCodesLeft counts a user's codes that still work.
func RecoveryCodesLeft(ctx context.Context, tx *Tx, userID int64) (int, error) {
	return valueOf(ctx, tx, "SELECT count(*) FROM recovery_codes WHERE user_id = ? AND spent_at IS NULL", userID)
}
