package work

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/models"
)

func TestEachAnswerMeansTheRightThing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer error
		state  models.MailState // after the call
		wait   time.Duration    // until it comes again
		paused bool             // for all processes
		same   bool             // comes again with the same key and bytes
	}{
		"accepted":         {nil, models.MailAccepted, 0, false, false},
		"rate limited":     {&mail.Error{Class: mail.RateLimited, RetryAfter: 2 * time.Second}, models.MailQueued, 2 * time.Second, true, false},
		"quota spent":      {&mail.Error{Class: mail.QuotaSpent, RetryAfter: 6 * time.Hour}, models.MailQueued, 6 * time.Hour, true, false},
		"forbidden":        {&mail.Error{Class: mail.Forbidden}, models.MailQueued, forbiddenWait, true, false},
		"unreachable":      {&mail.Error{Class: mail.Unreachable}, models.MailQueued, unreachableWait, false, false},
		"busy":             {&mail.Error{Class: mail.Busy, Doubt: true}, models.MailSending, busyWait, false, true},
		"uncertain":        {uncertain(), models.MailSending, 10 * time.Second, false, true},
		"lost answer":      {taken{uncertain()}, models.MailSending, 10 * time.Second, false, true},
		"no error of ours": {errors.New("something else"), models.MailSending, 10 * time.Second, false, true},
		"refused":          {&mail.Error{Class: mail.Refused, Detail: "no such domain"}, models.MailFailed, 0, false, false},
		"misuse":           {&mail.Error{Class: mail.Misuse}, models.MailFailed, 0, false, false},
		"key with other":   {&mail.Error{Class: mail.KeyReused, Doubt: true}, models.MailUnknown, 0, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.EachDB(t, func(t *testing.T, db *models.DB) {
				s := openShop(t, db, 10)
				s.provider.answer = func(n int, _ call) error {
					if n == 0 {
						return c.answer
					}
					return nil
				}
				id := s.post("ada@example.org")[0]
				if got := s.work(id); got != c.wait {
					t.Errorf("it waits for %s, want %s", got, c.wait)
				}
				s.expect("after the call", c.state, id)
				if c.state != models.MailQueued && c.state != models.MailSending {
					s.desk.Clock.Advance(25 * time.Hour)
					s.work(id)
					s.sweep()
					if len(s.provider.calls) != 1 {
						t.Errorf("called %d times", len(s.provider.calls))
					}
					return
				}
				other := s.post("ben@example.org")[0]
				s.work(other)
				if sent := s.mail(other).State == models.MailAccepted; sent == c.paused {
					t.Errorf("the gate is paused %v, yet another mail was sent: %v", c.paused, sent)
				}
				s.desk.Clock.Advance(min(c.wait, models.MyDataLife/2))
				if c.wait > models.MyDataLife { // a long pause outlives this link
					s.desk.Clock.Advance(c.wait)
					s.work(id)
					s.expect("after the pause", models.MailDropped, id)
					return
				}
				s.work(id)
				s.expect("when it came again", models.MailAccepted, id)
				var mine []call
				for _, made := range s.provider.calls {
					if slices.Contains(made.to, "ada@example.org") {
						mine = append(mine, made)
					}
				}
				if same := mine[0].key == mine[1].key && mine[0].raw == mine[1].raw; len(mine) != 2 || same != c.same {
					t.Errorf("%d calls, the same: %v, want %v", len(mine), same, c.same)
				}
			})
		})
	}
}

// TestADoubtOutlivesLaterRefusals: an answer that is clear about the second
// call says nothing about the first.
func TestADoubtOutlivesLaterRefusals(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 10)
		ids := s.post(addresses(3)...)
		answers := []error{taken{uncertain()}, &mail.Error{Class: mail.RateLimited, RetryAfter: time.Second}, &mail.Error{Class: mail.Unreachable}, &mail.Error{Class: mail.Refused}}
		s.provider.answer = func(n int, _ call) error {
			if n < len(answers) {
				return answers[n]
			}
			return nil
		}
		for range answers {
			s.desk.Clock.Advance(s.work(ids[1]))
			s.expect("in doubt", models.MailSending, ids...)
		}
		s.work(ids[1])
		s.expect("at last", models.MailAccepted, ids...)
		if keys := s.provider.keys(); len(keys) != 1 || len(s.provider.ledger) != 1 || len(s.provider.calls) != 5 {
			t.Errorf("%d keys in %d calls", len(keys), len(s.provider.calls))
		}
	})
}

