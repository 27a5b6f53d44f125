package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
	"riverqueue.com/riverui"

	"statehouse/models"
)

// Queue puts jobs into the queue and, if it was opened with workers, works them.
type Queue struct {
	add   func(ctx context.Context, tx *models.Tx, params []river.InsertManyParams) error
	start func(ctx context.Context) error
	stop  func(ctx context.Context) error
	ui    func(prefix string, log *slog.Logger) (*riverui.Handler, error)
}

// Setup says what Open needs to know.
type Setup struct {
	Workers     *river.Workers       // every kind, so that unknown kinds are refused
	Periodic    []*river.PeriodicJob // run by whichever process leads
	Work        bool                 // false: only put jobs in
	MailWorkers int                  // how many mails or batches go out at once
	Log         *slog.Logger
}

// Open joins the queue that lives in db.
func Open(db *models.DB, setup Setup) (*Queue, error) {
	config := &river.Config{
		Workers:              setup.Workers,
		JobTimeout:           JobTimeout,
		RescueStuckJobsAfter: RescueAfter,
		Logger:               setup.Log,
	}
	if setup.Work {
		config.PeriodicJobs = setup.Periodic
		config.Queues = map[string]river.QueueConfig{
			QueueMail:    {MaxWorkers: setup.MailWorkers},
			QueuePackets: {MaxWorkers: 1},
			QueueDefault: {MaxWorkers: 10},
		}
	}
	if db.Dialect == models.SQLite {
		client, err := river.NewClient(riversqlite.New(db.SQL()), config)
		if err != nil {
			return nil, err
		}
		return queueOf(client, insertSQLite(client)), nil
	}
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), config)
	if err != nil {
		return nil, err
	}
	return queueOf(client, insertPostgres(client)), nil
}

type insert func(ctx context.Context, tx *models.Tx, params []river.InsertManyParams) error

func queueOf[T any](client *river.Client[T], add insert) *Queue {
	return &Queue{
		add:   add,
		start: client.Start,
		stop:  client.Stop,
		ui: func(prefix string, log *slog.Logger) (*riverui.Handler, error) {
			return riverui.NewHandler(&riverui.HandlerOpts{
				Endpoints: riverui.NewEndpoints(client, nil), Prefix: prefix, Logger: log, JobListHideArgsByDefault: true,
			})
		},
	}
}

func insertSQLite(client *river.Client[*sql.Tx]) insert {
	return func(ctx context.Context, tx *models.Tx, params []river.InsertManyParams) error {
		t, err := tx.SQL()
		if err != nil {
			return err
		}
		_, err = client.InsertManyTx(ctx, t, params)
		return err
	}
}

func insertPostgres(client *river.Client[pgx.Tx]) insert {
	return func(ctx context.Context, tx *models.Tx, params []river.InsertManyParams) error {
		t, err := tx.SQL()
		if err != nil {
			return err
		}
		return withPgx(ctx, t, func(ctx context.Context, borrowed pgx.Tx) error {
			_, err := client.InsertManyTx(ctx, borrowed, params)
			return err
		})
	}
}

// Add puts jobs into the queue in the caller's transaction: they exist once it
// commits, and never if it does not.
func (q *Queue) Add(ctx context.Context, tx *models.Tx, args ...river.JobArgs) error {
	if len(args) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(args))
	for i, a := range args {
		params[i] = river.InsertManyParams{Args: a}
	}
	return q.add(ctx, tx, params)
}

// notDone are the states of jobs that are still to do, or being done. A job that
// is done keeps no later one out.
var notDone = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled}

// AddOnce is Add for jobs of which one waiting at a time is enough.
func (q *Queue) AddOnce(ctx context.Context, tx *models.Tx, args ...river.JobArgs) error {
	for _, a := range args {
		opts := &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: notDone}}
		if own, ok := a.(river.JobArgsWithInsertOpts); ok {
			opts.Queue, opts.MaxAttempts = own.InsertOpts().Queue, own.InsertOpts().MaxAttempts
		}
		if err := q.add(ctx, tx, []river.InsertManyParams{{Args: a, InsertOpts: opts}}); err != nil {
			return err
		}
	}
	return nil
}

// Start begins to work.
func (q *Queue) Start(ctx context.Context) error { return q.start(ctx) }

// Stop lets running jobs finish, until ctx ends.
func (q *Queue) Stop(ctx context.Context) error { return q.stop(ctx) }

// UI is the page on which admins watch the queue. Its poller runs until ctx ends.
func (q *Queue) UI(ctx context.Context, prefix string, log *slog.Logger) (http.Handler, error) {
	handler, err := q.ui(prefix, log)
	if err != nil {
		return nil, err
	}
	return handler, handler.Start(ctx)
}
