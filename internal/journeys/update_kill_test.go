package journeys

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"testing"
	"time"

	"statehouse/internal/app"
	"statehouse/internal/config"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/fakeresend"
	"statehouse/internal/testkit/house"
	"statehouse/internal/testkit/process"
	"statehouse/internal/token"
	"statehouse/models"
)

const (
	lateVariable       = "STATEHOUSE_TEST_LATE"       // how long ago it is to a worker of this binary
	supportersVariable = "STATEHOUSE_TEST_SUPPORTERS" // how many get the update
	rescued            = 4 * time.Minute              // what the clock moves on by after each kill, as if somebody had waited for the rescue of its jobs
	spared             = 50                           // of so many one each is suppressed, unsubscribed and over the cap
)

// workLate works jobs as `work` does, by a clock that is late, until it is killed.
func workLate(late string) error {
	d, err := time.ParseDuration(late)
	if err != nil {
		return err
	}
	cfg, err := config.Load(os.Getenv, os.ReadFile)
	if err != nil {
		return err
	}
	ctx := context.Background()
	a, err := app.Open(ctx, cfg, testkit.Log(), app.Options{Work: true, Now: func() time.Time { return time.Now().Add(-d) }})
	if err != nil {
		return err
	}
	if err := a.StartWork(ctx); err != nil {
		return err
	}
	select {}
}

