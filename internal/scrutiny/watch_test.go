package scrutiny_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// come are signatures of one domain, left some time ago.
func (l *lens) come(n int, domain string, ago time.Duration) {
	l.t.Helper()
	for i := range n {
		l.signs(fmt.Sprintf("a%d@%s", i, domain), func(s *testkit.Signer) { s.At, s.State = l.Clock.Now().Add(-ago), models.SignaturePending })
	}
}

func (l *lens) watch() int {
	l.t.Helper()
	raised, err := l.scrutiny.Watch(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	return raised
}

func (l *lens) alerts(actor models.Actor, waiting bool) []models.AlertRow {
	l.t.Helper()
	rows, err := models.AlertsIn(context.Background(), l.DB.Read(), actor.Watches(), waiting, 10)
	if err != nil {
		l.t.Fatal(err)
	}
	return rows
}

// TestABurstOfOneDomainIsToldOfOnceAndLookedAtOnce and an ordinary day is not.
func TestABurstOfOneDomainIsToldOfOnceAndLookedAtOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, l := context.Background(), open(t, db)
		l.come(50, "quiet.example.org", 7*time.Hour)
		l.come(49, "class.example.org", 2*time.Hour)
		if n := l.watch(); n != 0 {
			t.Fatalf("an ordinary day: %d alerts, %+v", n, l.alerts(l.admin, true))
		}
		l.signs("one@class.example.org", func(s *testkit.Signer) { s.At = l.Clock.Now().Add(-time.Minute) })
		if n := l.watch(); n != 1 {
			t.Fatalf("%d alerts", n)
		}
		for range 2 {
			l.Clock.Advance(16 * time.Minute)
			if n := l.watch(); n != 0 {
				t.Errorf("the same is told of again: %d", n)
			}
		}
		list := l.alerts(l.moderator, true)
		if len(list) != 1 || list[0].Domain != "class.example.org" || list[0].Found != 50 || list[0].Among != 50 || list[0].Usual != -1 || list[0].Slug != l.campaign.Slug {
			t.Fatalf("told is %+v", list)
		}
		if len(l.alerts(l.there, true)) != 0 {
			t.Error("another state's moderator sees it")
		}
		if err := l.scrutiny.Acknowledge(ctx, l.there, list[0].Ref, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("another state's moderator acknowledges it: %v", err)
		}
		if err := l.scrutiny.Acknowledge(ctx, l.moderator, list[0].Ref, string(make([]rune, models.MaxAlertNote+1))); fault.Of(err).Fields["note"] == "" {
			t.Errorf("a note that is too long: %v", err)
		}
		if err := l.scrutiny.Acknowledge(ctx, l.moderator, list[0].Ref, "A class wrote to us."); err != nil {
			t.Fatal(err)
		}
		if err := l.scrutiny.Acknowledge(ctx, l.other, list[0].Ref, "Me too."); !fault.Is(err, fault.Conflict) {
			t.Errorf("acknowledged twice: %v", err)
		}
		seen := l.alerts(l.admin, false)
		if note, err := seen[0].OpenNote(l.Keys); len(seen) != 1 || err != nil || note != "A class wrote to us." || seen[0].Name != "Mo One" || len(l.alerts(l.admin, true)) != 0 {
			t.Errorf("seen are %+v, %q, %v", seen, note, err)
		}
	})
}

func TestMailThatComesBackIsToldOf(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		l := open(t, db)
		l.come(12, "example.org", time.Minute)
		fate := func(sql string) {
			if _, err := db.SQL().ExecContext(context.Background(), sql); err != nil {
				t.Fatal(err)
			}
		}
		fate("UPDATE outbox SET state = 'delivered'")
		if n := l.watch(); n != 0 {
			t.Fatalf("everything arrived: %d alerts", n)
		}
		fate("UPDATE outbox SET state = 'bounced' WHERE id <= (SELECT min(id) + 9 FROM outbox)")
		if n := l.watch(); n != 1 || l.alerts(l.admin, true)[0].Kind != models.AlertBounces || l.alerts(l.admin, true)[0].Found != 10 {
			t.Errorf("%d alerts, %+v", n, l.alerts(l.admin, true))
		}
		fate("UPDATE outbox SET state = 'queued'") // as the rest of the database says
	})
}
