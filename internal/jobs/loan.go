package jobs

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// errReturned stops the carrier statement before anything of it is sent.
var errReturned = errors.New("jobs: the connection is returned")

// withPgx lends fn the pgx connection under a database/sql transaction. pgx
// hands the connection to a QueryRewriter before it sends a statement;
// database/sql holds it for us meanwhile.
func withPgx(ctx context.Context, tx *sql.Tx, fn func(ctx context.Context, tx pgx.Tx) error) error {
	loan := &loan{fn: fn}
	_, err := tx.ExecContext(ctx, "", loan)
	if !loan.made {
		if err == nil {
			err = errors.New("jobs: pgx did not lend its connection")
		}
		return err
	}
	return loan.err
}

type loan struct {
	fn   func(ctx context.Context, tx pgx.Tx) error
	made bool
	err  error
}

// RewriteQuery implements pgx.QueryRewriter.
func (l *loan) RewriteQuery(ctx context.Context, conn *pgx.Conn, _ string, _ []any) (string, []any, error) {
	l.made = true
	l.err = l.fn(ctx, borrowed{conn})
	return "", nil, errReturned
}

// borrowed is a pgx transaction that cannot end: its lender ends it.
type borrowed struct{ conn *pgx.Conn }

var errBorrowed = errors.New("jobs: a borrowed transaction is ended by its lender")

func (borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errBorrowed }
func (borrowed) Commit(context.Context) error          { return errBorrowed }
func (borrowed) Rollback(context.Context) error        { return errBorrowed }
func (b borrowed) Conn() *pgx.Conn                     { return b.conn }
func (borrowed) LargeObjects() pgx.LargeObjects        { panic(errBorrowed) }

func (b borrowed) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return b.conn.CopyFrom(ctx, table, columns, rows)
}

func (b borrowed) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	return b.conn.SendBatch(ctx, batch)
}

func (b borrowed) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return b.conn.Prepare(ctx, name, sql)
}

func (b borrowed) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return b.conn.Exec(ctx, sql, args...)
}

func (b borrowed) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return b.conn.Query(ctx, sql, args...)
}

func (b borrowed) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return b.conn.QueryRow(ctx, sql, args...)
}
