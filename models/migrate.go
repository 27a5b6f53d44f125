package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"statehouse/models/migrations"
)

// ErrNewerSchema means that a newer program has already changed the database.
var ErrNewerSchema = errors.New("the database was made by a newer version of statehouse: install that version")

// ErrPending means that the database waits for `statehouse migrate`.
var ErrPending = errors.New("the database is not up to date: run `statehouse migrate`")

// Pending names the migrations that Migrate would run, in order; it returns
// ErrNewerSchema for a database that is ahead of this program.
func (db *DB) Pending(ctx context.Context) ([]string, error) {
	provider, err := db.provider()
	if err != nil {
		return nil, err
	}
	return pendingOf(ctx, provider)
}

func pendingOf(ctx context.Context, provider *goose.Provider) ([]string, error) {
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return nil, err
	}
	if current > target {
		return nil, ErrNewerSchema
	}
	var names []string
	for _, source := range provider.ListSources() {
		if source.Version > current {
			names = append(names, source.Path)
		}
	}
	return names, nil
}

// Migrate brings the schema up to date, ours and the job queue's, and names
// what it ran. Several processes may call it at once: one works, the rest wait.
func (db *DB) Migrate(ctx context.Context) ([]string, error) {
	provider, err := db.provider()
	if err != nil {
		return nil, err
	}
	if _, err := pendingOf(ctx, provider); err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	var names []string
	for _, r := range results {
		names = append(names, r.Source.Path)
	}
	return names, db.migrateQueue(ctx)
}

func (db *DB) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, string(db.Dialect))
	if err != nil {
		return nil, err
	}
	if db.Dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db.sql, files)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.sql, files, goose.WithSessionLocker(locker))
}

func (db *DB) migrateQueue(ctx context.Context) error {
	var err error
	if db.Dialect == SQLite {
		var m *rivermigrate.Migrator[*sql.Tx]
		if m, err = rivermigrate.New(riversqlite.New(db.sql), nil); err == nil {
			_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
	} else {
		m, newErr := rivermigrate.New(riverpgxv5.New(db.pool), nil)
		if err = newErr; err == nil {
			_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
	}
	if err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
