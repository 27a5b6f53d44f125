// Package desk puts the acts on one database for a test, without doors and
// workers, on a clock that the test sets.
package desk

import (
	"context"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/riverqueue/river"

	"statehouse/internal/accounts"
	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/mydata"
	"statehouse/internal/offices"
	"statehouse/internal/privacy"
	"statehouse/internal/signing"
	"statehouse/internal/testkit"
	"statehouse/internal/updates"
	"statehouse/internal/verify"
	"statehouse/internal/volunteers"
	"statehouse/models"
)

// Desk is the acts on one database.
type Desk struct {
	t          testing.TB
	DB         *models.DB
	Keys       *privacy.Keys
	Clock      *testkit.Clock
	Room       mailroom.Room
	Jobs       *Jobs
	Signing    *signing.Signing
	Delivery   *delivery.Delivery
	MyData     *mydata.MyData
	Accounts   *accounts.Accounts
	Volunteers *volunteers.Volunteers
	Updates    *updates.Updates
	Offices    *offices.Offices
}

// Jobs notes the jobs that acts ask for.
type Jobs struct {
	mu    sync.Mutex
	added []river.JobArgs
}

// Add notes jobs; it does not know whether their transaction commits.
func (j *Jobs) Add(_ context.Context, _ *models.Tx, args ...river.JobArgs) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.added = append(j.added, args...)
	return nil
}

// Added are the jobs asked for so far.
func (j *Jobs) Added() []river.JobArgs {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.added)
}

// Open makes the acts on a database. At the end of the test `verify` recounts it.
func Open(t testing.TB, db *models.DB) *Desk {
	t.Helper()
	d := &Desk{t: t, DB: db, Keys: testkit.Keys(), Clock: testkit.NewClock(), Jobs: &Jobs{}}
	d.Room = mailroom.Room{Keys: d.Keys, Queue: d.Jobs, Site: "Statehouse", BaseURL: "https://statehouse.example.org",
		From: mail.Address{Name: "Statehouse", Email: "mail@statehouse.example.org"}, LetterFrom: mail.Address{Email: "letters@letters.statehouse.example.org"}}
	d.Signing = signing.New(db, d.Keys, d.Room, d.Clock.Now, testkit.Log())
	d.Delivery = delivery.New(db, d.Keys, d.Room, districts.NewLocator(nil), d.Clock.Now)
	d.MyData = mydata.New(db, d.Keys, d.Room, d.Clock.Now)
	d.Accounts = accounts.New(db, d.Room, d.Clock.Now)
	d.Volunteers = volunteers.New(db, d.Keys, d.Room, d.Clock.Now)
	d.Updates = updates.New(db, d.Keys, d.Room, d.Jobs, d.Clock.Now)
	d.Offices = offices.New(db, d.Keys, d.Room, d.Clock.Now)
	t.Cleanup(func() {
		d.Signing.Close()
		d.Verify()
	})
	return d
}

// Verify recounts everything that the database says twice.
func (d *Desk) Verify() {
	d.t.Helper()
	found, err := verify.Database(context.Background(), d.DB, d.Keys)
	if err != nil {
		d.t.Errorf("verify: %v", err)
	}
	for _, f := range found {
		d.t.Errorf("verify: %s: %s", f.Check, f.Detail)
	}
}

// Mails lists the mails that still have their content, oldest first, with it.
func (d *Desk) Mails(kind string) (rows []models.Mail, messages []mail.Message) {
	d.t.Helper()
	all, err := models.MailsAfter(context.Background(), d.DB.Read(), 0, 10_000)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range all {
		if m.Kind != kind {
			continue
		}
		encoded, err := d.Keys.Open(models.SealPurpose, m.Ref, m.Payload)
		if err != nil {
			d.t.Fatal(err)
		}
		message, err := mail.Decode(encoded)
		if err != nil {
			d.t.Fatal(err)
		}
		rows, messages = append(rows, m), append(messages, message)
	}
	return rows, messages
}

var secret = regexp.MustCompile(`/(?:s|my-data|volunteering|requests|endorsements|account/sign-in)/([\w-]{43})`)

// Link is the secret in the newest mail of a kind to an address.
func (d *Desk) Link(kind, to string) string {
	d.t.Helper()
	_, messages := d.Mails(kind)
	slices.Reverse(messages)
	for _, m := range messages {
		if found := secret.FindStringSubmatch(m.Text); m.To.Email == to && found != nil {
			return found[1]
		}
	}
	d.t.Fatalf("no %s for %s", kind, to)
	return ""
}

// Write runs fn in a transaction.
func (d *Desk) Write(fn func(ctx context.Context, tx *models.Tx) error) {
	d.t.Helper()
	ctx := context.Background()
	if err := d.DB.Write(ctx, func(tx *models.Tx) error { return fn(ctx, tx) }); err != nil {
		d.t.Fatal(err)
	}
}

// Counts are the counts of a campaign.
func (d *Desk) Counts(campaignID int64) models.Counts {
	d.t.Helper()
	counts, err := models.CountsOf(context.Background(), d.DB.Read(), campaignID)
	if err != nil {
		d.t.Fatal(err)
	}
	return counts
}

// Signature is a signature as it stands.
func (d *Desk) Signature(id int64) models.Signature {
	d.t.Helper()
	sig, err := models.SignatureByID(context.Background(), d.DB.Read(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return sig
}
