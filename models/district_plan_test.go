package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestAZIPIsFoundByItsIndex fills the list as full as the whole country's and
// reads how each database would look up one ZIP.
func TestAZIPIsFoundByItsIndex(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		for _, statement := range []string{
			"INSERT INTO districts (state, chamber, code, name, num_seats) VALUES ('az', 'upper', '1', 'One', 1), ('az', 'upper', '2', 'Two', 1), ('az', 'lower', '1', 'One', 1)",
			`WITH RECURSIVE n (zip) AS (SELECT 10000 UNION ALL SELECT zip + 1 FROM n WHERE zip < 43584)
INSERT INTO zip_districts (zip, district_id) SELECT CAST(n.zip AS text), d.id FROM n CROSS JOIN districts d`,
			"ANALYZE zip_districts",
		} {
			if _, err := db.SQL().ExecContext(ctx, statement); err != nil {
				t.Fatal(err)
			}
		}
		explain, index := "EXPLAIN QUERY PLAN ", "USING COVERING INDEX sqlite_autoindex_zip_districts_1 (zip=?)"
		if db.Dialect == models.Postgres {
			explain, index = "EXPLAIN ", "zip_districts_pkey"
		}
		for _, query := range models.ZIPQueries {
			query = strings.Replace(strings.Replace(query, "?", "'23456'", 1), "?", "'az'", 1)
			if plan := planOf(t, db, explain+query); !strings.Contains(plan, index) || strings.Contains(plan, "SCAN z") || strings.Contains(plan, "Seq Scan on zip_districts") {
				t.Errorf("%s\n%s", query, plan)
			}
		}
	})
}

// planOf is what a database says about how it would run a query.
func planOf(t *testing.T, db *models.DB, explain string) string {
	t.Helper()
	rows, err := db.SQL().QueryContext(context.Background(), explain)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&plan, *values[len(values)-1].(*any))
	}
	return plan.String()
}
