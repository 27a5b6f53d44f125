package models_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func deed(act string) context.Context {
	return models.WithDeed(context.Background(), &models.Deed{Act: act, At: func() time.Time { return testkit.Now }})
}

func TestWhatStaffChangeIsNotedWithTheChange(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		no := errors.New("no")
		if err := db.Write(deed("POST /refused"), func(*models.Tx) error { return no }); !errors.Is(err, no) {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				ctx := deed("POST /done")
				for range 2 { // an act in two transactions is one entry
					if err := db.Write(ctx, func(tx *models.Tx) error { return models.SaveSetting(ctx, tx, "test", "x", testkit.Now) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		list, err := models.AuditEntriesAfter(context.Background(), db.Read(), 0, 100)
		if err != nil || len(list) != 12 || !models.AuditIsChained(0, nil, list) {
			t.Fatalf("%d entries, chained %v, %v", len(list), models.AuditIsChained(0, nil, list), err)
		}
		if rows, total, err := models.AuditLog(context.Background(), db.Read(), models.AuditFilter{Text: "/refused", Size: 10}); err != nil || total != 0 || len(rows) != 0 {
			t.Errorf("%d entries of what was taken back, %v", total, err)
		}
		for _, statement := range []string{"UPDATE audit_entries SET act = 'x'", "DELETE FROM audit_entries"} {
			if _, err := db.SQL().ExecContext(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "only ever added") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}
