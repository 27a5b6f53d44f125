package work

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/campaigns"
	"statehouse/internal/endorsements"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/reports"
	"statehouse/internal/requests"
	"statehouse/internal/stories"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/desk"
	"statehouse/internal/token"
	"statehouse/models"
)

// call is one request to the provider.
type call struct {
	key string
	to  []string
	raw string // all bytes
}

// provider is a transport that answers as the test says and keeps, like the
// real one, each key's messages once.
type provider struct {
	size   int
	answer func(n int, c call) error // nil to accept; a *taken error to accept and lose the answer
	mu     sync.Mutex
	calls  []call
	ledger map[string]string // key → bytes
}

// taken is an answer that got lost after the provider took the messages.
type taken struct{ error }

func (p *provider) Name() string   { return "double" }
func (p *provider) BatchSize() int { return p.size }

func (p *provider) Send(_ context.Context, key string, ms []mail.Message) ([]mail.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := call{key: key}
	var receipts []mail.Receipt
	for _, m := range ms {
		encoded, err := m.Encode()
		if err != nil {
			return nil, err
		}
		c.raw += string(encoded)
		c.to = append(c.to, m.To.Email)
		receipts = append(receipts, mail.Receipt{ProviderID: "provider-" + m.Ref})
	}
	p.calls = append(p.calls, c)
	var err error
	if p.answer != nil {
		err = p.answer(len(p.calls)-1, c)
	}
	var lost taken
	if err == nil || errors.As(err, &lost) {
		p.ledger[key] = c.raw
	}
	if err != nil {
		if lost.error != nil {
			err = lost.error
		}
		return nil, err
	}
	return receipts, nil
}

type noMeter struct{}

func (noMeter) MailSettled(string, models.MailState) {}

func (noMeter) Recounted(int) {}

// shop is a bench with a desk to make work for it.
type shop struct {
	*Bench
	t        *testing.T
	desk     *desk.Desk
	provider *provider
	campaign models.Campaign
}

func openShop(t *testing.T, db *models.DB, size int) *shop {
	t.Helper()
	d := desk.Open(t, db)
	p := &provider{size: size, ledger: map[string]string{}}
	b := &Bench{DB: db, Keys: d.Keys, Transport: p, MailEvery: time.Microsecond, Signing: d.Signing, Delivery: d.Delivery, Volunteers: d.Volunteers,
		Stories: stories.New(db, d.Keys, d.Room, d.Clock.Now), Reports: reports.New(db, d.Keys, d.Clock.Now), Requests: requests.New(db, d.Keys, d.Room, d.Clock.Now), Endorsements: endorsements.New(db, d.Keys, d.Room, d.Clock.Now), Campaigns: campaigns.New(db, d.Room, d.Clock.Now), Now: d.Clock.Now, Log: testkit.Log(), Meter: noMeter{}}
	var err error
	if b.Queue, err = jobs.Open(db, jobs.Setup{Workers: Workers(b), Log: testkit.Log()}); err != nil {
		t.Fatal(err)
	}
	return &shop{Bench: b, t: t, desk: d, provider: p, campaign: testkit.MakeCampaign(t, db)}
}

// post puts a mail for each address into the line: a my-data one, which any
// signature may get.
func (s *shop) post(addresses ...string) (ids []int64) {
	s.t.Helper()
	for _, to := range addresses {
		draft, err := s.desk.Room.MyData(context.Background(), "en", to, s.moment())
		if err != nil {
			s.t.Fatal(err)
		}
		s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
			got, err := s.desk.Room.Post(ctx, tx, []*mailroom.Draft{draft})
			ids = append(ids, got...)
			return err
		})
	}
	return ids
}

// postLetter puts a letter of a counted signature into the line.
func (s *shop) postLetter(sig models.Signature, to string) int64 {
	s.t.Helper()
	draft, err := s.desk.Room.Letter(context.Background(), mailroom.Letter{To: mail.Address{Email: to}, Writer: "Ada E.", Subject: "Please", Body: "Vote.",
		Name: "Ada Example", CampaignAt: "/petitions/x"}, s.moment())
	if err != nil {
		s.t.Fatal(err)
	}
	var ids []int64
	s.desk.Write(func(ctx context.Context, tx *models.Tx) error {
		ids, err = s.desk.Room.Post(ctx, tx, []*mailroom.Draft{draft.For(sig)})
		return err
	})
	return ids[0]
}

// work does the job of a mail, and says how long it wants to wait.
func (s *shop) work(id int64) (snooze time.Duration) {
	s.t.Helper()
	err := (&sendMail{Bench: s.Bench}).Work(context.Background(), &river.Job[jobs.SendMail]{Args: jobs.SendMail{MailID: id}})
	var again *river.JobSnoozeError
	if err != nil && !errors.As(err, &again) {
		s.t.Fatal(err)
	}
	if again != nil {
		return again.Duration
	}
	return 0
}

func (s *shop) mail(id int64) models.Mail {
	s.t.Helper()
	m, err := models.MailByID(context.Background(), s.DB.Read(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func (s *shop) expect(what string, want models.MailState, ids ...int64) {
	s.t.Helper()
	for _, id := range ids {
		if got := s.mail(id); got.State != want {
			s.t.Errorf("%s: mail %d is %s (%s), want %s", what, id, got.State, got.Detail, want)
		}
	}
}

// jobs are the waiting jobs of a kind, with their arguments.
func (s *shop) jobs(kind string) (args []string) {
	s.t.Helper()
	column := "json(args)"
	if s.DB.Dialect == models.Postgres {
		column = "args::text"
	}
	rows, err := s.DB.SQL().QueryContext(context.Background(), "SELECT "+column+" FROM river_job WHERE kind = '"+kind+"' ORDER BY id")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var arg string
		if err := rows.Scan(&arg); err != nil {
			s.t.Fatal(err)
		}
		args = append(args, strings.ReplaceAll(arg, " ", ""))
	}
	return args
}

// sweep wakes what was left behind.
func (s *shop) sweep() {
	s.t.Helper()
	if err := (&sweep{Bench: s.Bench}).Work(context.Background(), nil); err != nil {
		s.t.Fatal(err)
	}
}

func uncertain() error { return &mail.Error{Class: mail.Uncertain, Doubt: true, Detail: "timeout"} }

// keys are the keys of the calls so far, each once, in order.
func (p *provider) keys() (keys []string) {
	for _, c := range p.calls {
		if !slices.Contains(keys, c.key) {
			keys = append(keys, c.key)
		}
	}
	return keys
}

func addresses(n int) (all []string) {
	for range n {
		all = append(all, fmt.Sprintf("ada.%s@example.org", token.Code(8)))
	}
	return all
}
