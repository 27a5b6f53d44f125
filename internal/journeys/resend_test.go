package journeys

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakeresend"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// troubles are what the provider does in turn while a thousand people sign.
var troubles = []fakeresend.Mode{
	fakeresend.OK, fakeresend.RateLimit429, fakeresend.OK, fakeresend.Err500, fakeresend.AcceptThenCut, fakeresend.OK, fakeresend.CutBefore,
	fakeresend.Hang, fakeresend.HTML502, fakeresend.OK, fakeresend.Busy409, fakeresend.BrokenJSON, fakeresend.HTML200, fakeresend.SlowDrip,
}

// TestAThousandSupportersAndAFailingProvider: every mail leaves once, whatever
// the provider answers; then its reports come doubled and in any order.
func TestAThousandSupportersAndAFailingProvider(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		fake := fakeresend.New(t, fakeresend.WithRate(0), fakeresend.WithHang(16*time.Second), fakeresend.WithDrip(100*time.Microsecond))
		fake.Schedule(func(n int, _ fakeresend.Call) fakeresend.Mode {
			if n < len(troubles) {
				return troubles[n%len(troubles)]
			}
			return fakeresend.OK
		})
		h := house.Open(t, database, house.Setup{Env: resendEnv(fake)})
		people := newCrowd(testkit.MakeCampaign(t, h.DB), h.URL)
		fake.OnAccept(func(sent fakeresend.Sent) { people.deliver(sent.To, sent.Body) })
		people.pause, people.each = 0, 250
		if testing.Short() {
			people.each = 25
		}
		all := 4 * people.each
		stop := people.start(t.Context(), 4, 4)
		testkit.Wait(t, "everybody confirmed", func() bool { return people.count(people.confirmed) == all })
		stop()
		settled(t, h) // a batch that met trouble after trouble waits longer each time
		people.audit(t, h, refs(fake.Ledger()))
		if got := h.Counts(t, people.campaign.Slug).Counted(); got != all || people.count(people.signed) != all {
			t.Errorf("%d people: %d signed, %d are counted", all, people.count(people.signed), got)
		}
		met := map[fakeresend.Mode]bool{}
		for _, call := range fake.Calls() {
			met[call.Mode] = true
		}
		for _, mode := range troubles {
			if !met[mode] && !testing.Short() {
				t.Errorf("the provider never answered %s", mode)
			}
		}
		report(t, h, fake)
	})
}

func (c *crowd) count(told map[string]bool) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(told)
}

// report sends the provider's reports on every mail, each twice and in a random
// order, and expects the fate that the highest of them tells.
func report(t *testing.T, h *house.House, fake *fakeresend.Server) {
	t.Helper()
	ledger := fake.Ledger()
	stories := []struct {
		fate   models.MailState
		events []string
	}{
		{models.MailDelivered, []string{"email.sent", "email.delivery_delayed", "email.delivered", "email.opened"}},
		{models.MailBounced, []string{"email.sent", "email.bounced", "email.delivered"}},
		{models.MailComplained, []string{"email.sent", "email.delivered", "email.complained"}},
		{models.MailDelayed, []string{"email.delivery_delayed", "email.sent"}},
		{models.MailFailed, []string{"email.failed", "email.sent"}},
	}
	var hooks []fakeresend.Hook
	fates := map[string]models.MailState{}
	for i, sent := range ledger {
		story := stories[max(0, i%20-15)]
		fates[sent.Ref] = story.fate
		for _, event := range story.events {
			hook := fake.NewHook(sent, event, fakeresend.Bounce("Permanent"))
			hooks = append(hooks, hook, hook)
		}
	}
	rand.Shuffle(len(hooks), func(i, j int) { hooks[i], hooks[j] = hooks[j], hooks[i] })
	var group sync.WaitGroup
	for part := range 4 {
		group.Go(func() {
			for i := part; i < len(hooks); i += 4 {
				if status, err := fake.Post(h.URL+"/hooks/resend", fake.Sign(hooks[i], fake.Now()), hooks[i].Body); status != http.StatusOK {
					t.Errorf("a report was answered with %d %v", status, err)
				}
			}
		})
	}
	group.Wait()
	testkit.Wait(t, "every report applied", func() bool {
		return number(t, h.DB, "SELECT count(*) FROM webhook_events WHERE applied_at IS NULL") == 0
	})
	if n := number(t, h.DB, "SELECT count(*) FROM webhook_events"); n != len(hooks)/2 {
		t.Errorf("%d reports are stored, want each of %d once", n, len(hooks)/2)
	}
	for ref, m := range mailsByRef(t, h) {
		if m.State != fates[ref] {
			t.Errorf("mail %s is %s, its reports say %s", ref, m.State, fates[ref])
		}
	}
}

