package work

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/jobs"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/officehours"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/internal/verify"
	"statehouse/models"
)

// ledger takes every mail and notes when.
type ledger struct {
	clock *testkit.Clock
	sent  []sent
	seen  map[string]bool
	t     *testing.T
}

type sent struct {
	at      time.Time
	message mail.Message
}

func (l *ledger) Name() string   { return "ledger" }
func (l *ledger) BatchSize() int { return 100 }

func (l *ledger) Send(_ context.Context, _ string, ms []mail.Message) ([]mail.Receipt, error) {
	receipts := make([]mail.Receipt, len(ms))
	for i, m := range ms {
		if l.seen[m.Ref] {
			l.t.Errorf("mail %s was sent twice", m.Ref)
		}
		l.seen[m.Ref] = true
		l.sent = append(l.sent, sent{l.clock.Now(), m})
		receipts[i].ProviderID = m.Ref
	}
	return receipts, nil
}

// pacing is a platform of three states in three time zones, thirty offices each.
type pacing struct {
	*testing.T
	clock   *testkit.Clock
	bench   *Bench
	ledger  *ledger
	offices []paced
	zoneOf  map[string]*time.Location
}

type paced struct {
	campaign models.Campaign
	holder   models.Holder
	writers  []models.Signature
}

var zones = map[string]string{"az": "America/Phoenix", "hi": "Pacific/Honolulu", "fl": "America/New_York"}

func openPacing(t *testing.T, db *models.DB) *pacing {
	t.Helper()
	p := &pacing{T: t, clock: testkit.NewClock(), zoneOf: map[string]*time.Location{}}
	p.clock.Advance(time.Date(2026, time.October, 30, 20, 0, 0, 0, time.UTC).Sub(testkit.Now)) // Friday, four o'clock in Florida
	p.ledger = &ledger{clock: p.clock, seen: map[string]bool{}, t: t}
	p.bench = &Bench{DB: db, Keys: testkit.Keys(), Transport: p.ledger, Now: p.clock.Now, Log: testkit.Log(), Meter: noMeter{}}
	queue, err := jobs.Open(db, jobs.Setup{Workers: Workers(p.bench), Log: testkit.Log()})
	if err != nil {
		t.Fatal(err)
	}
	room := mailroom.Room{Keys: testkit.Keys(), Queue: queue, Site: "Statehouse", BaseURL: "https://statehouse.example.org",
		From: mail.Address{Email: "mail@example.org"}, LetterFrom: mail.Address{Email: "letters@letters.example.org"}}
	p.bench.Queue, p.bench.Delivery = queue, delivery.New(db, p.bench.Keys, room, districts.NewLocator(nil), p.clock.Now).Paced()
	for state, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		campaign := testkit.MakeCampaign(t, db, func(c *models.Campaign) { c.State = state })
		var writers []models.Signature
		for range 15 {
			writers = append(writers, testkit.MakeSignature(t, db, p.bench.Keys, campaign, func(s *testkit.Signer) { s.At = p.clock.Now() }))
		}
		for n := range 30 {
			o := paced{campaign: campaign, holder: testkit.MakeSeat(t, db, state, "upper", fmt.Sprint(n+1)), writers: writers}
			p.zoneOf[o.holder.Email] = zone
			p.offices = append(p.offices, o)
		}
	}
	return p
}

