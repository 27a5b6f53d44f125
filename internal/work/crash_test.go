package work

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"statehouse/internal/mail"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// TestAProcessThatDiesAnywhereLosesAndDoublesNothing stops between the steps of
// the protocol; another process finds what is left by the sweep alone.
func TestAProcessThatDiesAnywhereLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, die := range map[string]func(s *shop){
		"before the claim": func(*shop) {},
		"after the claim": func(s *shop) {
			if _, err := s.claim(ctx); err != nil {
				s.t.Fatal(err)
			}
		},
		"after the call": func(s *shop) {
			claimed, err := s.claim(ctx)
			if err != nil {
				s.t.Fatal(err)
			}
			if _, err := s.Transport.Send(ctx, "statehouse/"+claimed.batch.Ref, claimed.messages); err != nil {
				s.t.Fatal(err)
			}
		},
		"after another claim of the same batch": func(s *shop) {
			claimed, err := s.claim(ctx)
			if err != nil {
				s.t.Fatal(err)
			}
			s.desk.Clock.Advance(claimFor)
			if again, err := s.reclaim(ctx, claimed.batch.ID); err != nil || again == nil || !again.inDoubt {
				s.t.Fatalf("%+v, %v", again, err)
			}
			if twice, err := s.reclaim(ctx, claimed.batch.ID); err != nil || twice != nil {
				s.t.Fatalf("two processes hold one batch: %+v, %v", twice, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.EachDB(t, func(t *testing.T, db *models.DB) {
				s := openShop(t, db, 10)
				ids := s.post(addresses(3)...)
				die(s)
				s.sweep()
				if woken := s.jobs("send_mail"); len(woken) != 0 {
					t.Errorf("woken while its process may still live: %v", woken)
				}
				s.desk.Clock.Advance(claimFor + time.Second)
				s.sweep()
				s.sweep() // one job each is enough
				woken := s.jobs("send_mail")
				if len(woken) == 0 || len(woken) > len(ids) {
					t.Fatalf("woken: %v", woken)
				}
				s.work(ids[0])
				s.expect("after the sweep", models.MailAccepted, ids...)
				if len(s.provider.keys()) != 1 || len(s.provider.ledger) != 1 {
					t.Errorf("%d keys", len(s.provider.keys()))
				}
				for _, made := range s.provider.calls {
					if made.raw != s.provider.calls[0].raw {
						t.Error("a repeated call has other bytes")
					}
				}
				s.sweep()
				if again := s.jobs("send_mail"); len(again) != len(woken) {
					t.Errorf("finished work is woken: %v", again)
				}
			})
		})
	}
}

func TestTheSweepWakesWhatWasLeftBehindAndNothingElse(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 10)
		seat := testkit.MakeSeat(t, db, "az", "upper", "1")
		held := testkit.MakeSignature(t, db, s.Keys, s.campaign, testkit.As(models.SignatureHeld))
		still := testkit.MakeSignature(t, db, s.Keys, s.campaign, testkit.As(models.SignatureHeld))
		for _, sig := range []models.Signature{held, still} {
			testkit.MakeLetter(t, db, s.Keys, sig, seat)
		}
		s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
			for _, e := range []models.WebhookEvent{{ID: "waiting", Type: "email.sent", At: testkit.Now, ReceivedAt: testkit.Now},
				{ID: "applied", Type: "email.sent", At: testkit.Now, ReceivedAt: testkit.Now}} {
				if _, err := models.AddWebhookEvent(ctx, tx, e); err != nil {
					return err
				}
			}
			if err := models.MarkApplied(ctx, tx, "applied", testkit.Now); err != nil {
				return err
			}
			return models.MoveSignature(ctx, tx, &held, models.SignatureCounted, "", testkit.Now)
		})
		s.desk.Clock.Advance(5 * time.Minute)
		s.sweep()
		s.sweep()
		if got := s.jobs("release_letters"); !slices.Equal(got, []string{fmt.Sprintf(`{"signature_id":%d}`, held.ID)}) {
			t.Errorf("letters: %v", got)
		}
		if got := s.jobs("apply_report"); !slices.Equal(got, []string{`{"event_id":"waiting"}`}) {
			t.Errorf("reports: %v", got)
		}
	})
}

// TestABatchWhoseMailsAreGoneIsClosed: their signature was refused while the
// provider had them.
func TestABatchWhoseMailsAreGoneIsClosed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), openShop(t, db, 1)
		sig := testkit.MakeSignature(t, db, s.Keys, s.campaign, testkit.As(models.SignaturePending))
		s.provider.answer = func(int, call) error { return uncertain() }
		rows, _ := s.desk.Mails("confirmation")
		s.work(rows[0].ID)
		s.expect("in doubt", models.MailSending, rows[0].ID)
		if err := s.desk.Signing.Refuse(ctx, testkit.ConfirmToken(sig)); err != nil {
			t.Fatal(err)
		}
		s.desk.Clock.Advance(time.Hour)
		s.sweep()
		left, err := models.DueBatches(ctx, db.Read(), s.moment(), 10)
		if err != nil || len(left) != 0 {
			t.Errorf("%+v, %v", left, err)
		}
	})
}

