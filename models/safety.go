package models

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// assertSafe refuses settings under which a crash loses acknowledged rows.
// Killing the process would not show them, so they are read.
func (db *DB) assertSafe(ctx context.Context) error {
	if db.Dialect == SQLite {
		return db.assertSafeSQLite(ctx)
	}
	for _, name := range []string{"fsync", "full_page_writes"} {
		var value string
		if err := db.pool.QueryRow(ctx, "SHOW "+name).Scan(&value); err != nil {
			return fmt.Errorf("PostgreSQL cannot be reached: %w", err)
		}
		if value == "off" {
			return fmt.Errorf("PostgreSQL runs with %s = off and would lose signatures in a crash: turn it on", name)
		}
	}
	return nil
}

// assertDurableSession looks at every new connection, since a role or a
// database may carry its own synchronous_commit.
func assertDurableSession(ctx context.Context, conn *pgx.Conn) error {
	var value string
	if err := conn.QueryRow(ctx, "SHOW synchronous_commit").Scan(&value); err != nil {
		return err
	}
	if value == "off" {
		return fmt.Errorf("PostgreSQL runs with synchronous_commit = off and would lose signatures in a crash: turn it on")
	}
	return nil
}

func (db *DB) assertSafeSQLite(ctx context.Context) error {
	for _, want := range []struct{ pragma, value string }{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"},
	} {
		var value string
		if err := db.sql.QueryRowContext(ctx, "PRAGMA "+want.pragma).Scan(&value); err != nil {
			return fmt.Errorf("the SQLite file cannot be opened: %w", err)
		}
		if strings.ToLower(value) != want.value {
			return fmt.Errorf("SQLite runs with %s = %s and must run with %s: remove the setting from DATABASE_URL", want.pragma, value, want.value)
		}
	}
	return nil
}
