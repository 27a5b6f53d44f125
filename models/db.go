// Package models keeps the records: their states, the rules each can decide
// alone, and the queries over its table.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Dialect names the database that runs.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is one open database.
type DB struct {
	Dialect Dialect
	gorm    *gorm.DB
	sql     *sql.DB
	pool    *pgxpool.Pool // nil on SQLite
}

// Open opens `sqlite:PATH` or `postgres://…` and refuses a database whose
// settings would lose acknowledged rows in a crash.
func Open(ctx context.Context, url string, log *slog.Logger) (*DB, error) {
	var db *DB
	var err error
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		db, err = openSQLite(strings.TrimPrefix(url, "sqlite:"), log)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		db, err = openPostgres(ctx, url, log)
	default:
		return nil, errors.New("DATABASE_URL starts with neither sqlite: nor postgres://")
	}
	if err != nil {
		return nil, err
	}
	if err := db.assertSafe(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// sqliteMaxConns readers beside the one writer; with a single connection a
// query outside the open transaction would wait for ever.
const sqliteMaxConns = 8

func openSQLite(path string, log *slog.Logger) (*DB, error) {
	conn, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		return nil, err
	}
	conn.SetMaxOpenConns(sqliteMaxConns)
	conn.SetMaxIdleConns(sqliteMaxConns)
	config := gormConfig(log)
	config.PrepareStmt = true
	g, err := gorm.Open(&sqliteDialector{conn: conn}, config)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &DB{Dialect: SQLite, gorm: g, sql: conn}, nil
}

func openPostgres(ctx context.Context, url string, log *slog.Logger) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not a PostgreSQL address that can be read")
	}
	params := config.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	for name, value := range map[string]string{"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"} {
		if params[name] == "" {
			params[name] = value
		}
	}
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
		return assertDurableSession(ctx, conn)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	conn := stdlib.OpenDBFromPool(pool)
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: conn}), gormConfig(log))
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("PostgreSQL cannot be reached: %w", err)
	}
	return &DB{Dialect: Postgres, gorm: g, sql: conn, pool: pool}, nil
}

func gormConfig(log *slog.Logger) *gorm.Config {
	return &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true, // assertSafe asks, and says in a sentence what is wrong
		NowFunc:                func() time.Time { return Moment(time.Now()) },
		Logger: logger.NewSlogLogger(log, logger.Config{
			ParameterizedQueries: true, IgnoreRecordNotFoundError: true,
			LogLevel: logger.Warn, SlowThreshold: time.Second,
		}),
	}
}

// Moment is t as both databases keep it: UTC, to the microsecond.
func Moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Close closes every connection.
func (db *DB) Close() error {
	err := db.sql.Close()
	if db.pool != nil {
		db.pool.Close()
	}
	return err
}

// Ping says whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.sql.PingContext(ctx) }

// SQL is the pool as database/sql, for the libraries that bring their own tables.
func (db *DB) SQL() *sql.DB { return db.sql }

// Pool is the pgx pool, nil on SQLite.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }
