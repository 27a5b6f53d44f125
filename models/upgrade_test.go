package models_test

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

//go:embed testdata/first_schema.sql
var firstSchema string

func TestAFilledDatabaseOfTheFirstSchemaIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	testkit.EachEmptyURL(t, func(t *testing.T, url string) {
		ctx, db := context.Background(), testkit.OpenDB(t, url)
		if err := db.MigrateTo(ctx, 1); err != nil {
			t.Fatal(err)
		}
		fill(t, db)
		for range 2 { // the second time changes nothing
			if _, err := db.Migrate(ctx); err != nil {
				t.Fatal(err)
			}
			if got := lifeOf(t, db); got != "1 written, 1 delivered, 2 written" {
				t.Errorf("the events are %s", got)
			}
		}
		for table, want := range map[string]int{"users": 1, "deliveries": 2, "links": 2, "matches": 2, "districts": 2, "seats": 2, "signatures": 1, "letters": 1, "zip_districts": 2, "letter_variants": 1} {
			if got := count(t, db, "SELECT count(*) FROM "+table); got != want {
				t.Errorf("%s has %d rows, want %d", table, got, want)
			}
		}
		if db.Dialect == models.SQLite {
			if got := count(t, db, "SELECT count(*) FROM pragma_foreign_key_check"); got != 0 {
				t.Errorf("%d rows name rows that are not there", got)
			}
		}
	})
}

func fill(t *testing.T, db *models.DB) {
	t.Helper()
	for statement := range strings.SplitSeq(firstSchema, ";\n") {
		if db.Dialect == models.Postgres {
			statement = strings.ReplaceAll(statement, " X'", ` '\x`)
			statement = strings.ReplaceAll(statement, "(X'", `('\x`)
		}
		if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// lifeOf lists the events of all deliveries and fails if a chain is broken.
func lifeOf(t *testing.T, db *models.DB) string {
	t.Helper()
	var life []string
	for _, id := range []int64{1, 2} {
		events, err := models.EventsOf(context.Background(), db.Read(), []int64{id})
		if err != nil {
			t.Fatal(err)
		}
		if !models.IsChained(events) {
			t.Errorf("the events of delivery %d are not chained", id)
		}
		for _, e := range events {
			life = append(life, fmt.Sprintf("%d %s", e.DeliveryID, e.Kind))
		}
	}
	return strings.Join(life, ", ")
}

func count(t *testing.T, db *models.DB, query string) (n int) {
	t.Helper()
	if err := db.SQL().QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
