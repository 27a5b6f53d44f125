package delivery_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"statehouse/internal/delivery"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// street is a place with a senator of its own, a house seat shared with the next
// street, and what else a state may have.
type street struct {
	*desk.Desk
	t                           *testing.T
	campaign                    models.Campaign
	senate, house, other, nobby models.Holder
}

// open makes ZIP 85003: certain in the upper chamber, between two districts in
// the lower one. nobby's seat is in neither.
func open(t *testing.T, db *models.DB) *street {
	t.Helper()
	s := &street{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db), senate: testkit.MakeSeat(t, db, "az", "upper", "1"),
		house: testkit.MakeSeat(t, db, "az", "lower", "1"), other: testkit.MakeSeat(t, db, "az", "lower", "2"), nobby: testkit.MakeSeat(t, db, "az", "upper", "9")}
	s.Write(func(ctx context.Context, tx *models.Tx) error {
		var zips []models.ZIPDistrict
		for _, h := range []models.Holder{s.senate, s.house, s.other} {
			zips = append(zips, models.ZIPDistrict{ZIP: "85003", DistrictID: h.DistrictID})
		}
		return models.AddZIPs(ctx, tx, zips, func(int) {})
	})
	return s
}

func (s *street) signer(state models.SignatureState) models.Signature {
	s.t.Helper()
	return testkit.MakeSignature(s.t, s.DB, s.Keys, s.campaign, testkit.As(state))
}

func letter(seats ...int64) delivery.Form {
	return delivery.Form{Subject: "Please vote for the bill", Body: "Dear {{legislator}}, I live in your district and ask for your vote.", Name: "Ada Example", Seats: seats}
}

func (s *street) write(sig models.Signature, f delivery.Form) (delivery.Written, error) {
	return s.Delivery.Write(context.Background(), sig.ID, f)
}

func (s *street) letters() int {
	s.t.Helper()
	rows, _ := s.Mails(mailroom.KindLetter)
	return len(rows)
}

func (s *street) sql(query string) {
	s.t.Helper()
	if _, err := s.DB.SQL().ExecContext(context.Background(), query); err != nil {
		s.t.Fatal(err)
	}
}

func TestWhichSeatsMayBeWrittenTo(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		ada := s.signer(models.SignatureCounted)
		for name, c := range map[string]struct {
			form  delivery.Form
			field string
		}{
			"a foreign seat":                    {letter(s.nobby.SeatID), "error.to.choice"},
			"own and foreign together":          {letter(s.senate.SeatID, s.nobby.SeatID), "error.to.choice"},
			"one of several, not chosen":        {letter(s.house.SeatID), "error.to.choice"},
			"a seat that is none":               {letter(-1), "error.to.choice"},
			"no seat":                           {letter(), "error.to.empty"},
			"another than the one chosen":       {withChoice(letter(s.other.SeatID), "lower", "1"), "error.to.choice"},
			"chosen where there is no district": {withChoice(letter(s.house.SeatID), "lower", "77"), "error.district.choice"},
			"chosen in another chamber":         {withChoice(letter(s.house.SeatID), "upper", "77"), "error.district.choice"},
		} {
			_, err := s.write(ada, c.form)
			if !fault.Is(err, fault.Invalid) || fault.Of(err).Fields["to"] != c.field {
				t.Errorf("%s: %v, %v", name, err, fault.Of(err).Fields)
			}
		}
		if matches, err := models.MatchesOf(context.Background(), db.Read(), ada.ID); err != nil || len(matches) > 0 || s.letters() > 0 {
			t.Errorf("a refused letter left %v, %d mails, %v", matches, s.letters(), err)
		}
		if _, err := s.write(ada, withChoice(letter(s.senate.SeatID, s.house.SeatID), "lower", "1")); err != nil || s.letters() != 2 {
			t.Fatalf("%d mails, %v", s.letters(), err)
		}
		if _, err := s.write(ada, letter(s.senate.SeatID)); fault.Of(err).Fields["to"] != "error.to.again" {
			t.Errorf("a second letter to one seat: %v", err)
		}
		outside := testkit.MakeSignature(t, db, s.Keys, s.campaign, func(w *testkit.Signer) { w.OutOfState = true })
		if _, err := s.write(outside, letter(s.senate.SeatID)); err == nil {
			t.Error("somebody from elsewhere wrote")
		}
	})
}

