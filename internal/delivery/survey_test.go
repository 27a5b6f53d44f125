package delivery_test

import (
	"context"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"statehouse/internal/certificate"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// wrote is a signer who wrote to the senator at an address, long enough ago.
func (s *street) wrote(address string) models.Signature {
	s.t.Helper()
	sig := testkit.MakeSignature(s.t, s.DB, s.Keys, s.campaign, func(w *testkit.Signer) { w.Email = address })
	if _, err := s.write(sig, letter(s.senate.SeatID)); err != nil {
		s.t.Fatal(err)
	}
	return sig
}

// deliver has every mail of a letter accepted by the provider now.
func (s *street) deliver() {
	s.t.Helper()
	s.Write(func(ctx context.Context, tx *models.Tx) error {
		rows, _ := s.Mails(mailroom.KindLetter)
		for _, m := range rows {
			if m.State != models.MailQueued {
				continue
			}
			if _, err := models.ReportMail(ctx, tx, m.ID, models.MailDelivered, "id", s.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *street) ask() {
	s.t.Helper()
	if err := s.Delivery.AskWriters(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *street) asked() (to []string) {
	_, messages := s.Mails(mailroom.KindSurvey)
	for _, m := range messages {
		to = append(to, m.To.Email)
	}
	return to
}

func told(delivery int64, answered, position string) models.LetterReply {
	return models.LetterReply{DeliveryID: delivery, Answered: models.Answered(answered), Position: models.ToldPosition(position)}
}

var letterLink = regexp.MustCompile(`/letters/([\w-]{43})`)

func TestWritersAreAskedOnceTwoWeeksAfterTheirLetterLeft(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		s.wrote("ada@example.org")
		gone, quiet := s.wrote("gone@example.org"), "quiet@example.org"
		s.wrote(quiet)
		s.deliver()
		waiting := s.signer(models.SignatureCounted)
		if _, err := s.write(waiting, letter(s.senate.SeatID)); err != nil { // it never leaves
			t.Fatal(err)
		}
		s.Clock.Advance(models.SurveyAfter - time.Minute)
		if s.ask(); len(s.asked()) != 0 {
			t.Errorf("asked too early: %v", s.asked())
		}
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			email, err := models.ParseEmail(quiet)
			if err != nil {
				return err
			}
			if err := models.Suppress(ctx, tx, models.ContactIndex(s.Keys, email), "unsubscribed", s.Clock.Now()); err != nil {
				return err
			}
			return models.MoveSignature(ctx, tx, &gone, models.SignatureWithdrawn, "", s.Clock.Now())
		})
		s.Clock.Advance(time.Minute)
		var both sync.WaitGroup
		for range 4 { // two processes, and again
			both.Go(func() {
				if err := s.Delivery.AskWriters(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		s.Clock.Advance(24 * time.Hour)
		s.ask()
		if got := s.asked(); len(got) != 1 || got[0] != "ada@example.org" {
			t.Errorf("asked %v", got)
		}
	})
}

func TestOneThatCannotBeAskedKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		broken := s.wrote("broken@example.org")
		s.wrote("ada@example.org")
		s.deliver()
		s.Clock.Advance(models.SurveyAfter)
		s.sql("UPDATE signatures SET ref = 'broken' WHERE id = " + strconv.FormatInt(broken.ID, 10))
		if err := s.Delivery.AskWriters(context.Background()); err == nil {
			t.Error("what does not open is no error")
		}
		if got := s.asked(); len(got) != 1 || got[0] != "ada@example.org" {
			t.Errorf("asked %v", got)
		}
		s.sql("UPDATE signatures SET ref = '" + broken.Ref + "' WHERE id = " + strconv.FormatInt(broken.ID, 10))
	})
}

func TestWhatAWriterTellsMayChangeAndGoesWithTheLetter(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		sig := s.wrote("ada@example.org")
		s.deliver()
		s.Clock.Advance(models.SurveyAfter)
		s.ask()
		_, messages := s.Mails(mailroom.KindSurvey)
		tok := letterLink.FindStringSubmatch(messages[0].Text)[1]
		f, err := s.Delivery.Follow(ctx, tok)
		if err != nil || len(f.Asked) != 1 {
			t.Fatalf("%v, %v", f.Asked, err)
		}
		for field, answer := range map[string][2]string{"answered": {"maybe", "supports"}, "position": {"personal", "loves it"}} {
			if err := s.Delivery.Tell(ctx, tok, told(f.Asked[0], answer[0], answer[1])); fault.Of(err).Fields[field] == "" {
				t.Errorf("%v: %v", answer, err)
			}
		}
		if err := s.Delivery.Tell(ctx, tok, told(999, "none", "")); !fault.Is(err, fault.NotFound) {
			t.Errorf("of another's delivery: %v", err)
		}
		for _, answer := range [][2]string{{"none", "supports"}, {"personal", "supports"}} {
			if err := s.Delivery.Tell(ctx, tok, told(f.Asked[0], answer[0], answer[1])); err != nil {
				t.Error(err)
			}
		}
		if f, err = s.Delivery.Follow(ctx, tok); err != nil || f.Replies[f.Asked[0]].Answered != models.AnsweredPersonal || f.Replies[f.Asked[0]].Position != "supports" {
			t.Errorf("%+v, %v", f.Replies, err)
		}
		s.Verify()
		s.Write(func(ctx context.Context, tx *models.Tx) error { return models.EraseLetters(ctx, tx, sig.ID) })
		if counts, err := models.WritersTold(ctx, db.Read(), s.campaign.ID); err != nil || len(counts) != 0 {
			t.Errorf("after erasing: %v, %v", counts, err)
		}
	})
}

func TestFewWhoToldAreNotToldOf(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		for n := range 12 {
			s.wrote("w" + string(rune('a'+n)) + "@example.org")
		}
		s.deliver()
		s.Clock.Advance(models.SurveyAfter)
		s.ask()
		_, messages := s.Mails(mailroom.KindSurvey)
		for n, m := range messages {
			tok := letterLink.FindStringSubmatch(m.Text)[1]
			f, err := s.Delivery.Follow(ctx, tok)
			if err != nil {
				t.Fatal(err)
			}
			answered := "none"
			if n%2 == 0 {
				answered = "standard"
			}
			if err := s.Delivery.Tell(ctx, tok, told(f.Asked[0], answered, "unsaid")); err != nil {
				t.Fatal(err)
			}
			sum, err := certificate.Survey(ctx, db.Read(), s.campaign.ID)
			if err != nil {
				t.Fatal(err)
			}
			switch writers := n + 1; {
			case writers < 5 && sum.Writers != 0, writers >= 5 && sum.Writers != writers:
				t.Errorf("after %d: %+v", writers, sum)
			case writers >= 5 && writers < 10 && sum.Answered != -1:
				t.Errorf("after %d small numbers are told: %+v", writers, sum)
			case writers == 12 && (sum.Answered != 6 || sum.Low > 0.5 || sum.High < 0.5):
				t.Errorf("at the end: %+v", sum)
			}
		}
	})
}
