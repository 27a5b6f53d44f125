package models_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"statehouse/internal/testkit"
	"statehouse/models"
)

// bookMails hands out mails to some addresses to many callers at once, singly
// and for several addresses together, and says how many each address got.
func bookMails(t *testing.T, db *models.DB, now time.Time, contacts [][]byte, callers int) map[string]int {
	t.Helper()
	ctx := context.Background()
	var mu sync.Mutex
	var wg sync.WaitGroup
	got := map[string]int{}
	for n := range callers {
		wg.Go(func() {
			err := db.Write(ctx, func(tx *models.Tx) error {
				may := map[string]bool{}
				var err error
				if n%2 == 0 {
					may, err = models.MayMailEach(ctx, tx, contacts, now)
				} else {
					for _, contact := range contacts {
						if may[string(contact)], err = models.MayMail(ctx, tx, contact, now); err != nil {
							break
						}
					}
				}
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				for contact, ok := range may {
					if ok {
						got[contact]++
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return got
}

func TestNobodyGetsMoreThanTwoConfirmationsInADay(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		contacts := [][]byte{[]byte("ada"), []byte("ben"), []byte("cleo")}
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{0, 2}, {23*time.Hour + 59*time.Minute, 0}, {24 * time.Hour, 2}, {47 * time.Hour, 0}, {49 * time.Hour, 2}} {
			got := bookMails(t, db, testkit.Now.Add(c.after), contacts, 16)
			for _, contact := range contacts {
				if got[string(contact)] != c.want {
					t.Errorf("%s later %s got %d mails, want %d", c.after, contact, got[string(contact)], c.want)
				}
			}
		}
	})
}

func TestForgettingCapsForgetsNoneThatMatters(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, ada := context.Background(), []byte("ada")
		may := func(at time.Duration) (ok bool) {
			if err := db.Write(ctx, func(tx *models.Tx) (err error) {
				now := testkit.Now.Add(at)
				if err := models.ForgetCaps(ctx, tx, now); err != nil {
					return err
				}
				ok, err = models.MayMail(ctx, tx, ada, now)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return ok
		}
		for _, c := range []struct {
			at   time.Duration
			want bool
		}{{0, true}, {20 * time.Hour, true}, {23 * time.Hour, false}, {25 * time.Hour, true}, {43 * time.Hour, false}, {45 * time.Hour, true}} {
			if got := may(c.at); got != c.want {
				t.Errorf("after %s: %v, want %v", c.at, got, c.want)
			}
		}
	})
}

func TestTheGateSpacesCallsOfAllProcesses(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, every := context.Background(), 200*time.Millisecond
		const callers = 12
		var mu sync.Mutex
		waits := map[time.Duration]int{}
		var wg sync.WaitGroup
		for range callers {
			wg.Go(func() {
				var wait time.Duration
				var open bool
				err := db.Write(ctx, func(tx *models.Tx) (err error) {
					wait, open, err = models.PassGate(ctx, tx, "resend", every, testkit.Now)
					return err
				})
				if err != nil || !open {
					t.Errorf("open %v, %v", open, err)
				}
				mu.Lock()
				defer mu.Unlock()
				waits[wait]++
			})
		}
		wg.Wait()
		for n := range callers {
			if waits[time.Duration(n)*every] != 1 {
				t.Errorf("%d calls were let through after %s: %v", waits[time.Duration(n)*every], time.Duration(n)*every, waits)
			}
		}
	})
}

func TestAPausedGateLetsNobodyThroughUntilItsTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, until := context.Background(), testkit.Now.Add(time.Hour)
		pass := func(name string, at time.Time) (wait time.Duration, open bool) {
			t.Helper()
			if err := db.Write(ctx, func(tx *models.Tx) (err error) {
				wait, open, err = models.PassGate(ctx, tx, name, time.Second, at)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return wait, open
		}
		pass("resend", testkit.Now)
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.PauseGate(ctx, tx, "resend", "quota_spent", until); err != nil {
				return err
			}
			return models.PauseGate(ctx, tx, "resend", "rate_limited", testkit.Now.Add(time.Minute)) // shorter: the longer stands
		}); err != nil {
			t.Fatal(err)
		}
		if wait, open := pass("resend", testkit.Now.Add(time.Minute)); open || wait != 59*time.Minute {
			t.Errorf("while paused: %s, open %v", wait, open)
		}
		if _, open := pass("smtp", testkit.Now); !open {
			t.Error("another provider is paused too")
		}
		gates, err := models.Gates(ctx, db.Read())
		if err != nil || gates[0].Reason != "quota_spent" {
			t.Errorf("%+v, %v", gates, err)
		}
		if wait, open := pass("resend", until); !open || wait != 0 {
			t.Errorf("after the pause: %s, open %v", wait, open)
		}
	})
}
