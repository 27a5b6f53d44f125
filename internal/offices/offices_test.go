package offices_test

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"statehouse/internal/delivery"
	"statehouse/internal/fault"
	"statehouse/internal/mailroom"
	"statehouse/internal/offices"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/models"
)

// town is a campaign with a senator and people who write to them.
type town struct {
	*desk.Desk
	t        *testing.T
	campaign models.Campaign
	senate   models.Holder
}

func open(t *testing.T, db *models.DB) *town {
	t.Helper()
	o := &town{Desk: desk.Open(t, db), t: t, campaign: testkit.MakeCampaign(t, db), senate: testkit.MakeSeat(t, db, "az", "upper", "1")}
	o.Write(func(ctx context.Context, tx *models.Tx) error {
		return models.AddZIPs(ctx, tx, []models.ZIPDistrict{{ZIP: "85003", DistrictID: o.senate.DistrictID}}, func(int) {})
	})
	return o
}

// wrote is a signer of an address who wrote to the senator.
func (o *town) wrote(email string) models.Signature {
	o.t.Helper()
	sig := testkit.MakeSignature(o.t, o.DB, o.Keys, o.campaign, func(s *testkit.Signer) { s.Email = email })
	if _, err := o.Delivery.Write(context.Background(), sig.ID, delivery.Form{Subject: "Please vote for the bill", Name: "Ada Example", Seats: []int64{o.senate.SeatID},
		Body: "Dear {{legislator}}, I live in your district and ask you for your vote."}); err != nil {
		o.t.Fatal(err)
	}
	return sig
}

