package journeys

import (
	"context"
	"fmt"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/internal/testkit/process"
	"statehouse/models"
)

// folded are letters of several people in one mail to their office, and the
// secret of that mail.
func folded(t *testing.T, db *models.DB, campaign models.Campaign, writers int) string {
	t.Helper()
	seat := testkit.MakeSeat(t, db, "az", "upper", "1")
	for range writers {
		testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign), seat)
	}
	mail := number(t, db, "SELECT min(id) FROM outbox WHERE kind = 'letter'")
	for _, query := range []string{
		fmt.Sprintf("UPDATE deliveries SET outbox_id = %d", mail), fmt.Sprintf("DELETE FROM outbox WHERE kind = 'letter' AND id <> %d", mail),
		fmt.Sprintf("UPDATE outbox SET kind = 'folded', signature_id = NULL WHERE id = %d", mail), "UPDATE letters SET fold = 'letter 1'",
	} {
		if _, err := db.SQL().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	return testkit.MakeOfficeLink(t, db, int64(mail), models.Moment(time.Now()))
}

// TestKillsPassAnAnswerOnOnceToEachWriter kills the program while an office sends
// two answers to the letters of one mail, again and again from several windows.
func TestKillsPassAnAnswerOnOnceToEachWriter(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		const writers, answers = 12, 2
		db := testkit.OpenDB(t, database)
		campaign := testkit.MakeCampaign(t, db)
		path := "/office/reply/" + folded(t, db, campaign, writers)
		program := process.Serve(t, database, map[string]string{"STATEHOUSE_MAIL": "outbox"})
		office := newCrowd(campaign, program.URL())
		ctx, cancel := context.WithCancel(t.Context())
		taken := make([]atomic.Int32, 4)
		for window := range taken {
			office.group.Go(func() {
				form := url.Values{"text": {fmt.Sprint("Thank you, number ", window%answers)}, "name": {"Rosa Clerk"}}
				for ; ctx.Err() == nil; rest(ctx, 30*time.Millisecond) {
					if office.insist(ctx, path, form) == 303 {
						taken[window].Add(1)
					}
				}
			})
		}
		for n := range kills(8) {
			run := program.Launch(t)
			testkit.Wait(t, "an answer of the program", func() bool { return program.IsReady() || run.HasEnded() })
			time.Sleep(time.Duration(n) * 23 * time.Millisecond)
			run.Kill()
		}
		last := program.Launch(t) // on a slow machine some window was never heard until now
		testkit.Wait(t, "an answer to every window", func() bool {
			for window := range taken {
				if taken[window].Load() == 0 {
					return false
				}
			}
			return true
		})
		cancel()
		office.group.Wait()
		last.Kill()
		h := afterTheKills(t, database, program.Env)
		settled(t, h)
		for _, answer := range office.strange {
			t.Error(answer)
		}
		for query, want := range map[string]int{
			"SELECT count(*) FROM relays": answers, "SELECT count(*) FROM relay_copies": answers * writers,
			"SELECT count(*) FROM outbox WHERE kind = 'relay'":                                   answers * writers,
			"SELECT count(DISTINCT signature_id) FROM outbox WHERE kind = 'relay'":               writers,
			"SELECT count(*) FROM delivery_events WHERE kind = 'answered' AND source = 'office'": answers * writers,
		} {
			if got := number(t, h.DB, query); got != want {
				t.Errorf("%s is %d, want %d", query, got, want)
			}
		}
	})
}
