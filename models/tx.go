package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Tx is what every query takes: a transaction, or the bare database for reading.
type Tx struct {
	Dialect Dialect
	g       *gorm.DB
}

// Read is for queries that need no transaction.
func (db *DB) Read() *Tx { return &Tx{Dialect: db.Dialect, g: db.gorm} }

// retries of a transaction that lost a deadlock or a serialization race.
const retries = 3

// Write runs fn in one transaction and commits it. On SQLite the transaction
// takes the write lock at once. fn may run again where PostgreSQL asks for it,
// so it must not act outside the database. What staff change is noted in the
// audit log before the commit, see WithDeed.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	var err error
	for try := range retries {
		var deed *Deed
		err = db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			tx := &Tx{Dialect: db.Dialect, g: g}
			err := fn(tx)
			if err == nil {
				deed, err = noteDeed(ctx, tx)
			}
			return err
		})
		if err == nil && deed != nil {
			deed.noted.Store(true)
		}
		if !lostRace(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try+1) * 5 * time.Millisecond):
		}
	}
	return err
}

func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// SQL is the open transaction itself, lent to the job queue so that rows and
// jobs commit together.
func (tx *Tx) SQL() (*sql.Tx, error) {
	switch pool := tx.g.Statement.ConnPool.(type) {
	case *sql.Tx:
		return pool, nil
	case *gorm.PreparedStmtTX:
		if t, ok := pool.Tx.(*sql.Tx); ok {
			return t, nil
		}
	}
	return nil, fmt.Errorf("models: not in a transaction (%T)", tx.g.Statement.ConnPool)
}

// blob is bytes that GORM hands on whole: after a parenthesis it takes a []byte
// for a list of numbers.
type blob []byte

// Value implements driver.Valuer.
func (b blob) Value() (driver.Value, error) {
	if b == nil {
		return nil, nil
	}
	return []byte(b), nil
}

func whole(args []any) []any {
	safe := make([]any, len(args))
	for i, a := range args {
		if b, ok := a.([]byte); ok {
			a = blob(b)
		}
		safe[i] = a
	}
	return safe
}

// exec runs a statement and says how many rows it touched.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	result := tx.g.WithContext(ctx).Exec(query, whole(args)...)
	return result.RowsAffected, translate(result.Error)
}

// rowsOf runs a query and scans its rows into values of T by column name.
func rowsOf[T any](ctx context.Context, tx *Tx, query string, args ...any) ([]T, error) {
	var rows []T
	err := tx.g.WithContext(ctx).Raw(query, whole(args)...).Scan(&rows).Error
	return rows, translate(err)
}

// valueOf runs a query that gives one number.
func valueOf(ctx context.Context, tx *Tx, query string, args ...any) (int, error) {
	var n int
	err := tx.g.WithContext(ctx).Raw(query, whole(args)...).Scan(&n).Error
	return n, translate(err)
}

// places are the placeholders of n rows of a number of columns each.
func places(n, columns int) string {
	row := "(" + strings.Repeat("?, ", columns-1) + "?)"
	return strings.Repeat(row+", ", n-1) + row
}

// add inserts rows, in statements of at most 500.
func add[T any](ctx context.Context, tx *Tx, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return translate(tx.g.WithContext(ctx).CreateInBatches(rows, 500).Error)
}

// addOne inserts a row and fills its id.
func addOne[T any](ctx context.Context, tx *Tx, row *T) error {
	return translate(tx.g.WithContext(ctx).Create(row).Error)
}

// take finds the one row that the condition names; none is a NotFound fault.
func take[T any](ctx context.Context, tx *Tx, condition string, args ...any) (T, error) {
	row, err := gorm.G[T](tx.g).Where(condition, args...).Take(ctx)
	return row, translate(err)
}

// first is the one row of a query that asks for at most one; none is a NotFound
// fault.
func first[T any](ctx context.Context, tx *Tx, query string, args ...any) (row T, err error) {
	rows, err := rowsOf[T](ctx, tx, query, args...)
	if err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, translate(gorm.ErrRecordNotFound)
	}
	return rows[0], nil
}
