package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/riverqueue/river"

	"statehouse/internal/jobs"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// recorder notes which mails it was woken for.
type recorder struct {
	river.WorkerDefaults[jobs.SendMail]
	mu   sync.Mutex
	seen []int64
}

func (r *recorder) Work(_ context.Context, job *river.Job[jobs.SendMail]) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, job.Args.MailID)
	return nil
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.seen)
}

func open(t *testing.T, db *models.DB, work bool) (*jobs.Queue, *recorder) {
	t.Helper()
	r := &recorder{}
	workers := river.NewWorkers()
	river.AddWorker(workers, r)
	q, err := jobs.Open(db, jobs.Setup{Workers: workers, Work: work, MailWorkers: 5, Log: testkit.Log()})
	if err != nil {
		t.Fatal(err)
	}
	return q, r
}

func TestRowAndJobCommitTogether(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		q, r := open(t, db, true)
		boom := errors.New("boom")
		err := db.Write(ctx, func(tx *models.Tx) error {
			if err := q.Add(ctx, tx, jobs.SendMail{MailID: 1}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.SaveSetting(ctx, tx, "row", "here", testkit.Now); err != nil {
				return err
			}
			return q.Add(ctx, tx, jobs.SendMail{MailID: 2}, jobs.SendMail{MailID: 3})
		}); err != nil {
			t.Fatal(err)
		}
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { q.Stop(ctx) })
		testkit.Wait(t, "two jobs worked", func() bool { return r.count() == 2 })
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, id := range r.seen {
			if id == 1 {
				t.Fatal("the job of a transaction that failed was worked")
			}
		}
	})
}

func TestAddOutsideATransactionIsRefused(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, _ := open(t, db, false)
		if err := q.Add(context.Background(), db.Read(), jobs.SendMail{MailID: 1}); err == nil {
			t.Fatal("a job went in without a transaction")
		}
	})
}

func TestACancelledAddLeavesThePoolHealthy(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		q, _ := open(t, db, false)
		for range 20 {
			ctx, cancel := context.WithCancel(context.Background())
			err := db.Write(ctx, func(tx *models.Tx) error {
				cancel()
				return q.Add(ctx, tx, jobs.SendMail{MailID: 1})
			})
			if err == nil {
				t.Fatal("a cancelled transaction committed")
			}
		}
		ctx := context.Background()
		if err := db.Write(ctx, func(tx *models.Tx) error { return q.Add(ctx, tx, jobs.SendMail{MailID: 1}) }); err != nil {
			t.Fatalf("after cancelled ones: %v", err)
		}
	})
}

// TestOneWaitsAtATime: a job that waits keeps its like out, one that is done does not.
func TestOneWaitsAtATime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		q, r := open(t, db, true)
		again := func() {
			t.Helper()
			if err := db.Write(ctx, func(tx *models.Tx) error {
				return q.AddOnce(ctx, tx, jobs.SendMail{MailID: 7}, jobs.SendMail{MailID: 7})
			}); err != nil {
				t.Fatal(err)
			}
		}
		again()
		again()
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { q.Stop(ctx) })
		done := func(n int) {
			t.Helper()
			query := "SELECT count(*) FROM river_job WHERE state = 'completed'"
			testkit.Wait(t, "jobs done", func() bool {
				var got int
				return db.SQL().QueryRowContext(ctx, query).Scan(&got) == nil && got == n
			})
		}
		done(1)
		again()
		done(2)
		if r.count() != 2 {
			t.Errorf("the job was worked %d times, want 2", r.count())
		}
	})
}
