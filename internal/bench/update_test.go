package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/privacy"
	"statehouse/internal/testkit"
	"statehouse/internal/updates"
	"statehouse/models"
)

// BenchmarkUpdate writes the copies of an update to 100,000 supporters, as the
// worker does, and says how long a stop takes in the middle of it.
func BenchmarkUpdate(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": testkit.SQLiteURL, "postgres": testkit.PostgresURL} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				update(b, testkit.OpenDB(b, url(b)))
			}
		})
	}
}

const supporters = 100_000

func update(b *testing.B, db *models.DB) {
	b.Helper()
	b.StopTimer()
	ctx := context.Background()
	n := newsroom{db: db, campaign: testkit.MakeCampaign(b, db)}
	keys, morning := testkit.Keys(), func() time.Time { return testkit.Now.Add(5 * time.Hour) } // in Phoenix
	room := mailroom.Room{Keys: keys, Queue: noJobs{}, Site: "Statehouse", BaseURL: "https://statehouse.example.org", From: mail.Address{Email: "mail@statehouse.example.org"}}
	n.Updates = updates.New(db, keys, room, noJobs{}, morning)
	n.staff(b)
	n.crowd(b, keys)
	u := n.begin(b)
	var longest time.Duration
	b.StartTimer()
	for done := false; !done; {
		begun := time.Now()
		wait, finished, err := n.SendSome(ctx, u.ID)
		if err != nil {
			b.Fatal(err)
		}
		longest, done = max(longest, time.Since(begun)), finished
		if wait > 0 { // the line is full: the transport takes it
			b.StopTimer()
			if _, err := db.SQL().ExecContext(ctx, "UPDATE outbox SET state = 'accepted', accepted_at = moved_at WHERE state = 'queued' AND kind = 'update'"); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	}
	b.StopTimer()
	figures, err := models.FiguresOf(ctx, db.Read(), u.ID)
	if err != nil || figures.Written() != supporters {
		b.Fatalf("%d copies, %v", figures.Written(), err)
	}
	b.ReportMetric(supporters/b.Elapsed().Seconds(), "copies/s")
	b.ReportMetric(longest.Seconds()*1000, "longest-chunk-ms")
	b.ReportMetric(n.stop(b).Seconds()*1000, "stop-ms")
}

// newsroom is a campaign with an author and a second person.
type newsroom struct {
	*updates.Updates
	db             *models.DB
	campaign       models.Campaign
	author, second models.User
}

// noJobs is a queue that nobody works: the benchmark does what the jobs would.
type noJobs struct{}

// Add forgets them.
func (noJobs) Add(context.Context, *models.Tx, ...river.JobArgs) error { return nil }

func (n *newsroom) write(b *testing.B, fn func(ctx context.Context, tx *models.Tx) error) {
	b.Helper()
	if err := n.db.Write(context.Background(), func(tx *models.Tx) error { return fn(context.Background(), tx) }); err != nil {
		b.Fatal(err)
	}
}

func (n *newsroom) staff(b *testing.B) {
	n.write(b, func(ctx context.Context, tx *models.Tx) error {
		n.author = models.User{Email: "olga@example.org", Name: "Olga", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
		n.second = models.User{Email: "otto@example.org", Name: "Otto", Role: models.RoleOrganizer, CreatedAt: testkit.Now}
		if err := models.AddUser(ctx, tx, &n.author); err != nil {
			return err
		}
		return models.AddUser(ctx, tx, &n.second)
	})
}

// crowd stores counted signatures of people who want updates.
func (n *newsroom) crowd(b *testing.B, keys *privacy.Keys) {
	const part = 500
	at := testkit.Now
	for start := 0; start < supporters; start += part {
		n.write(b, func(ctx context.Context, tx *models.Tx) error {
			sigs := make([]*models.Signature, part)
			for i := range sigs {
				who := models.Person{Name: "Ada Example", Email: fmt.Sprintf("s%d@example.org", start+i), ZIP: "85003"}
				email, err := models.ParseEmail(who.Email)
				if err != nil {
					return err
				}
				sigs[i] = &models.Signature{Ref: fmt.Sprintf("%032d", start+i), CampaignID: n.campaign.ID, PetitionID: *n.campaign.PetitionID, Household: 1,
					EmailIndex: models.SignatureIndex(keys, n.campaign.Code, email), Lang: "en", Display: models.DisplayHidden, Updates: true, InState: true,
					State: models.SignatureCounted, Mails: 1, MailedAt: at, CreatedAt: at, CountedAt: &at, MovedAt: at}
				sigs[i].SealPerson(keys, who)
			}
			return models.AddSignatures(ctx, tx, sigs)
		})
	}
}

// begin writes an update and has it approved.
func (n *newsroom) begin(b *testing.B) models.Update {
	b.Helper()
	ctx := context.Background()
	form := updates.Form{Audience: "all", Texts: map[string]models.UpdateText{"en": {Headline: "The committee voted", Body: "Dear {{name}}, the committee voted for it, 6 to 3."}}}
	u, err := n.Write(ctx, n.author, n.campaign, form)
	if err == nil {
		_, err = n.Send(ctx, n.campaign, u.Ref)
	}
	if err == nil {
		err = n.Approve(ctx, n.second, n.campaign, u.Ref)
	}
	if err != nil {
		b.Fatal(err)
	}
	return u
}

// stop stops a second update once its line is full.
func (n *newsroom) stop(b *testing.B) time.Duration {
	b.Helper()
	ctx, u := context.Background(), n.begin(b)
	for wait := time.Duration(0); wait == 0; {
		var err error
		if wait, _, err = n.SendSome(ctx, u.ID); err != nil {
			b.Fatal(err)
		}
	}
	begun := time.Now()
	if err := n.Stop(ctx, n.campaign, u.Ref); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}
