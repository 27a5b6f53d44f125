package testkit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"statehouse/internal/testkit/notrun"
	"statehouse/internal/token"
	"statehouse/models"
)

// Template is a database that is filled once, when the first test asks for it,
// and copied for each test.
type Template struct {
	sqlite   func() ([]byte, error)
	postgres func() (name string, err error)
}

// NewTemplate is what fill makes of the empty database at url. It has to have
// closed it when it returns.
func NewTemplate(fill func(url string) error) *Template {
	return &Template{
		sqlite:   sync.OnceValues(func() ([]byte, error) { return sqliteFilled(fill) }),
		postgres: sync.OnceValues(func() (string, error) { return postgresFilled(fill) }),
	}
}

var migrated = NewTemplate(func(url string) error {
	ctx := context.Background()
	db, err := models.Open(ctx, url, Log())
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Migrate(ctx)
	return err
})

func sqliteFilled(fill func(url string) error) ([]byte, error) {
	dir, err := os.MkdirTemp("", "statehouse-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "t.db")
	if err := fill("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

func postgresFilled(fill func(url string) error) (string, error) {
	name := "template_" + token.Code(10)
	if err := onServer(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "CREATE DATABASE "+name)
		return err
	}); err != nil {
		return "", err
	}
	return name, fill(urlOf(name))
}

// Each runs a test on a copy of each kind.
func (x *Template) Each(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, x.SQLiteURL(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, x.PostgresURL(t))
	})
}

// SQLiteURL is a copy in a file.
func (x *Template) SQLiteURL(t testing.TB) string {
	t.Helper()
	content, err := x.sqlite()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "statehouse.db")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

// PostgresURL is a copy on the test server.
func (x *Template) PostgresURL(t testing.TB) string {
	t.Helper()
	needServer(t)
	name, err := x.postgres()
	if err != nil {
		t.Fatal(err)
	}
	return postgresCopy(t, name)
}

func needServer(t testing.TB) {
	t.Helper()
	if os.Getenv(DatabaseVariable) == "" {
		notrun.Required(t, "on PostgreSQL: "+DatabaseVariable+" is not set")
	}
}

func postgresCopy(t testing.TB, template string) string {
	t.Helper()
	needServer(t)
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
