package delivery_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/fault"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/internal/verify"
	"statehouse/models"
)

type noJobs struct{}

func (noJobs) Add(context.Context, *models.Tx, ...river.JobArgs) error { return nil }

// counter is a paced delivery desk on a working day at ten in the office's zone.
type counter struct {
	*testing.T
	db       *models.DB
	keys     *privacy.Keys
	clock    *testkit.Clock
	acts     *delivery.Delivery
	mydata   *mydata.MyData
	campaign models.Campaign
	senate   models.Holder
}

// draft is the campaign's own text.
const draft = `Dear {{legislator}},

I live in your district and ask you to vote for the bill that keeps young people who were sold for sex out of the courts.
They were harmed by adults. What helps them is a safe place to live, a doctor, a school and somebody who stays with them,
and what the law gives them today is a cell and a record that follows them for years. Other states have changed this.

{{name}}
{{zip}}`

const own = `I teach at a school in town. Last spring a girl of my class was arrested where she should have been looked after, and she
has not come back. I am asking you to read what the teachers of this district wrote in May and to tell us how you will vote.`

func openCounter(t *testing.T, db *models.DB) *counter {
	t.Helper()
	clock, keys := testkit.NewClock(), testkit.Keys()
	clock.Advance(5 * time.Hour) // ten o'clock in Phoenix
	c := &counter{T: t, db: db, keys: keys, clock: clock, mydata: mydata.New(db, keys, room(keys), clock.Now),
		campaign: testkit.MakeCampaign(t, db), senate: testkit.MakeSeat(t, db, "az", "upper", "1")}
	c.acts = c.actsOn(db)
	c.write(func(ctx context.Context, tx *models.Tx) error {
		if err := models.AddVariants(ctx, tx, []models.LetterVariant{{CampaignID: c.campaign.ID, Number: 1, Place: 1, Lang: "en", Subject: "Please vote for the bill", Body: draft}}); err != nil {
			return err
		}
		return models.AddZIPs(ctx, tx, []models.ZIPDistrict{{ZIP: "85003", DistrictID: c.senate.DistrictID}}, func(int) {})
	})
	return c
}

func room(keys *privacy.Keys) mailroom.Room {
	return mailroom.Room{Keys: keys, Queue: noJobs{}, Site: "Statehouse", BaseURL: "https://statehouse.example.org",
		From: mail.Address{Email: "mail@example.org"}, LetterFrom: mail.Address{Email: "letters@letters.example.org"}}
}

// actsOn are the acts of another process.
func (c *counter) actsOn(db *models.DB) *delivery.Delivery {
	return delivery.New(db, c.keys, room(c.keys), districts.NewLocator(nil), c.clock.Now).Paced()
}

// newHolder gives the senate's seat to somebody else.
func (c *counter) newHolder(email string) {
	c.Helper()
	c.write(func(ctx context.Context, tx *models.Tx) error {
		ocd := "ocd-person/" + token.Ref()
		if err := models.SaveLegislators(ctx, tx, []models.Legislator{{OCD: ocd, State: "az", Name: "Nora New", Party: "Independent", Email: email, UpdatedAt: c.clock.Now()}}); err != nil {
			return err
		}
		people, err := models.LegislatorsByOCD(ctx, tx, []string{ocd})
		if err != nil {
			return err
		}
		open, err := models.OpenTerms(ctx, tx, "az", []int64{c.senate.LegislatorID})
		if err != nil {
			return err
		}
		for _, term := range open {
			if err := models.EndTerms(ctx, tx, []int64{term.ID}, c.clock.Now()); err != nil {
				return err
			}
		}
		return models.AddTerms(ctx, tx, []models.Term{{SeatID: c.senate.SeatID, LegislatorID: people[0].ID, StartsAt: c.clock.Now()}})
	})
}

func (c *counter) write(fn func(ctx context.Context, tx *models.Tx) error) {
	c.Helper()
	if err := c.db.Write(context.Background(), func(tx *models.Tx) error { return fn(context.Background(), tx) }); err != nil {
		c.Fatal(err)
	}
}

// letter is written by somebody new to the office.
func (c *counter) letter(name, body string, share bool) models.Signature {
	c.Helper()
	sig := testkit.MakeSignature(c.T, c.db, c.keys, c.campaign, func(s *testkit.Signer) { s.Name, s.Email = name, token.Code(12)+"@example.org" })
	body = strings.NewReplacer("{{name}}", name, "{{zip}}", "85003").Replace(body)
	if _, err := c.acts.Write(context.Background(), sig.ID, delivery.Form{Subject: "Please vote for the bill", Body: body, Name: name, ShareEmail: share, Seats: []int64{c.senate.SeatID}}); err != nil {
		c.Fatal(err)
	}
	return sig
}