func withChoice(f delivery.Form, chamber, code string) delivery.Form {
	f.Choices = map[string]string{chamber: code}
	return f
}

func TestNobodyIsWrittenToWhoCannotGetIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		ada := s.signer(models.SignatureCounted)
		s.sql("UPDATE legislators SET email = ''")
		if _, err := s.write(ada, letter(s.senate.SeatID)); fault.Of(err).Fields["to"] != "error.to.choice" {
			t.Errorf("without an address: %v", err)
		}
		s.sql("UPDATE legislators SET email = 'office@example.org'")
		s.sql("UPDATE terms SET ends_at = '2026-11-01 00:00:00+00:00'")
		if _, err := s.write(ada, letter(s.senate.SeatID)); fault.Of(err).Fields["to"] != "error.to.choice" {
			t.Errorf("a vacant seat: %v", err)
		}
	})
}

func TestOfficesThatShareAnAddressGetOneMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.sql("UPDATE legislators SET email = 'Front.Desk@example.org' WHERE id % 2 = 0")
		s.sql("UPDATE legislators SET email = 'front.desk@EXAMPLE.org' WHERE id % 2 = 1")
		ada := s.signer(models.SignatureCounted)
		w, err := s.write(ada, withChoice(letter(s.senate.SeatID, s.house.SeatID, s.senate.SeatID), "lower", "1"))
		if err != nil || s.letters() != 1 {
			t.Fatalf("%d mails, %v", s.letters(), err)
		}
		if err := s.Delivery.Release(context.Background(), ada.ID); err != nil || s.letters() != 1 {
			t.Errorf("released again: %d mails, %v", s.letters(), err)
		}
		f, err := s.Delivery.Follow(context.Background(), w.Link)
		if err != nil || len(f.Fates) != 2 || f.Fates[0].Fate != models.MailQueued || f.Fates[1].Fate != models.MailQueued {
			t.Errorf("%+v, %v", f.Fates, err)
		}
	})
}

func TestALetterPostedTwiceAtOnceGoesOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		ada := s.signer(models.SignatureCounted)
		var wg sync.WaitGroup
		var taken atomic.Int32
		for range 8 {
			wg.Go(func() {
				switch _, err := s.write(ada, letter(s.senate.SeatID)); {
				case err == nil:
					taken.Add(1)
				case !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if taken.Load() != 1 || s.letters() != 1 {
			t.Errorf("%d letters taken, %d mails", taken.Load(), s.letters())
		}
	})
}

func TestALetterOfAHeldSignatureWaits(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		ada := s.signer(models.SignatureHeld)
		w, err := s.write(ada, letter(s.senate.SeatID))
		if err != nil || !w.Waits || s.letters() != 0 {
			t.Fatalf("%+v, %d mails, %v", w, s.letters(), err)
		}
		if err := s.Delivery.Release(ctx, ada.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("released while held: %v", err)
		}
		s.Write(func(ctx context.Context, tx *models.Tx) error {
			return models.MoveSignature(ctx, tx, &ada, models.SignatureCounted, "", s.Clock.Now())
		})
		for range 2 {
			if err := s.Delivery.Release(ctx, ada.ID); err != nil || s.letters() != 1 {
				t.Errorf("%d mails, %v", s.letters(), err)
			}
		}
	})
}

func TestOnlyCountedAndHeldSignaturesWrite(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		for _, state := range []models.SignatureState{models.SignaturePending, models.SignatureInvalidated, models.SignatureWithdrawn} {
			if _, err := s.write(s.signer(state), letter(s.senate.SeatID)); !fault.Is(err, fault.Gone) {
				t.Errorf("%s: %v", state, err)
			}
		}
	})
}

