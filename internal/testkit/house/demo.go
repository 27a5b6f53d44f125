package house

import (
	"context"
	"os"
	"testing"

	"statehouse/internal/app"
	"statehouse/internal/testkit"
)

// demo is a database with everything that the demo shows, as of the first test
// that asked for it.
var demo = testkit.NewTemplate(func(url string) error {
	data, err := os.MkdirTemp("", "statehouse-demo")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	cfg, err := settings(url, "http://127.0.0.1", data, Setup{})
	if err != nil {
		return err
	}
	ctx := context.Background()
	a, err := app.Open(ctx, cfg, testkit.Log(), app.Options{Migrate: true})
	if err != nil {
		return err
	}
	defer a.Close()
	return a.LoadDemo(ctx, nil)
})

// Demo runs the demo on SQLite.
func Demo(t testing.TB) *House {
	t.Helper()
	return Open(t, demo.SQLiteURL(t), Setup{})
}

// EachDemo runs the demo on each kind of database.
func EachDemo(t *testing.T, fn func(t *testing.T, h *House)) {
	t.Helper()
	demo.Each(t, func(t *testing.T, url string) { fn(t, Open(t, url, Setup{})) })
}
