package models

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

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
	if err := db.takeOverDeliveries(ctx); err != nil {
		return nil, fmt.Errorf("migrate: take over deliveries: %w", err)
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

// migrateQueue brings the queue's own tables up to date. It has no lock of its
// own, so processes that start together try again after whoever was first.
func (db *DB) migrateQueue(ctx context.Context) error {
	var err error
	for range retries {
		if err = db.migrateQueueOnce(ctx); err == nil {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("migrate the job queue: %w", err)
}

func (db *DB) migrateQueueOnce(ctx context.Context) error {
	config := &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)} // its error says all
	if db.Dialect == SQLite {
		m, err := rivermigrate.New(riversqlite.New(db.sql), config)
		if err != nil {
			return err
		}
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
	m, err := rivermigrate.New(riverpgxv5.New(db.pool), config)
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}
