package mydata_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

const ada = "ada@example.org"

func as(address string, state models.SignatureState) func(*testkit.Signer) {
	return func(s *testkit.Signer) {
		s.Email, s.State, s.Updates, s.Comment = address, state, true, "For my sister."
	}
}

// ask gets a link as people do: by the mail.
func ask(t *testing.T, d *desk.Desk, address string) string {
	t.Helper()
	if err := d.MyData.Ask(context.Background(), address, "en"); err != nil {
		t.Fatal(err)
	}
	return d.Link(mailroom.KindMyData, address)
}

func TestALinkShowsAllOfOneAddressAndNothingOfAnother(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		first, second := testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)
		one := testkit.MakeSignature(t, db, d.Keys, first, as(ada, models.SignatureCounted))
		testkit.MakeLetter(t, db, d.Keys, one, testkit.MakeSeat(t, db, "az", "upper", "1"))
		testkit.MakeSignature(t, db, d.Keys, second, as("Ada+x@example.org", models.SignaturePending))
		eve := testkit.MakeSignature(t, db, d.Keys, first, as("eve@example.org", models.SignatureCounted))
		tok := ask(t, d, "ADA@example.org")
		email, entries, until, err := d.MyData.Show(ctx, tok, "en")
		if err != nil || email != "ADA@example.org" || len(entries) != 2 || !until.Equal(testkit.Now.Add(models.MyDataLife)) {
			t.Fatalf("%q, %d entries until %s, %v", email, len(entries), until, err)
		}
		letters := 0
		for _, e := range entries {
			letters += len(e.Letters)
			if e.Person.Name != "Ada Example" || e.Person.Comment != "For my sister." {
				t.Errorf("%+v", e.Person)
			}
		}
		if letters != 1 {
			t.Errorf("%d letters", letters)
		}
		for what, act := range map[string]func() error{
			"withdraw": func() error { return d.MyData.Withdraw(ctx, tok, eve.Ref) },
			"correct": func() error {
				return d.MyData.Correct(ctx, tok, eve.Ref, mydata.Change{Name: "Not Eve", Display: "full"})
			},
		} {
			if err := act(); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s another's signature: %v", what, err)
			}
		}
		if err := d.MyData.Correct(ctx, tok, one.Ref, mydata.Change{Name: "Ada Lovelace", Display: "first"}); err != nil {
			t.Fatal(err)
		}
		changed := d.Signature(one.ID)
		if p, err := changed.OpenPerson(d.Keys); err != nil || p.Name != "Ada Lovelace" || p.Email != ada || changed.Display != models.DisplayFirst || changed.Updates {
			t.Errorf("%+v, %+v, %v", p, changed, err)
		}
		d.Clock.Advance(models.MyDataLife)
		for what, act := range map[string]func() error{
			"show":     func() error { _, _, _, err := d.MyData.Show(ctx, tok, "en"); return err },
			"withdraw": func() error { return d.MyData.Withdraw(ctx, tok, one.Ref) },
			"erase":    func() error { return d.MyData.Erase(ctx, tok) },
		} {
			if err := act(); !fault.Is(err, fault.Gone) {
				t.Errorf("%s after ten minutes: %v", what, err)
			}
		}
	})
}

func TestAffirmingANewTextCountsOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, c, as(ada, models.SignatureCounted))
		tok := ask(t, d, ada)
		if _, entries, _, err := d.MyData.Show(ctx, tok, "en"); err != nil || entries[0].Newer != nil {
			t.Errorf("%+v, %v", entries, err)
		}
		next := models.Petition{CampaignID: c.ID, CreatedAt: d.Clock.Now()}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			next.ID = 0
			if err := models.AddPetition(ctx, tx, &next, []models.PetitionText{{Lang: "en", Title: "A new text", Ask: "A", Summary: "S", Story: "W"}}); err != nil {
				return err
			}
			return models.UsePetition(ctx, tx, &c, next.ID, d.Clock.Now())
		})
		_, entries, _, err := d.MyData.Show(ctx, tok, "en")
		if err != nil || entries[0].Newer == nil || entries[0].Newer.Signed != 1 || entries[0].Newer.Version != 2 || entries[0].Newer.Text.Title != "A new text" {
			t.Fatalf("%+v, %v", entries, err)
		}
		if err := d.MyData.Affirm(ctx, tok, sig.Ref, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("a version that is not shown: %v", err)
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := d.MyData.Affirm(ctx, tok, sig.Ref, 2); err != nil && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := d.MyData.Affirm(ctx, tok, sig.Ref, 2); err != nil {
			t.Errorf("again: %v", err)
		}
		rows, err := models.VersionsOf(ctx, db.Read(), c.ID)
		if err != nil || rows[0].Counted != 0 || rows[1].Counted != 1 {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}

func TestAskingTellsNobodyAnything(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		testkit.MakeSignature(t, db, d.Keys, testkit.MakeCampaign(t, db), as(ada, models.SignatureCounted))
		for range 4 {
			for _, address := range []string{ada, "nobody@example.org"} {
				if err := d.MyData.Ask(ctx, address, "en"); err != nil {
					t.Errorf("%s: %v", address, err)
				}
			}
		}
		if _, messages := d.Mails(mailroom.KindMyData); len(messages) != 2 {
			t.Errorf("%d mails, want two in a day to the one who signed", len(messages))
		}
		if err := d.MyData.Ask(ctx, "no address", "en"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
	})
}

func TestWithdrawingStopsWhatHasNotGoneYet(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c, seat := testkit.MakeCampaign(t, db), testkit.MakeSeat(t, db, "az", "upper", "1")
		for _, state := range models.SignatureStates {
			address := string(state) + "@example.org"
			sig := testkit.MakeSignature(t, db, d.Keys, c, as(address, state))
			var letter models.Letter
			if state == models.SignatureCounted || state == models.SignatureHeld {
				letter = testkit.MakeLetter(t, db, d.Keys, sig, seat)
			}
			tok := ask(t, d, address)
			for range 2 {
				if err := d.MyData.Withdraw(ctx, tok, sig.Ref); err != nil {
					t.Errorf("%s: %v", state, err)
				}
			}
			if got := d.Signature(sig.ID).State; got != models.SignatureWithdrawn {
				t.Errorf("%s became %s", state, got)
			}
			if _, err := d.Signing.Confirm(ctx, testkit.ConfirmToken(sig)); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: its link still counts: %v", state, err)
			}
			if letter.ID != 0 {
				comesBack(t, d, sig)
			}
		}
		if rows, _ := d.Mails(mailroom.KindLetter); len(rows) != 0 {
			t.Errorf("%d letters go out", len(rows))
		}
		if counts := d.Counts(c.ID); counts.Counted() != 2 || counts.Withdrawn != 3 {
			t.Errorf("%+v", counts)
		}
	})
}

// comesBack: whoever withdrew and signs once more does not send old letters.
func comesBack(t *testing.T, d *desk.Desk, sig models.Signature) {
	t.Helper()
	d.Write(func(ctx context.Context, tx *models.Tx) error {
		sig, err := models.SignatureByID(ctx, tx, sig.ID)
		if err != nil {
			return err
		}
		for _, to := range []models.SignatureState{models.SignaturePending, models.SignatureCounted} {
			if err := models.MoveSignature(ctx, tx, &sig, to, "", d.Clock.Now()); err != nil {
				return err
			}
		}
		waiting, err := models.UnreleasedLetters(ctx, tx, d.Clock.Now().Add(time.Hour), 10)
		if len(waiting) > 0 {
			t.Errorf("a letter that was taken back is waiting to go")
		}
		return err
	})
	if err := d.Delivery.Release(context.Background(), sig.ID); err != nil {
		t.Error(err)
	}
}