// readership stores people who want updates and some who must get none; it
// returns the addresses of the former.
func readership(t *testing.T, h *house.House, c models.Campaign, people int, now time.Time) map[string]bool {
	t.Helper()
	at, want := models.Moment(now.Add(-24*time.Hour)), map[string]bool{}
	for start := 0; start < people; start += 500 {
		err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
			var sigs []*models.Signature
			for i := start; i < min(people, start+500); i++ {
				sig, email, err := reader(h, c, i, at)
				if err != nil {
					return err
				}
				contact := models.ContactIndex(h.Keys, email)
				switch i % spared {
				case 1:
					err = models.Suppress(t.Context(), tx, contact, "bounced", at)
				case 2:
					sig.Updates = false
				case 3:
					for n := range models.UpdatesAWeek {
						if _, err = models.MayUpdate(t.Context(), tx, [][]byte{contact}, at.Add(time.Duration(n)*time.Hour)); err != nil {
							return err
						}
					}
				default:
					want[email.Typed] = true
				}
				if err != nil {
					return err
				}
				sigs = append(sigs, sig)
			}
			return models.AddSignatures(t.Context(), tx, sigs)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, book := range []string{
		"UPDATE signatures SET counted_at = created_at WHERE %d > 0 AND campaign_id = %d",
		"UPDATE signature_counts SET in_state = %d WHERE campaign_id = %d",
		"INSERT INTO day_counts (in_state, campaign_id, day, out_of_state) VALUES (%d, %d, '" + models.Day(at) + "', 0)",
	} {
		if _, err := h.DB.SQL().ExecContext(t.Context(), fmt.Sprintf(book, people, c.ID)); err != nil {
			t.Fatal(err)
		}
	}
	return want
}

func reader(h *house.House, c models.Campaign, i int, at time.Time) (*models.Signature, models.Email, error) {
	who := models.Person{Name: "Ada Example", Email: fmt.Sprintf("s%d@example.org", i), ZIP: "85003"}
	email, err := models.ParseEmail(who.Email)
	sig := &models.Signature{Ref: token.Ref(), CampaignID: c.ID, PetitionID: *c.PetitionID, Household: 1, EmailIndex: models.SignatureIndex(h.Keys, c.Code, email),
		Lang: "en", Display: models.DisplayHidden, Updates: true, InState: true, State: models.SignatureCounted, Mails: 1, MailedAt: at, CreatedAt: at, MovedAt: at}
	sig.SealPerson(h.Keys, who)
	return sig, email, err
}

// tell has an update written by one organizer and approved by another.
func tell(t *testing.T, h *house.House, author, second *house.Visitor, page string) (at string) {
	t.Helper()
	form := url.Values{"headline_en": {"The committee voted"}, "body_en": {"Dear {{name}}, it voted."}, "audience": {"all"}}
	sent := author.Post(page, form).Must(200).Submit("form[action$='/send']", nil).Must(200)
	second.Open(sent.Path).Must(200).Submit("form[action$='/approve']", nil).Must(200)
	return sent.Path
}

// TestKillsSendAnUpdateOnceToEach kills the workers while an update goes out. Who
// asked for it gets it once; who bounced, unsubscribed or has had enough this week
// gets none; and a second one stops within five seconds.
func TestKillsSendAnUpdateOnceToEach(t *testing.T) {
	t.Parallel()
	people, err := strconv.Atoi(os.Getenv(supportersVariable))
	if err != nil {
		people = 1500
	}
	database, late := testkit.PostgresURL(t), time.Since(morning())
	clock := func() time.Time { return time.Now().Add(-late) }
	fake := fakeresend.New(t, fakeresend.WithRate(0))
	fake.Schedule(func(n int, _ fakeresend.Call) fakeresend.Mode {
		if n%7 == 3 {
			return fakeresend.AcceptThenCut
		}
		return fakeresend.OK
	})
	h := house.Open(t, database, house.Setup{Idle: true, Now: clock, Env: resendEnv(fake)})
	campaign := testkit.MakeCampaign(t, h.DB)
	want := readership(t, h, campaign, people, clock())
	author, second := staffVisitor(t, h, "one@example.org", "organizer", "az"), staffVisitor(t, h, "two@example.org", "organizer", "az")
	page := "/organize/campaigns/" + campaign.Slug + "/updates"
	tell(t, h, author, second, page)

	worker := process.Work(t, database, resendEnv(fake))
	worker.File, worker.Args, worker.Env[lateVariable] = os.Args[0], []string{"-test.run=^$"}, late.String()
	for n := range 3 {
		worker.Env[lateVariable] = (late - time.Duration(n)*rescued).String()
		run := worker.Launch(t)
		testkit.Wait(t, "more copies", func() bool { return copies(fake) > n*people/5 || run.HasEnded() })
		if run.HasEnded() {
			t.Fatalf("a worker ended by itself: %s", run.Log())
		}
		run.Kill()
		if _, err := h.DB.SQL().ExecContext(t.Context(), "UPDATE river_job SET state = 'available' WHERE state = 'running'"); err != nil {
			t.Fatal(err)
		}
	}
	worker.Env[lateVariable] = (late - 3*rescued).String()
	worker.Launch(t)
	worker.Launch(t)
	testkit.Wait(t, "the update to be sent", func() bool {
		return number(t, h.DB, "SELECT count(*) FROM updates WHERE state = 'sent'") == 1 && number(t, h.DB, "SELECT count(*) FROM outbox WHERE state IN ('queued','sending')") == 0
	})
	got := map[string]int{}
	for _, sent := range fake.Ledger() {
		if sent.Kind == "update" && want[sent.To] {
			got[sent.To]++
		}
	}
	if n := copies(fake); n != len(want) || len(got) != len(want) {
		t.Errorf("%d copies went to %d of %d people", n, len(got), len(want))
	}
	stops(t, h, fake, author, tell(t, h, author, second, page), people)
}

// copies is how many supporters' mails the provider took.
func copies(fake *fakeresend.Server) (n int) {
	for _, sent := range fake.Ledger() {
		if sent.Kind == "update" {
			n++
		}
	}
	return n
}

// stops stops an update in the middle: five seconds later nothing leaves any more.
func stops(t *testing.T, h *house.House, fake *fakeresend.Server, author *house.Visitor, at string, people int) {
	t.Helper()
	before := copies(fake)
	testkit.Wait(t, "copies of the second update", func() bool { return copies(fake) > before })
	author.Open(at).Must(200).Submit("form[action$='/stop']", nil).Must(200)
	time.Sleep(5 * time.Second)
	after := copies(fake)
	time.Sleep(3 * time.Second)
	if later := copies(fake); later != after || after-before >= people-3*people/spared {
		t.Errorf("of the second update %d copies left before it was stopped, and %d after five seconds", after-before, later-after)
	}
	if n := number(t, h.DB, "SELECT count(*) FROM updates WHERE state = 'stopped'"); n != 1 {
		t.Errorf("%d updates are stopped", n)
	}
}
