// Package testkit gives tests what the world gives the program: a database, an
// application, records with sensible defaults.
package testkit

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"statehouse/internal/testkit/notrun"
	"statehouse/internal/token"
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
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLiteURL(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, PostgresURL(t))
	})
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
		fn(t, postgresCopy(t, func() (string, error) { return "template1", nil }))
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

// migrated runs every migration on the database at url.
func migrated(url string) error {
	ctx := context.Background()
	db, err := models.Open(ctx, url, Log())
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Migrate(ctx)
	return err
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "statehouse-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "t.db")
	if err := migrated("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// SQLiteURL is a fresh migrated SQLite file.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "statehouse.db")
	if err := os.WriteFile(file, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

var postgresTemplate = sync.OnceValues(func() (string, error) {
	name := "template_" + token.Code(10)
	if err := onServer(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "CREATE DATABASE "+name)
		return err
	}); err != nil {
		return "", err
	}
	return name, migrated(urlOf(name))
})

// PostgresURL is a fresh migrated database on the test server.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return postgresCopy(t, postgresTemplate)
}

func postgresCopy(t testing.TB, of func() (string, error)) string {
	t.Helper()
	if os.Getenv(DatabaseVariable) == "" {
		notrun.Required(t, "on PostgreSQL: "+DatabaseVariable+" is not set")
	}
	template, err := of()
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + token.Code(12)
	if err := onServer(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		onServer(func(ctx context.Context, c *pgx.Conn) error {
			_, err := c.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
			return err
		})
	})
	return urlOf(name)
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
