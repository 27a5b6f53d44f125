package models

import "context"

// The queries of a ZIP, whose plans a test reads.
var ZIPQueries = []string{aroundZIP, statesOfZIP}

// MigrateTo brings an empty database to an older schema.
func (db *DB) MigrateTo(ctx context.Context, version int64) error {
	provider, err := db.provider()
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, version)
	return err
}