// plan gives what waits its mails, as they are paced and folded.
func (o *town) plan() {
	o.t.Helper()
	if err := o.Delivery.Plan(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

var officeLink = regexp.MustCompile(`/office/reply/([\w-]{43})\n`)

// link is the secret in the newest mail of a kind to the office.
func (o *town) link(kind string) string {
	o.t.Helper()
	_, messages := o.Mails(kind)
	if len(messages) == 0 {
		o.t.Fatalf("no %s", kind)
	}
	found := officeLink.FindStringSubmatch(messages[len(messages)-1].Text)
	if found == nil {
		o.t.Fatalf("no link in\n%s", messages[len(messages)-1].Text)
	}
	return found[1]
}

func (o *town) told() (to []string) {
	_, messages := o.Mails(mailroom.KindRelay)
	for _, m := range messages {
		to = append(to, m.To.Email)
	}
	slices.Sort(to)
	return to
}

// read is the newest mail's letter as its writer sees it.
func (o *town) read(email string) delivery.Follow {
	o.t.Helper()
	_, messages := o.Mails(mailroom.KindRelay)
	for _, m := range slices.Backward(messages) {
		if m.To.Email == email {
			f, err := o.Delivery.Follow(context.Background(), letterLink.FindStringSubmatch(m.Text)[1])
			if err != nil {
				o.t.Fatal(err)
			}
			return f
		}
	}
	o.t.Fatalf("nobody told %s", email)
	return delivery.Follow{}
}

var letterLink = regexp.MustCompile(`/letters/([\w-]{43})`)

func (o *town) withdraw(sig models.Signature) {
	o.t.Helper()
	o.Write(func(ctx context.Context, tx *models.Tx) error {
		now := o.Signature(sig.ID)
		return models.MoveSignature(ctx, tx, &now, models.SignatureWithdrawn, "", o.Clock.Now())
	})
}

func answer() offices.Answer {
	return offices.Answer{Text: "Thank you for writing.\n\nThe senator has read the <draft> of the bill.", Name: "Rosa Clerk", Position: "supports"}
}

func TestAnAnswerGoesOnceToTheWriter(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		tok := o.link(mailroom.KindLetter)
		if seen, err := o.Offices.Letters(ctx, tok); err != nil || seen.Subject != "Please vote for the bill" || seen.Number != 1 || !seen.OneHolder || len(seen.Answered) != 0 {
			t.Fatalf("%+v, %v", seen, err)
		}
		a := answer()
		a.Text = "Thank you for writing.\n\nThe senator has read it: 2 < 3 > 1."
		var both sync.WaitGroup
		for range 4 { // an impatient finger, and two processes
			both.Go(func() {
				if err := o.Offices.Answer(ctx, tok, a); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if got := o.told(); len(got) != 1 || got[0] != "ada@example.org" {
			t.Fatalf("told %v", got)
		}
		f := o.read("ada@example.org")
		if len(f.Relays) != 1 || f.Relays[0].Says.Text != a.Text || f.Relays[0].Says.Name != "Rosa Clerk" || f.Relays[0].Position != "supports" {
			t.Errorf("the writer reads %+v", f.Relays)
		}
		last := f.Events[len(f.Events)-1]
		if last.Kind != models.EventAnswered || last.Source != models.SourceOffice || last.Note != "" || !models.IsChained(f.Events) {
			t.Errorf("the last event is %+v", last)
		}
		open, err := models.OpenProposals(ctx, db.Read(), o.campaign.ID)
		if err != nil || len(open) != 1 || open[0].Stance != models.StanceSupports || open[0].SeatID != o.senate.SeatID {
			t.Errorf("proposed %+v, %v", open, err)
		}
		if positions, err := models.PositionsOf(ctx, db.Read(), o.campaign.ID); err != nil || len(positions) != 0 {
			t.Errorf("published unseen: %+v, %v", positions, err)
		}
	})
}

func TestAnOfficeAnswersAFewTimesADay(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		tok, a := o.link(mailroom.KindLetter), answer()
		say := func(n int) error {
			a.Text = "Answer number " + strconv.Itoa(n)
			return o.Offices.Answer(ctx, tok, a)
		}
		for n := range models.MaxRelays {
			if err := say(n); err != nil {
				t.Fatal(err)
			}
		}
		if err := say(99); !fault.Is(err, fault.TooMany) || fault.Of(err).RetryAfter == 0 {
			t.Errorf("one too many: %v", err)
		}
		if err := say(0); err != nil {
			t.Errorf("what was said before, again: %v", err)
		}
		if got := o.told(); len(got) != models.MaxRelays {
			t.Errorf("%d mails", len(got))
		}
		o.Clock.Advance(models.RelayEvery)
		if err := say(99); err != nil {
			t.Errorf("a day later: %v", err)
		}
		o.Clock.Advance(models.OfficeLinkLife)
		if err := say(100); !fault.Is(err, fault.Gone) {
			t.Errorf("after the link has ended: %v", err)
		}
		if _, err := o.Offices.Letters(ctx, tok); !fault.Is(err, fault.Gone) {
			t.Errorf("looking then: %v", err)
		}
		if _, err := o.Offices.Letters(ctx, "nothing"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown link: %v", err)
		}
	})
}

func TestWhatAnOfficeTypesIsPlainTextOfALength(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.wrote("ada@example.org")
		tok := o.link(mailroom.KindLetter)
		for _, c := range []struct {
			change         func(*offices.Answer)
			field, message string
		}{
			{func(a *offices.Answer) { a.Text = " \n " }, "text", "error.office.text"},
			{func(a *offices.Answer) { a.Text = strings.Repeat("é", models.MaxRelay+1) }, "text", "error.text.long"},
			{func(a *offices.Answer) { a.Text = "Hello <b>Ada</b>" }, "text", "error.office.markup"},
			{func(a *offices.Answer) { a.Text = "See <img src=x>" }, "text", "error.office.markup"},
			{func(a *offices.Answer) { a.Text = "Bell \a" }, "text", "error.text.characters"},
			{func(a *offices.Answer) { a.Name = "" }, "name", "error.name.empty"},
			{func(a *offices.Answer) { a.Name = "https://example.org" }, "name", "error.name.link"},
			{func(a *offices.Answer) { a.Position = "loves it" }, "position", "error.survey.position"},
		} {
			a := answer()
			a.Text = "Thank you."
			c.change(&a)
			if err := o.Offices.Answer(ctx, tok, a); !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[c.field] != c.message || len(fault.Of(err).Fields) != 1 {
				t.Errorf("%s: %v, %v", c.message, err, fault.Of(err).Fields)
			}
		}
		if got := o.told(); len(got) != 0 {
			t.Errorf("what was refused went to %v", got)
		}
	})
}