// plan lets d go by, minute by minute.
func (c *counter) plan(d time.Duration) {
	c.Helper()
	for ; d > 0; d -= time.Minute {
		if err := c.acts.Plan(context.Background()); err != nil {
			c.Fatal(err)
		}
		c.clock.Advance(time.Minute)
	}
}

// mails are the queued mails to offices, in the order in which they go out.
func (c *counter) mails() (list []mail.Message) {
	c.Helper()
	rows, err := models.MailsIn(context.Background(), c.db.Read(), models.MailQueued, 1000)
	if err != nil {
		c.Fatal(err)
	}
	for _, row := range rows {
		if row.Priority != models.PriorityLetter {
			continue
		}
		encoded, err := c.keys.Open(models.SealPurpose, row.Ref, row.Payload)
		if err != nil {
			c.Fatal(err)
		}
		m, err := mail.Decode(encoded)
		if err != nil {
			c.Fatal(err)
		}
		list = append(list, m)
	}
	return list
}

func (c *counter) verify() {
	c.Helper()
	if found, err := verify.Database(context.Background(), c.db, c.keys); err != nil || len(found) > 0 {
		c.Errorf("verify: %v, %v", found, err)
	}
}

func (c *counter) withdraw(sig models.Signature) {
	c.Helper()
	c.write(func(ctx context.Context, tx *models.Tx) error {
		if err := models.DropMailsOf(ctx, tx, sig.ID, "withdrawn", c.clock.Now()); err != nil {
			return err
		}
		return models.MoveSignature(ctx, tx, &sig, models.SignatureWithdrawn, "", c.clock.Now())
	})
}

func TestNoMailIsFrozenBeforeItsTime(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.clock.Advance(9 * time.Hour) // seven in the evening
		c.letter("Ada Example", own, false)
		c.plan(12 * time.Hour)
		if n := len(c.mails()); n != 0 {
			t.Fatalf("%d mails at night", n)
		}
		c.plan(3 * time.Hour)
		if n := len(c.mails()); n != 1 {
			t.Errorf("%d mails in the morning", n)
		}
		c.verify()
	})
}

func TestTheSameTextGoesOnceAndALetterOfItsOwnGoesFirst(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		for n, name := range []string{"Bo Sample", "Cy Sample", "Di Sample"} {
			c.letter(name, draft+fmt.Sprintf("\nI am number %d.", n), n == 1)
		}
		c.letter("Ada Example", own, false)
		c.plan(time.Hour)
		mails := c.mails()
		if len(mails) != 2 {
			t.Fatalf("%d mails", len(mails))
		}
		if single := mails[0]; single.Kind != mailroom.KindLetter || single.From.Name != "Ada E. via Statehouse" || !strings.Contains(single.Text, "I teach at a school") {
			t.Errorf("first: %+v", single)
		}
		folded := mails[1]
		if folded.Kind != mailroom.KindFolded || !strings.HasPrefix(folded.Subject, "3 constituents: ") || folded.ReplyTo != "" || folded.From.Email != "letters@letters.example.org" {
			t.Errorf("second: %+v", folded)
		}
		if strings.Count(folded.Text, "I live in your district") != 1 || strings.Contains(folded.Text, "{{") {
			t.Errorf("the text does not stand there once:\n%s", folded.Text)
		}
		for _, want := range []string{"\nBo Sample, 85003\n", "\nDi Sample, 85003\n", "\nCy Sample, 85003, "} {
			if !strings.Contains(folded.Text, want) {
				t.Errorf("%q is not in\n%s", want, folded.Text)
			}
		}
		c.letter("Ed Sample", draft, false)
		c.plan(2 * time.Hour)
		if n := len(c.mails()); n != 2 {
			t.Errorf("the same text went again on the same day: %d mails", n)
		}
		c.plan(24 * time.Hour)
		if mails = c.mails(); len(mails) != 3 || mails[2].Kind != mailroom.KindLetter || mails[2].From.Name != "Ed S. via Statehouse" {
			t.Errorf("one alone is no plain letter: %+v", mails)
		}
		c.verify()
	})
}

func TestACirculatedTextIsFoldedFromTheSecondOnIfTheFirstStillWaits(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.letter("Bo Sample", own, false)
		c.letter("Cy Sample", own+" Thank you.", false)
		c.plan(time.Hour)
		if mails := c.mails(); len(mails) != 1 || mails[0].Kind != mailroom.KindFolded {
			t.Errorf("%+v", mails)
		}
		c.verify()
	})
}

func TestWhoTakesItBackIsInNoMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		alone, early := c.letter("Ada Example", own, false), c.letter("Bo Sample", draft, false)
		late := c.letter("Cy Sample", draft, false)
		c.letter("Di Sample", draft, false)
		c.letter("Ed Sample", draft, false)
		c.withdraw(alone)
		c.withdraw(early)
		c.plan(time.Hour)
		mails := c.mails()
		if len(mails) != 1 || strings.Contains(mails[0].Text, "Bo Sample") || !strings.Contains(mails[0].Text, "Cy Sample") {
			t.Fatalf("%+v", mails)
		}
		c.withdraw(late) // frozen, and not yet sent
		if n := len(c.mails()); n != 0 {
			t.Errorf("%d mails still hold the name", n)
		}
		c.verify()
		c.plan(24 * time.Hour)
		if mails = c.mails(); len(mails) != 1 || strings.Contains(mails[0].Text, "Cy Sample") || !strings.Contains(mails[0].Text, "Di Sample") {
			t.Errorf("the others: %+v", mails)
		}
		letters, err := models.LettersOf(context.Background(), db.Read(), early.ID)
		if err != nil {
			t.Fatal(err)
		}
		if fates, err := models.FatesOf(context.Background(), db.Read(), letters[0].ID); err != nil || fates[0].Fate != models.MailDropped {
			t.Errorf("%+v, %v", fates, err)
		}
		c.verify()
	})
}

func TestAParkedOfficeIsNotWrittenToUntilSomebodyAllowsIt(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c, ctx := openCounter(t, db), context.Background()
		c.letter("Ada Example", own, false)
		office := models.OfficeIndex(c.keys, strings.ToUpper(c.senate.Email))
		address, err := models.ParseEmail(c.senate.Email)
		if err != nil {
			t.Fatal(err)
		}
		c.write(func(ctx context.Context, tx *models.Tx) error {
			if err := models.ParkOffice(ctx, tx, office, models.ParkedBounced, c.clock.Now()); err != nil {
				return err
			}
			return models.Suppress(ctx, tx, models.ContactIndex(c.keys, address), "bounced", c.clock.Now())
		})
		c.plan(time.Hour)
		if n := len(c.mails()); n != 0 {
			t.Fatalf("%d mails to a parked office", n)
		}
		sig := testkit.MakeSignature(t, db, c.keys, c.campaign)
		_, err = c.acts.Write(ctx, sig.ID, delivery.Form{Subject: "Please vote", Body: own, Name: "Bo Sample", Seats: []int64{c.senate.SeatID}})
		if fault.Of(err).Fields["to"] != "error.to.parked" {
			t.Errorf("written to: %v", err)
		}
		if list, err := models.ParkedHolders(ctx, db.Read(), c.keys); err != nil || len(list) != 1 || list[0].Waiting != 1 || list[0].ParkedReason != models.ParkedBounced {
			t.Errorf("%+v, %v", list, err)
		}
		if err := c.acts.Unpark(ctx, c.senate.SeatID); err != nil {
			t.Fatal(err)
		}
		if err := c.acts.Unpark(ctx, c.senate.SeatID); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if reason, err := models.SuppressionOf(ctx, db.Read(), models.ContactIndex(c.keys, address)); err != nil || reason != "" {
			t.Errorf("still suppressed: %q, %v", reason, err)
		}
		c.plan(time.Hour)
		if n := len(c.mails()); n != 1 {
			t.Errorf("%d mails", n)
		}
		c.verify()
	})
}

// TestAChangedDraftIsAnotherFold: nobody's name stands under words that are not theirs.
func TestAChangedDraftIsAnotherFold(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		before := c.letter("Ada Example", draft, false)
		changed := "Dear {{legislator}}, something else entirely is asked of you now, and it is asked in words that share nothing with the older ones. {{name}}"
		c.write(func(ctx context.Context, tx *models.Tx) error {
			return models.SetVariants(ctx, tx, c.campaign.ID, []models.LetterVariant{{CampaignID: c.campaign.ID, Number: 1, Place: 1, Lang: "en", Subject: "Changed", Body: changed}})
		})
		after := c.letter("Bo Sample", changed, false)
		folds := map[string]bool{}
		for _, sig := range []models.Signature{before, after} {
			letters, err := models.LettersOf(context.Background(), db.Read(), sig.ID)
			if err != nil || len(letters) != 1 || !strings.HasPrefix(letters[0].Fold, "draft 1 en") {
				t.Fatalf("%+v, %v", letters, err)
			}
			folds[letters[0].Fold] = true
		}
		if len(folds) != 2 {
			t.Errorf("both letters are of the fold %v", folds)
		}
	})
}