func mailsByRef(t *testing.T, h *house.House) map[string]models.Mail {
	t.Helper()
	all := map[string]models.Mail{}
	for _, state := range models.MailStates {
		mails, err := models.MailsIn(t.Context(), h.DB.Read(), state, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			all[m.Ref] = m
		}
	}
	return all
}

// TestReportsInAnyOrderTellOneFate applies six reports on a mail, each twice, in
// every one of their 720 orders.
func TestReportsInAnyOrderTellOneFate(t *testing.T) {
	t.Parallel()
	six := []models.MailState{models.MailAccepted, models.MailDelayed, models.MailDelivered, models.MailFailed, models.MailBounced, models.MailComplained}
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, now, all := t.Context(), testkit.Now, orders(six)
		mails := make([]*models.Mail, len(all))
		ids := make([]int64, len(all))
		for i := range all {
			mails[i] = &models.Mail{Ref: token.Ref(), Kind: mailroom.KindConfirmation, Priority: models.PriorityPerson, State: models.MailQueued,
				NotBefore: now, CreatedAt: now, MovedAt: now}
		}
		if err := db.Write(ctx, func(tx *models.Tx) error {
			if err := models.AddMails(ctx, tx, mails); err != nil {
				return err
			}
			for i, m := range mails {
				ids[i] = m.ID
			}
			if _, err := models.AddBatch(ctx, tx, &models.MailBatch{Ref: token.Ref(), State: models.BatchSending, RetryAt: now, CreatedAt: now}, ids, now); err != nil {
				return err
			}
			for i, order := range all {
				for _, state := range append(order, order...) {
					if _, err := models.ReportMail(ctx, tx, ids[i], state, "provider-id", now); err != nil {
						return err
					}
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n := number(t, db, "SELECT count(*) FROM outbox WHERE state = 'complained' AND provider_id = 'provider-id'"); n != 720 {
			t.Errorf("%d of 720 orders end complained", n)
		}
	})
}

// orders are all orders of what is given.
func orders[T any](of []T) (all [][]T) {
	if len(of) == 0 {
		return [][]T{nil}
	}
	for i := range of {
		rest := slices.Concat(of[:i], of[i+1:])
		for _, order := range orders(rest) {
			all = append(all, append([]T{of[i]}, order...))
		}
	}
	return all
}

// at opens the house on the database as it is so much later, for a part of a test.
func at(t *testing.T, later time.Duration, database string, fake *fakeresend.Server, env map[string]string, part func(t *testing.T, h *house.House)) {
	t.Helper()
	t.Run(later.String()+" later", func(t *testing.T) {
		settings := resendEnv(fake)
		maps.Copy(settings, env)
		part(t, house.Open(t, database, house.Setup{Env: settings, Now: func() time.Time { return time.Now().Add(later) }}))
	})
}

// oneMail signs once and waits until the provider was called.
func oneMail(t *testing.T, h *house.House, fake *fakeresend.Server, campaign models.Campaign, to string) {
	t.Helper()
	before := len(fake.Calls())
	h.Visitor(t).Post("/petitions/"+campaign.Slug+"/signatures", url.Values{"name": {"Ana Invented"}, "email": {to}, "zip": {"85012"}}).Must(http.StatusOK)
	testkit.Wait(t, "a call to the provider", func() bool { return len(fake.Calls()) > before })
}

// states are the states of all mails in the order in which they were written.
func states(t *testing.T, h *house.House) string {
	t.Helper()
	rows, err := h.DB.SQL().QueryContext(t.Context(), "SELECT state FROM outbox ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var state string
		if err := rows.Scan(&state); err != nil {
			t.Fatal(err)
		}
		all = append(all, state)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func waitStates(t *testing.T, h *house.House, want string) {
	t.Helper()
	testkit.Wait(t, "mails that are "+want, func() bool { return states(t, h) == want })
}

// TestAProviderThatSaysStopIsLeftAlone: its Retry-After, a spent allowance and a
// refused key pause all sending, under every rate; then the mails leave once.
func TestAProviderThatSaysStopIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode  fakeresend.Mode
		pause time.Duration // at least
		rate  string
	}{
		{fakeresend.RateLimit429, time.Second, "0"}, {fakeresend.RateLimit429, time.Second, "100"},
		{fakeresend.DailyQuota429, 59 * time.Minute, "0"}, {fakeresend.MonthlyQuota429, 59 * time.Minute, "100"},
		{fakeresend.Restricted401, 4 * time.Minute, "0"}, {fakeresend.Forbidden403, 4 * time.Minute, "100"},
	} {
		t.Run(fmt.Sprintf("%s at rate %s", c.mode, c.rate), func(t *testing.T) {
			t.Parallel()
			testkit.EachURL(t, func(t *testing.T, database string) {
				fake := fakeresend.New(t, fakeresend.WithRate(0))
				campaign := testkit.MakeCampaign(t, testkit.OpenDB(t, database))
				env := map[string]string{"STATEHOUSE_MAIL_RATE": c.rate}
				at(t, 0, database, fake, env, func(t *testing.T, h *house.House) {
					fake.Script(c.mode)
					oneMail(t, h, fake, campaign, "first@example.org")
					waitStates(t, h, "queued")
					if until := pausedUntil(t, h); until.Before(fake.Calls()[0].At.Add(c.pause)) {
						t.Fatalf("sending is paused until %s, the answer came at %s", until, fake.Calls()[0].At)
					}
					h.Visitor(t).Post("/petitions/"+campaign.Slug+"/signatures", url.Values{"name": {"Bo Invented"}, "email": {"second@example.org"}, "zip": {"85012"}}).Must(http.StatusOK)
					time.Sleep(500 * time.Millisecond)
					for _, call := range fake.Calls()[1:] {
						if call.At.Before(fake.Calls()[0].At.Add(c.pause)) {
							t.Errorf("the provider was called again after %s", call.At.Sub(fake.Calls()[0].At))
						}
					}
				})
				at(t, 3*time.Hour, database, fake, env, func(t *testing.T, h *house.House) {
					waitStates(t, h, "accepted accepted")
					onceEach(t, h, refs(fake.Ledger()))
				})
			})
		})
	}
}

// pausedUntil is when the gate opens again.
func pausedUntil(t *testing.T, h *house.House) (until time.Time) {
	t.Helper()
	gates, err := models.Gates(t.Context(), h.DB.Read())
	if err != nil {
		t.Fatal(err)
	}
	for _, gate := range gates {
		if gate.Name == "resend" {
			until = gate.PausedUntil
		}
	}
	return until
}

// TestDoubtThatOutlastsTheKeyIsLeftToAPerson: after 23 hours without a clear
// answer nothing is sent again by itself.
func TestDoubtThatOutlastsTheKeyIsLeftToAPerson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode fakeresend.Mode
		left int // of the one mail
	}{{fakeresend.AcceptThenCut, 1}, {fakeresend.Err500, 0}, {fakeresend.CutBefore, 0}, {fakeresend.BrokenJSON, 1}, {fakeresend.Busy409, 0}} {
		t.Run(c.mode.String(), func(t *testing.T) {
			t.Parallel()
			testkit.EachURL(t, func(t *testing.T, database string) {
				fake := fakeresend.New(t, fakeresend.WithRate(0))
				fake.SetMode(c.mode)
				campaign := testkit.MakeCampaign(t, testkit.OpenDB(t, database))
				at(t, 0, database, fake, nil, func(t *testing.T, h *house.House) {
					oneMail(t, h, fake, campaign, "ana@example.org")
					waitStates(t, h, "sending")
				})
				at(t, 22*time.Hour, database, fake, nil, func(t *testing.T, h *house.House) {
					testkit.Wait(t, "another try under the same key", func() bool { return len(fake.Calls()) >= 2 })
				})
				if calls := fake.Calls(); calls[0].Key == "" || calls[len(calls)-1].Key != calls[0].Key {
					t.Errorf("the tries had the keys %q and %q", calls[0].Key, calls[len(calls)-1].Key)
				}
				fake.Advance(fakeresend.KeyLife)
				fake.SetMode(fakeresend.OK)
				calls := len(fake.Calls())
				at(t, 24*time.Hour, database, fake, nil, func(t *testing.T, h *house.House) { waitStates(t, h, "unknown") })
				at(t, 48*time.Hour, database, fake, nil, func(t *testing.T, h *house.House) {
					time.Sleep(300 * time.Millisecond)
					waitStates(t, h, "unknown")
				})
				if len(fake.Calls()) != calls || len(fake.Ledger()) != c.left {
					t.Errorf("%d calls after the doubt had lasted too long, %d mails left, want %d", len(fake.Calls())-calls, len(fake.Ledger()), c.left)
				}
			})
		})
	}
}

// TestAKeyThatTheProviderHasWithOtherBytesRaisesTheAlarm and is never tried again.
func TestAKeyThatTheProviderHasWithOtherBytesRaisesTheAlarm(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		fake := fakeresend.New(t, fakeresend.WithRate(0))
		campaign := testkit.MakeCampaign(t, testkit.OpenDB(t, database))
		at(t, 0, database, fake, nil, func(t *testing.T, h *house.House) {
			fake.Script(fakeresend.KeyReused409)
			oneMail(t, h, fake, campaign, "ana@example.org")
			waitStates(t, h, "unknown")
		})
		at(t, 3*time.Hour, database, fake, nil, func(t *testing.T, h *house.House) {
			time.Sleep(300 * time.Millisecond)
			waitStates(t, h, "unknown")
		})
		if len(fake.Calls()) != 1 {
			t.Errorf("%d calls", len(fake.Calls()))
		}
	})
}