// TestOneAnswerReachesEverybodyOfAFoldedMail but who withdrew, who erased, and,
// by mail, who wants none.
func TestOneAnswerReachesEverybodyOfAFoldedMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		o.Delivery.Paced()
		o.Clock.Advance(time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC).Sub(o.Clock.Now())) // ten in the morning
		var gone, quiet models.Signature
		for _, email := range []string{"ada@example.org", "gone@example.org", "quiet@example.org", "zoe@example.org"} {
			sig := o.wrote(email)
			switch email {
			case "gone@example.org":
				gone = sig
			case "quiet@example.org":
				quiet = sig
			}
		}
		o.plan()
		tok := o.link(mailroom.KindFolded)
		o.Clock.Advance(time.Minute)
		o.wrote("late@example.org") // of the same text, in another mail
		o.Write(func(ctx context.Context, tx *models.Tx) error {
			rows, _ := o.Mails(mailroom.KindFolded)
			for _, m := range rows {
				if _, err := models.ReportMail(ctx, tx, m.ID, models.MailDelivered, "id", o.Clock.Now()); err != nil {
					return err
				}
			}
			email, err := models.ParseEmail("quiet@example.org")
			if err != nil {
				return err
			}
			return models.Suppress(ctx, tx, models.ContactIndex(o.Keys, email), "unsubscribed", o.Clock.Now())
		})
		o.withdraw(gone)
		a := answer()
		a.Text = "Thank you all."
		if err := o.Offices.Answer(ctx, tok, a); err != nil {
			t.Fatal(err)
		}
		if got := o.told(); !slices.Equal(got, []string{"ada@example.org", "zoe@example.org"}) {
			t.Errorf("told %v", got)
		}
		letters, err := models.LettersOf(ctx, db.Read(), quiet.ID)
		if err != nil {
			t.Fatal(err)
		}
		if relays, err := models.RelaysOf(ctx, db.Read(), o.Keys, letters[0].ID); err != nil || len(relays) != 1 {
			t.Errorf("who wants no mail has %d answers at the letter's page, %v", len(relays), err)
		}
		if letters, err = models.LettersOf(ctx, db.Read(), gone.ID); err != nil {
			t.Fatal(err)
		}
		if relays, err := models.RelaysOf(ctx, db.Read(), o.Keys, letters[0].ID); err != nil || len(relays) != 0 {
			t.Errorf("who withdrew has %d answers, %v", len(relays), err)
		}
	})
}

// TestErasingTakesTheWritersCopy and, with the last copy, the answer itself.
func TestErasingTakesTheWritersCopy(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, o := context.Background(), open(t, db)
		sig := o.wrote("ada@example.org")
		tok, a := o.link(mailroom.KindLetter), answer()
		a.Text = "Thank you."
		if err := o.Offices.Answer(ctx, tok, a); err != nil {
			t.Fatal(err)
		}
		if err := o.MyData.Ask(ctx, "ada@example.org", "en"); err != nil {
			t.Fatal(err)
		}
		mine := o.Link(mailroom.KindMyData, "ada@example.org")
		_, entries, _, err := o.MyData.Show(ctx, mine, "en")
		if err != nil || len(entries) != 1 || len(entries[0].Letters[0].Relays) != 1 || entries[0].Letters[0].Relays[0].Says.Text != "Thank you." {
			t.Fatalf("my data shows %+v, %v", entries, err)
		}
		if err := o.MyData.Erase(ctx, mine); err != nil {
			t.Fatal(err)
		}
		if left, err := models.RelaysAfter(ctx, db.Read(), 0, 10); err != nil || len(left) != 0 {
			t.Errorf("%d answers are left, %v", len(left), err)
		}
		if got := o.told(); len(got) != 0 {
			t.Errorf("mails to %v are left", got)
		}
		letters, err := models.LettersOf(ctx, db.Read(), sig.ID)
		if err != nil || !letters[0].IsErased() {
			t.Fatal(err)
		}
		if err := o.Offices.Answer(ctx, tok, a); !fault.Is(err, fault.Gone) {
			t.Errorf("an answer to nobody: %v", err)
		}
	})
}