func TestErasingLeavesNothingThatOpens(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c, seat := testkit.MakeCampaign(t, db), testkit.MakeSeat(t, db, "az", "upper", "1")
		counted := testkit.MakeSignature(t, db, d.Keys, c, as(ada, models.SignatureCounted))
		gone := testkit.MakeSignature(t, db, d.Keys, testkit.MakeCampaign(t, db), as(ada, models.SignatureWithdrawn))
		other := testkit.MakeSignature(t, db, d.Keys, c, as("eve@example.org", models.SignatureCounted))
		letter := testkit.MakeLetter(t, db, d.Keys, counted, seat)
		first := ask(t, d, "Ada+asks@example.org")
		tok := ask(t, d, ada) // this one's mail is still in the line
		if err := d.MyData.Erase(ctx, tok); err != nil {
			t.Fatal(err)
		}
		for _, id := range []int64{counted.ID, gone.ID} {
			sig := d.Signature(id)
			if sig.State != models.SignatureWithdrawn || sig.ErasedAt == nil || len(sig.Name)+len(sig.Email)+len(sig.ZIP)+len(sig.Comment) > 0 {
				t.Errorf("%+v", sig)
			}
		}
		if l, err := models.LetterByID(ctx, db.Read(), letter.ID); err != nil || !l.IsErased() || len(l.Subject)+len(l.Name) > 0 {
			t.Errorf("%+v, %v", l, err)
		}
		for _, kind := range []string{mailroom.KindMyData, mailroom.KindLetter, mailroom.KindConfirmation} {
			rows, _ := d.Mails(kind)
			for _, m := range rows {
				if *m.SignatureID != other.ID {
					t.Errorf("a %s is still %s with its content", kind, m.State)
				}
			}
		}
		links, err := models.LinksAfter(ctx, db.Read(), []byte{}, 100)
		if err != nil || len(links) != 0 {
			t.Errorf("%d links still hold an address, %v", len(links), err)
		}
		for _, dead := range []string{first, tok} {
			if _, _, _, err := d.MyData.Show(ctx, dead, "en"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a link of theirs: %v", err)
			}
		}
		if counts := d.Counts(c.ID); counts.Counted() != 1 || counts.Withdrawn != 1 {
			t.Errorf("%+v", counts)
		}
		if err := d.MyData.Ask(ctx, ada, "en"); err != nil {
			t.Fatal(err)
		}
		if rows, _ := d.Mails(mailroom.KindMyData); len(rows) != 0 {
			t.Error("the address is still known")
		}
	})
}

func TestWhatWasWithTheProviderWhileErasingIsEmptiedAfterwards(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, d := context.Background(), desk.Open(t, db)
		c := testkit.MakeCampaign(t, db)
		sig := testkit.MakeSignature(t, db, d.Keys, c, as(ada, models.SignatureCounted))
		testkit.MakeLetter(t, db, d.Keys, sig, testkit.MakeSeat(t, db, "az", "upper", "1"))
		rows, _ := d.Mails(mailroom.KindLetter)
		batch := models.MailBatch{Ref: "batch", State: models.BatchSending, RetryAt: testkit.Now, CreatedAt: testkit.Now}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			_, err := models.AddBatch(ctx, tx, &batch, []int64{rows[0].ID}, testkit.Now)
			return err
		})
		if err := d.MyData.Erase(ctx, ask(t, d, ada)); err != nil {
			t.Fatal(err)
		}
		d.Write(func(ctx context.Context, tx *models.Tx) error {
			if err := models.SettleMail(ctx, tx, rows[0].ID, models.MailAccepted, "id", "", testkit.Now); err != nil {
				return err
			}
			batch.State = models.BatchSettled
			return models.SaveBatch(ctx, tx, batch)
		})
		if m, err := models.MailByID(ctx, db.Read(), rows[0].ID); err != nil || m.Payload != nil || m.State != models.MailAccepted {
			t.Errorf("%s, %d bytes, %v", m.State, len(m.Payload), err)
		}
	})
}
