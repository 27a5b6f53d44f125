// Package testkit gives tests what the world gives the program: a database, an
// application, records with sensible defaults.
package testkit

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"statehouse/models"
)

// DatabaseVariable names the PostgreSQL server that tests may make databases on.
const DatabaseVariable = "STATEHOUSE_TEST_DATABASE_URL"

// Log is a logger for tests: silent unless STATEHOUSE_TEST_LOG is set.
func Log() *slog.Logger {
	if os.Getenv("STATEHOUSE_TEST_LOG") != "" {
		return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return slog.New(slog.NewTextHandler(io.Discard, nil))
}

// EachDB runs a test on a fresh database of each kind; without a PostgreSQL
// server that part is skipped, loudly, and with CI=true it fails.
func EachDB(t *testing.T, fn func(t *testing.T, db *models.DB)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { fn(t, OpenDB(t, url)) })
}

// EachURL is EachDB for tests that open the database themselves.
func EachURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	migrated.Each(t, fn)
}

// SQLiteURL is a fresh migrated SQLite file.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	return migrated.SQLiteURL(t)
}

// PostgresURL is a fresh migrated database on the test server.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return migrated.PostgresURL(t)
}

// EachEmptyURL is EachURL without a schema, for tests of migrations.
func EachEmptyURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, "sqlite:"+filepath.Join(t.TempDir(), "statehouse.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, postgresCopy(t, "template1"))
	})
}

// OpenDB opens a database and closes it at the end of the test.
func OpenDB(t testing.TB, url string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), url, Log())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// serverLock lets one test at a time make a database: a template may have no
// other user while it is copied.
var serverLock sync.Mutex

func onServer(fn func(ctx context.Context, c *pgx.Conn) error) error {
	serverLock.Lock()
	defer serverLock.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c, err := pgx.Connect(ctx, os.Getenv(DatabaseVariable))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	return fn(ctx, c)
}

func urlOf(database string) string {
	u, err := url.Parse(os.Getenv(DatabaseVariable))
	if err != nil {
		panic(err)
	}
	u.Path = "/" + database
	q := u.Query()
	q.Set("pool_max_conns", "12")
	u.RawQuery = q.Encode()
	return u.String()
}