// write stores released letters to an office as the act would: some of their
// own, some in two folds.
func (p *pacing) write(perOffice, ofTheirOwn int) {
	p.Helper()
	now := models.Moment(p.clock.Now())
	err := p.bench.DB.Write(context.Background(), func(tx *models.Tx) error {
		for _, o := range p.offices {
			for n := range perOffice {
				sig := o.writers[n%len(o.writers)]
				l := models.Letter{Ref: token.Ref(), CampaignID: o.campaign.ID, SignatureID: sig.ID, CreatedAt: now, ReleasedAt: &now}
				if n >= ofTheirOwn {
					l.Fold = fmt.Sprintf("draft %d en", 1+n%2)
				}
				l.SealText(p.bench.Keys, models.LetterText{Subject: "Please vote for the bill", Body: "The text of " + l.Ref, Name: "Ada Example"})
				if err := models.AddLetter(context.Background(), tx, &l); err != nil {
					return err
				}
				if err := models.AddDeliveries(context.Background(), tx, []models.Delivery{{CampaignID: o.campaign.ID, Kind: models.DeliveryLetter,
					LetterID: &l.ID, SeatID: o.holder.SeatID, LegislatorID: o.holder.LegislatorID, CreatedAt: now}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
}

// live goes on until a time: the planner looks now and then, the sender each
// minute, both all night too.
func (p *pacing) live(until time.Time) {
	p.Helper()
	for p.clock.Now().Before(until) {
		step := 20 * time.Minute
		for _, zone := range zones {
			if place, _ := time.LoadLocation(zone); officehours.IsOpen(p.clock.Now().Add(step).In(place)) || officehours.IsOpen(p.clock.Now().In(place)) {
				step = time.Minute
			}
		}
		if p.clock.Now().Minute()%5 == 0 {
			if err := p.bench.Delivery.Plan(context.Background()); err != nil {
				p.Fatal(err)
			}
		}
		p.clock.Advance(step - time.Second)
		p.send()
		p.clock.Advance(time.Second)
	}
}

func (p *pacing) send() {
	p.Helper()
	for {
		due, err := models.DueMails(context.Background(), p.bench.DB.Read(), models.Moment(p.clock.Now()), 1)
		if err != nil {
			p.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		if err := p.bench.sendDue(context.Background()); err != nil {
			p.Fatal(err)
		}
	}
}

func TestFiveThousandLettersReachNinetyOfficesAtAHumanePace(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		p := openPacing(t, db)
		p.write(28, 14)
		p.live(time.Date(2026, time.November, 3, 5, 0, 0, 0, time.UTC)) // the clocks change on Sunday
		first := p.letters()
		p.clock.Advance(time.Date(2026, time.November, 26, 1, 0, 0, 0, time.UTC).Sub(p.clock.Now())) // the evening before Thanksgiving
		p.write(28, 20)
		p.live(time.Date(2026, time.November, 28, 5, 0, 0, 0, time.UTC))
		if got, want := [2]int{len(first), len(p.letters()) - len(first)}, [2]int{90 * 16, 90 * 22}; got != want {
			t.Errorf("%v mails to offices, want %v", got, want)
		}
		p.pace()
		p.once(2 * 28 * 90)
		found, err := verify.Database(context.Background(), db, p.bench.Keys)
		if err != nil || len(found) > 0 {
			t.Errorf("verify: %v, %v", found, err)
		}
	})
}

func (p *pacing) letters() (list []sent) {
	for _, s := range p.ledger.sent {
		if p.zoneOf[s.message.To.Email] != nil {
			list = append(list, s)
		}
	}
	return list
}

// pace holds what was sent to the hours of each office and to its caps.
func (p *pacing) pace() {
	p.Helper()
	byHour, byDay, minutes := map[string]int{}, map[string]int{}, map[int]bool{}
	folded := map[string]bool{}
	last := map[string]string{}
	for _, s := range p.letters() {
		to := s.message.To.Email
		local := s.at.In(p.zoneOf[to])
		minutes[local.Minute()] = true
		if !officehours.IsOpen(local) {
			p.Errorf("%s got mail at %s", to, local)
		}
		hour, day := to+local.Format(" 2006-01-02 15"), to+local.Format(" 2006-01-02")
		if byHour[hour]++; byHour[hour] > officehours.Share(local, delivery.MostAnHour) || byHour[hour] > delivery.MostAnHour {
			p.Errorf("%s: %d mails", hour, byHour[hour])
		}
		if byDay[day]++; byDay[day] > delivery.MostADay {
			p.Errorf("%s: %d mails", day, byDay[day])
		}
		if s.message.Kind == mailroom.KindFolded {
			key := day + s.message.Subject + s.message.Text[strings.Index(s.message.Text, "The text of"):][:44]
			if folded[key] {
				p.Errorf("a fold went twice: %s", key)
			}
			folded[key] = true
		} else if last[to] == mailroom.KindFolded+local.Format(time.DateOnly) {
			p.Errorf("%s got a letter of its own after a folded one", to)
		}
		last[to] = s.message.Kind + local.Format(time.DateOnly)
	}
	if len(minutes) < 50 {
		p.Errorf("mails went in %d minutes of the hour only", len(minutes))
	}
}

// once holds the ledger to the deliveries: each in one mail that was sent once.
func (p *pacing) once(want int) {
	p.Helper()
	carried := map[string]int{}
	for _, s := range p.letters() {
		n := 1
		if s.message.Kind == mailroom.KindFolded {
			n = strings.Count(s.message.Text, "\nAda Example, ")
		}
		carried[s.message.Ref] = n
	}
	rows, err := p.bench.DB.SQL().QueryContext(context.Background(), "SELECT o.ref, o.state, count(*) FROM deliveries d JOIN outbox o ON o.id = d.outbox_id GROUP BY o.ref, o.state")
	if err != nil {
		p.Fatal(err)
	}
	defer rows.Close()
	total, mails := 0, 0
	for rows.Next() {
		var ref, state string
		var n int
		if err := rows.Scan(&ref, &state, &n); err != nil {
			p.Fatal(err)
		}
		if carried[ref] != n || state != string(models.MailAccepted) {
			p.Errorf("mail %s (%s) has %d deliveries and carried %d letters", ref, state, n, carried[ref])
		}
		total, mails = total+n, mails+1
	}
	if total != want || mails != len(carried) {
		p.Errorf("%d deliveries in %d mails, the ledger has %d mails; want %d", total, mails, len(carried), want)
	}
}
