package verify_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/verify"
	"statehouse/models"
)

// desk is the acts on one database, which must verify after each of them.
type desk struct {
	*testing.T
	db       *models.DB
	campaign models.Campaign
	clock    *testkit.Clock
	signing  *signing.Signing
	delivery *delivery.Delivery
	mydata   *mydata.MyData
}

type noJobs struct{}

func (noJobs) Add(context.Context, *models.Tx, ...river.JobArgs) error { return nil }

func openDesk(t *testing.T, db *models.DB) *desk {
	t.Helper()
	clock, keys := testkit.NewClock(), testkit.Keys()
	room := mailroom.Room{Keys: keys, Queue: noJobs{}, Site: "Statehouse", BaseURL: "https://statehouse.example.org",
		From: mail.Address{Email: "mail@example.org"}, LetterFrom: mail.Address{Email: "letters@letters.example.org"}}
	d := &desk{T: t, db: db, clock: clock, campaign: testkit.MakeCampaign(t, db),
		signing: signing.New(db, keys, room, clock.Now, testkit.Log()), delivery: delivery.New(db, keys, room, districts.NewLocator(nil), clock.Now), mydata: mydata.New(db, keys, room, clock.Now)}
	t.Cleanup(d.signing.Close)
	return d
}

func (d *desk) do(what string, act func(ctx context.Context) error) {
	d.Helper()
	if err := act(context.Background()); err != nil {
		d.Fatalf("%s: %v", what, err)
	}
	found, err := verify.Database(context.Background(), d.db, testkit.Keys())
	if err != nil || len(found) > 0 {
		d.Fatalf("after %s: %v, %v", what, found, err)
	}
}

func (d *desk) sign(name, email, zip string) {
	d.Helper()
	d.do("signing", func(ctx context.Context) error {
		return d.signing.Sign(ctx, d.campaign.Slug, signing.Form{Name: name, Email: email, ZIP: zip, Comment: "For the children.", Lang: "es"})
	})
}

// linkIn is the token of the newest mail of a kind to an address.
func (d *desk) linkIn(kind, email string, pattern *regexp.Regexp) string {
	d.Helper()
	mails, err := models.MailsAfter(context.Background(), d.db.Read(), 0, 1000)
	if err != nil {
		d.Fatal(err)
	}
	found := ""
	for _, m := range mails {
		encoded, err := testkit.Keys().Open(models.SealPurpose, m.Ref, m.Payload)
		if err != nil {
			d.Fatal(err)
		}
		message, err := mail.Decode(encoded)
		if err != nil {
			d.Fatal(err)
		}
		if link := pattern.FindStringSubmatch(message.Text); m.Kind == kind && message.To.Email == email && link != nil {
			found = link[1]
		}
	}
	if found == "" {
		d.Fatalf("no %s for %s", kind, email)
	}
	return found
}

var (
	confirmLink = regexp.MustCompile(`/s/([\w-]{43})`)
	myDataLink  = regexp.MustCompile(`/my-data/([\w-]{43})`)
)

func (d *desk) confirm(email string) int64 {
	d.Helper()
	var id int64
	d.do("confirming", func(ctx context.Context) error {
		done, err := d.signing.Confirm(ctx, d.linkIn(mailroom.KindConfirmation, email, confirmLink))
		id = done.SignatureID
		return err
	})
	return id
}

func (d *desk) ownLink(email string) string {
	d.Helper()
	d.do("asking for my data", func(ctx context.Context) error { return d.mydata.Ask(ctx, email, "en") })
	return d.linkIn(mailroom.KindMyData, email, myDataLink)
}

func TestEveryActKeepsTheDatabaseSound(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		upper, lower := testkit.MakeSeat(t, db, "az", "upper", "1"), testkit.MakeSeat(t, db, "az", "lower", "1")
		d := openDesk(t, db)
		d.do("importing ZIPs", func(ctx context.Context) error {
			return db.Write(ctx, func(tx *models.Tx) error {
				return models.AddZIPs(ctx, tx, []models.ZIPDistrict{{ZIP: "85003", DistrictID: upper.DistrictID}, {ZIP: "85003", DistrictID: lower.DistrictID}}, func(int) {})
			})
		})
		d.sign("Ada Example", "ada@example.org", "85003")
		d.sign("Ben Example", "ada@example.org", "85003")
		d.sign("Cleo Sample", "cleo@example.org", "10001")
		d.sign("Dora Sample", "dora@example.org", "85003")
		cleo, dora := d.confirm("cleo@example.org"), d.confirm("dora@example.org")
		d.sign("Dora Sample", "dora@example.org", "85003")
		d.do("refusing", func(ctx context.Context) error {
			return d.signing.Refuse(ctx, d.linkIn(mailroom.KindConfirmation, "ada@example.org", confirmLink))
		})
		d.do("writing", func(ctx context.Context) error {
			_, err := d.delivery.Write(ctx, dora, delivery.Form{Subject: "Please act", Name: "Dora Sample", Seats: []int64{upper.SeatID, lower.SeatID},
				Body: "I live in your district and ask for your vote.", ShareEmail: true})
			return err
		})
		d.withdrawAndReturn(cleo)
		d.do("erasing", func(ctx context.Context) error { return d.mydata.Erase(ctx, d.ownLink("dora@example.org")) })
		d.clock.Advance(models.KeepPending + time.Minute)
		d.do("expiring", func(ctx context.Context) error {
			n, err := d.signing.Expire(ctx)
			if n == 0 {
				t.Error("nothing expired")
			}
			return err
		})
	})
}

// withdrawAndReturn takes Cleo's signature back, and has her sign once more.
func (d *desk) withdrawAndReturn(cleo int64) {
	d.Helper()
	sig, err := models.SignatureByID(context.Background(), d.db.Read(), cleo)
	if err != nil {
		d.Fatal(err)
	}
	d.do("withdrawing", func(ctx context.Context) error { return d.mydata.Withdraw(ctx, d.ownLink("cleo@example.org"), sig.Ref) })
	d.sign("Cleo Sample", "cleo@example.org", "85003")
	d.confirm("cleo@example.org")
}