func TestAfter23HoursInDoubtAPersonDecides(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), openShop(t, db, 10)
		ids := s.post(addresses(2)...)
		s.provider.answer = func(int, call) error { return uncertain() }
		wait := s.work(ids[0])
		s.desk.Clock.Advance(doubtLimit)
		s.work(ids[0])
		s.expect("after 23 hours", models.MailSending, ids...) // and still the same call
		s.desk.Clock.Advance(wait + longestBackoff)
		s.work(ids[0])
		s.expect("later", models.MailUnknown, ids...)
		calls := len(s.provider.calls)
		for range 3 {
			s.desk.Clock.Advance(24 * time.Hour)
			s.sweep()
			s.work(ids[0])
		}
		if len(s.provider.calls) != calls || calls != 2 {
			t.Fatalf("%d calls, then %d", calls, len(s.provider.calls))
		}
		s.provider.answer = nil
		s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
			if err := models.DecideMail(ctx, tx, ids[0], models.MailAccepted, s.moment()); err != nil {
				return err
			}
			return models.DecideMail(ctx, tx, ids[1], models.MailQueued, s.moment())
		})
		if err := s.DB.Write(ctx, func(tx *models.Tx) error { return models.DecideMail(ctx, tx, ids[0], models.MailQueued, s.moment()) }); err == nil {
			t.Error("a decision was taken twice")
		}
		s.work(ids[1])
		s.expect("decided", models.MailAccepted, ids[0])
		s.expect("its link is long dead", models.MailDropped, ids[1])
	})
}

func TestOneRefusedMailDoesNotRefuseItsNeighbours(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 10)
		ids := s.post("ada@example.org", "bad@example.org", "cleo@example.org")
		s.provider.answer = func(_ int, c call) error {
			if slices.Contains(c.to, "bad@example.org") {
				return &mail.Error{Class: mail.Refused, Detail: "validation"}
			}
			return nil
		}
		s.work(ids[0])
		for _, id := range ids {
			s.work(id)
		}
		s.expect("neighbours", models.MailAccepted, ids[0], ids[2])
		s.expect("the bad one", models.MailFailed, ids[1])
		if keys := s.provider.keys(); len(keys) != 4 || len(s.provider.calls) != 4 || len(s.jobs("send_mail")) != 3 {
			t.Errorf("%d keys in %d calls, %d jobs", len(keys), len(s.provider.calls), len(s.jobs("send_mail")))
		}
	})
}

func TestWhatMustNotGoIsTakenOutOfTheLine(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 20)
		sig := testkit.MakeSignature(t, db, s.Keys, s.campaign)
		suppress := func(to, reason string) string {
			email, err := models.ParseEmail(to)
			if err != nil {
				t.Fatal(err)
			}
			s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
				return models.Suppress(ctx, tx, models.ContactIndex(s.Keys, email), reason, s.moment())
			})
			return to
		}
		stale := s.post("late@example.org")[0]
		s.desk.Clock.Advance(models.MyDataLife)
		want := map[models.MailState][]int64{
			models.MailDropped:  append(s.post(suppress("bounced@example.org", "bounced"), suppress("refused@example.org", "refused"), suppress("complained@example.org", "complained")), stale),
			models.MailAccepted: append(s.post(suppress("quiet@example.org", "unsubscribed"), "ada@example.org"), s.postLetter(sig, "office@example.org")),
			models.MailFailed:   {s.postLetter(sig, suppress("office.quiet@example.org", "unsubscribed")), s.postLetter(sig, suppress("office.gone@example.org", "bounced"))},
		}
		unreadable := s.post("x@example.org")[0]
		if _, err := db.SQL().ExecContext(context.Background(), "UPDATE outbox SET payload = '' WHERE kind = 'my_data' AND id = (SELECT max(id) FROM outbox)"); err != nil {
			t.Fatal(err)
		}
		for _, id := range append(s.post("last@example.org"), unreadable) {
			s.work(id)
		}
		for state, ids := range want {
			s.expect("sorted", state, ids...)
		}
		s.expect("unreadable", models.MailFailed, unreadable)
		if _, err := db.SQL().ExecContext(context.Background(), "UPDATE outbox SET payload = NULL WHERE length(payload) = 0"); err != nil {
			t.Fatal(err)
		}
	})
}

// TestALetterThatComesBackAfterItsWriterLeftIsDropped: it was with the provider
// when they withdrew, and the provider did not take it.
func TestALetterThatComesBackAfterItsWriterLeftIsDropped(t *testing.T) {
	t.Parallel()
	for _, erased := range []bool{false, true} {
		testkit.EachDB(t, func(t *testing.T, db *models.DB) {
			s := openShop(t, db, 10)
			ada, ben := testkit.MakeSignature(t, db, s.Keys, s.campaign), testkit.MakeSignature(t, db, s.Keys, s.campaign)
			left, stays := s.postLetter(ada, "office@example.org"), s.postLetter(ben, "office@example.org")
			s.provider.answer = func(n int, _ call) error {
				if n > 0 {
					return nil
				}
				s.desk.Clock.Advance(time.Second)
				s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
					if err := models.MoveSignature(ctx, tx, &ada, models.SignatureWithdrawn, "", s.moment()); err != nil || !erased {
						return err
					}
					if err := models.EraseLetters(ctx, tx, ada.ID); err != nil {
						return err
					}
					return models.EraseSignature(ctx, tx, &ada, []byte("nobody's index"), s.moment())
				})
				return &mail.Error{Class: mail.Unreachable}
			}
			s.desk.Clock.Advance(s.work(stays))
			s.work(stays)
			s.expect("its writer left", models.MailDropped, left)
			s.expect("its writer stays", models.MailAccepted, stays)
			if s.mail(left).Payload != nil {
				t.Error("its content is kept")
			}
		})
	}
}
