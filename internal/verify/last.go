package verify

import (
	"context"
	"encoding/json"
	"time"

	"statehouse/models"
)

// Result is what the last recount found.
type Result struct {
	At    time.Time // zero: none has run
	Drift []string  // a sentence per finding
}

const lastKey = "verify_last"

// Save keeps a recount's result for the admin page.
func Save(ctx context.Context, db *models.DB, findings []Finding, now time.Time) error {
	r := Result{At: now.UTC()}
	for _, f := range findings {
		r.Drift = append(r.Drift, f.Check+": "+f.Detail)
	}
	encoded, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *models.Tx) error {
		return models.SaveSetting(ctx, tx, lastKey, string(encoded), models.Moment(now))
	})
}

// Last is the result of the last recount.
func Last(ctx context.Context, tx *models.Tx) (r Result, err error) {
	value, err := models.SettingValue(ctx, tx, lastKey)
	if err != nil || value == "" {
		return r, err
	}
	return r, json.Unmarshal([]byte(value), &r)
}