// TestABatchThatCannotBeRepeatedIsLeftToAPerson: a reported mail of it was
// erased, and the provider would take the rest for another call.
func TestABatchThatCannotBeRepeatedIsLeftToAPerson(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := openShop(t, db, 10)
		ada, ben := testkit.MakeSignature(t, db, s.Keys, s.campaign), testkit.MakeSignature(t, db, s.Keys, s.campaign)
		ids := []int64{s.postLetter(ada, "office@example.org"), s.postLetter(ben, "office@example.org")}
		s.provider.answer = func(int, call) error { return taken{uncertain()} }
		wait := s.work(ids[0])
		s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
			if _, err := models.ReportMail(ctx, tx, ids[0], models.MailDelivered, "id", s.moment()); err != nil {
				return err
			}
			return models.ForgetMailsOf(ctx, tx, ada.ID)
		})
		s.desk.Clock.Advance(wait)
		s.work(ids[1])
		s.expect("reported", models.MailDelivered, ids[0])
		s.expect("not reported", models.MailUnknown, ids[1])
		if len(s.provider.calls) != 1 {
			t.Errorf("%d calls", len(s.provider.calls))
		}
	})
}

func TestTheSweepForgetsWhatOutlivedItsPurposeAndNothingElse(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), openShop(t, db, 10)
		sent := s.post("ada@example.org")[0]
		s.work(sent)
		s.provider.answer = func(int, call) error { return &mail.Error{Class: mail.KeyReused, Doubt: true} }
		unknown := s.post("ben@example.org")[0]
		s.work(unknown)
		s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
			if err := leaveTraces(ctx, tx); err != nil {
				return err
			}
			_, err := models.MayMail(ctx, tx, []byte("contact"), testkit.Now)
			return err
		})
		count := func(query string) (n int) {
			if err := db.SQL().QueryRowContext(ctx, query).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		expect := func(when string, payloads, links, sessions, caps int) {
			t.Helper()
			s.sweep()
			got := []int{count("SELECT count(*) FROM outbox WHERE payload IS NOT NULL"), count("SELECT count(*) FROM links"),
				count("SELECT count(*) FROM sessions"), count("SELECT count(*) FROM confirmation_caps")}
			if want := []int{payloads, links, sessions, caps}; !slices.Equal(got, want) {
				t.Errorf("%s: payloads, links, sessions, caps are %v, want %v", when, got, want)
			}
		}
		if n := count("SELECT count(*) FROM sessions"); n != 2 {
			t.Fatal(n)
		}
		traces := func(want int) {
			t.Helper()
			if got := count("SELECT (SELECT count(*) FROM devices) + (SELECT count(*) FROM ceremonies) + (SELECT count(*) FROM sign_in_tries)"); got != want {
				t.Errorf("%d traces of signing in, want %d", got, want)
			}
		}
		traces(3)
		expect("at once", 2, 4, 1, 1) // each mail has its link and one to unsubscribe
		s.desk.Clock.Advance(24 * time.Hour)
		expect("after a day", 2, 4, 1, 0)
		traces(1)
		s.desk.Clock.Advance(models.KeepMail - 24*time.Hour)
		expect("after 30 days", 2, 4, 1, 0)
		s.desk.Clock.Advance(models.MyDataLife + time.Second)
		expect("a little later", 1, 2, 1, 0) // what a person must decide stays, with the links of two years
		traces(1)
		s.desk.Clock.Advance(models.KeepDevice)
		s.sweep()
		traces(0)
	})
}

// leaveTraces leaves what signing in leaves: a session that is over and one that is
// not, a browser, a question about a passkey, and a try.
func leaveTraces(ctx context.Context, tx *models.Tx) error {
	u := models.User{Email: "staff@example.org", Name: "Sam Sample", Role: models.RoleAdmin, CreatedAt: testkit.Now}
	if err := models.AddUser(ctx, tx, &u); err != nil {
		return err
	}
	for ref, ends := range map[string]time.Time{"dead": testkit.Now, "live": testkit.Now.AddDate(2, 0, 0)} {
		if err := models.AddSession(ctx, tx, models.Session{Token: ref, Ref: ref, UserID: u.ID, State: models.SessionOpen, Method: models.ByLink, Browser: "other", System: "other",
			Data: []byte("x"), StartedAt: testkit.Now, SeenAt: testkit.Now, ExpiresAt: ends}); err != nil {
			return err
		}
	}
	if _, err := models.MeetDevice(ctx, tx, models.Device{UserID: u.ID, Hash: []byte("x"), SeenAt: testkit.Now}); err != nil {
		return err
	}
	if err := models.AddCeremony(ctx, tx, models.Ceremony{Hash: []byte("x"), Data: []byte("x"), ExpiresAt: testkit.Now.Add(models.CeremonyLife)}); err != nil {
		return err
	}
	_, err := models.BookSignInTry(ctx, tx, []byte("x"), testkit.Now)
	return err
}
