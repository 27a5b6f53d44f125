// Package verify recounts everything that the database says twice: counts
// against rows, seals against keys, mails against the people who wait for them.
package verify

import (
	"context"
	"fmt"

	"statehouse/internal/fault"
	"statehouse/internal/privacy"
	"statehouse/models"
)

// MaxFindings is how many rows of the first broken check are named.
const MaxFindings = 20

// pageSize rows are held in memory at a time.
const pageSize = 1000

// Finding is one row that breaks a check, without personal data: ids, slugs and
// numbers only.
type Finding struct{ Check, Detail string }

// Progress hears which check runs and how many rows it has read so far; checks
// that the database does alone say only 0.
type Progress func(check string, rows int)

// Check is one kind of promise that the database keeps at every commit.
type Check struct {
	Name    string
	Promise string
	look    func(ctx context.Context, v *view) error
}

// Database runs the checks in order, ends with the first that finds drift, and
// returns at most MaxFindings of it; none means that all hold. It only reads,
// and may run while people sign: each statement sees one moment, and no check
// compares two.
func Database(ctx context.Context, db *models.DB, keys *privacy.Keys, progress ...Progress) (_ []Finding, err error) {
	defer fault.Wrap(&err, "verify.Database")
	for _, check := range Checks {
		found, err := run(ctx, check, db.Read(), keys, progress...)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

func run(ctx context.Context, check Check, tx *models.Tx, keys *privacy.Keys, progress ...Progress) ([]Finding, error) {
	v := &view{tx: tx, keys: keys, check: check.Name, progress: progress}
	v.read(0)
	if err := check.look(ctx, v); err != nil {
		return nil, fmt.Errorf("%s: %w", check.Name, err)
	}
	return v.found, nil
}

// view is what one check sees of the database, and what it found.
type view struct {
	tx       *models.Tx
	keys     *privacy.Keys
	check    string
	found    []Finding
	rows     int
	progress []Progress
}

// left is how many more findings there is room for.
func (v *view) left() int { return MaxFindings - len(v.found) }

func (v *view) note(format string, args ...any) {
	if v.left() > 0 {
		v.found = append(v.found, Finding{Check: v.check, Detail: fmt.Sprintf(format, args...)})
	}
}

func (v *view) read(n int) {
	v.rows += n
	for _, hear := range v.progress {
		hear(v.check, v.rows)
	}
}

// holds is a check that the database does alone.
func holds(rules []models.Rule) func(ctx context.Context, v *view) error {
	return func(ctx context.Context, v *view) error {
		for _, rule := range rules {
			if v.left() == 0 {
				return nil
			}
			broken, err := models.BrokenBy(ctx, v.tx, rule, v.left())
			if err != nil {
				return err
			}
			for _, row := range broken {
				v.note("%s", row)
			}
		}
		return nil
	}
}

// page reads up to a number of rows whose key is greater than one.
type page[T, K any] func(ctx context.Context, tx *models.Tx, after K, limit int) ([]T, error)

// pages calls look with a whole table, part by part, until there is no more
// room for findings.
func pages[T, K any](ctx context.Context, v *view, first K, next page[T, K], key func(T) K, look func([]T) error) error {
	for after := first; v.left() > 0; {
		rows, err := next(ctx, v.tx, after, pageSize)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := look(rows); err != nil {
			return err
		}
		v.read(len(rows))
		after = key(rows[len(rows)-1])
	}
	return nil
}

// each is pages for looks at one row alone.
func each[T, K any](ctx context.Context, v *view, first K, next page[T, K], key func(T) K, look func(T)) error {
	return pages(ctx, v, first, next, key, func(rows []T) error {
		for _, row := range rows {
			look(row)
		}
		return nil
	})
}
