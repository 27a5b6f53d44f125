package models

import (
	"context"
	"time"
)

// Setting is a value that the program keeps for itself.
type Setting struct {
	Key       string `gorm:"primaryKey"`
	Value     string
	UpdatedAt time.Time
}

// SettingValue reads a setting, empty if it is not set.
func SettingValue(ctx context.Context, tx *Tx, key string) (string, error) {
	rows, err := rowsOf[string](ctx, tx, "SELECT value FROM settings WHERE key = ?", key)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0], nil
}

// SaveSetting writes a setting.
func SaveSetting(ctx context.Context, tx *Tx, key, value string, now time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`, key, value, now)
	return err
}

// FirstSetting writes a setting unless it is set, and reads what then stands.
func FirstSetting(ctx context.Context, tx *Tx, key, value string, now time.Time) (string, error) {
	if _, err := tx.exec(ctx, "INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING", key, value, now); err != nil {
		return "", err
	}
	return SettingValue(ctx, tx, key)
}