// TestAWriterWhoWithdrawsMeanwhile: however the two meet, no letter of a
// withdrawn signature is left in the line and the journals hold.
func TestAWriterWhoWithdrawsMeanwhile(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		for n := range 12 {
			address := "ada" + string(rune('a'+n)) + "@example.org"
			ada := testkit.MakeSignature(t, db, s.Keys, s.campaign, func(w *testkit.Signer) { w.Email = address })
			if err := s.MyData.Ask(ctx, address, "en"); err != nil {
				t.Fatal(err)
			}
			tok := s.Link(mailroom.KindMyData, address)
			var wg sync.WaitGroup
			wg.Go(func() {
				_, err := s.write(ada, withChoice(letter(s.senate.SeatID, s.house.SeatID), "lower", "1"))
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Gone) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := s.MyData.Withdraw(ctx, tok, ada.Ref); err != nil && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
			wg.Wait()
			if s.Signature(ada.ID).State == models.SignatureWithdrawn && s.letters() > 0 {
				t.Fatalf("round %d: %d letters still go out", n, s.letters())
			}
		}
		s.Verify()
	})
}

func TestWhoseLetterNeverLeftMayWriteAgain(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]models.SignatureState{"its mail was taken out of the line": models.SignatureCounted, "it had no mail yet": models.SignatureHeld} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.EachDB(t, func(t *testing.T, db *models.DB) {
				s := open(t, db)
				ada := s.signer(state)
				if _, err := s.write(ada, letter(s.senate.SeatID)); err != nil {
					t.Fatal(err)
				}
				s.Write(func(ctx context.Context, tx *models.Tx) error {
					return models.DropMailsOf(ctx, tx, ada.ID, "taken back", s.Clock.Now())
				})
				if _, err := s.write(ada, letter(s.senate.SeatID)); err != nil {
					t.Errorf("a second letter after one that never left: %v", err)
				}
				if _, err := s.write(ada, letter(s.senate.SeatID)); fault.Of(err).Fields["to"] != "error.to.again" {
					t.Errorf("a third beside one that waits: %v", err)
				}
			})
		})
	}
}

func TestAFollowedLetterTellsItsFateUntilItsLinkDies(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		w, err := s.write(s.signer(models.SignatureCounted), letter(s.senate.SeatID))
		if err != nil {
			t.Fatal(err)
		}
		rows, messages := s.Mails(mailroom.KindLetter)
		if messages[0].To.Email != s.senate.Email || messages[0].ReplyTo != "" {
			t.Errorf("%+v", messages[0])
		}
		for _, fate := range []models.MailState{models.MailAccepted, models.MailDelayed, models.MailDelivered, models.MailBounced} {
			s.Write(func(ctx context.Context, tx *models.Tx) error {
				_, err := models.ReportMail(ctx, tx, rows[0].ID, fate, "id", s.Clock.Now())
				return err
			})
			f, err := s.Delivery.Follow(ctx, w.Link)
			if err != nil || len(f.Fates) != 1 || f.Fates[0].Fate != fate || f.Text.Subject != "Please vote for the bill" {
				t.Errorf("%s: %+v, %v", fate, f, err)
			}
		}
		if _, err := s.Delivery.Follow(ctx, "no-such-link"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		s.Clock.Advance(models.LettersLife)
		if _, err := s.Delivery.Follow(ctx, w.Link); !fault.Is(err, fault.Gone) {
			t.Errorf("%v", err)
		}
	})
}

func TestAChoiceMovesTheJournal(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, s := context.Background(), open(t, db)
		ada := s.signer(models.SignatureCounted)
		for _, c := range []struct {
			code string
			seat models.Holder
		}{{"1", s.house}, {"2", s.other}} {
			if _, err := s.write(ada, withChoice(letter(c.seat.SeatID), "lower", c.code)); err != nil {
				t.Fatal(err)
			}
			journal, err := models.DistrictsOf(ctx, db.Read(), s.campaign.ID)
			if err != nil || len(journal) != 1 || journal[0].DistrictID != c.seat.DistrictID || journal[0].Signatures != 1 {
				t.Errorf("%s: %+v, %v", c.code, journal, err)
			}
			s.Clock.Advance(time.Minute)
		}
	})
}
