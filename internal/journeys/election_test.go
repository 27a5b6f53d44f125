package journeys

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/imports"
	"statehouse/internal/legislators"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/internal/testkit/house"
	"statehouse/internal/token"
	"statehouse/models"
)

// noQueue leaves every mail to the sweep.
type noQueue struct{}

func (noQueue) Add(context.Context, *models.Tx, ...river.JobArgs) error { return nil }

const senate = 30

// elected is the file of a senate in which the districts in fresh have new
// members, and those in vacant none.
func elected(fresh, vacant int) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, "id,name,current_party,current_district,current_chamber,email")
	for i := 1; i <= senate; i++ {
		who := "old"
		if i <= fresh {
			who = "new"
		}
		if i != vacant {
			fmt.Fprintf(&b, "ocd-person/%s-%d,%[1]s Member %d,Example,%[2]d,upper,%[1]s.%[2]d@example.org\n", who, i)
		}
	}
	return b.Bytes()
}

func take(t *testing.T, db *models.DB, file []byte, at time.Time) imports.Report {
	t.Helper()
	report, err := legislators.Import(t.Context(), db, imports.Source{State: "az", Data: file}, imports.Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// election is a senate with a letter to each district up to 12, still queued,
// and one to the first that has left.
type election struct {
	db      *models.DB
	acts    *delivery.Delivery
	now     time.Time
	holders []models.Holder
	c       models.Campaign
	queued  map[int]int64 // district → letter
	left    int64
}

func makeElection(t *testing.T, db *models.DB) *election {
	t.Helper()
	e := &election{db: db, now: models.Moment(time.Now().Add(-time.Hour)), queued: map[int]int64{}}
	room := mailroom.Room{Keys: testkit.Keys(), Queue: noQueue{}, Site: "Statehouse", From: mail.Address{Email: "mail@example.org"},
		LetterFrom: mail.Address{Email: "letters@example.org"}, BaseURL: "https://statehouse.example.org"}
	e.acts = delivery.New(db, testkit.Keys(), room, districts.NewLocator(nil), func() time.Time { return e.now })
	take(t, db, elected(0, 0), e.now.Add(-time.Hour))
	var err error
	if e.holders, err = models.HoldersOfState(t.Context(), db.Read(), "az"); err != nil || len(e.holders) != senate {
		t.Fatal(len(e.holders), err)
	}
	e.c = testkit.MakeCampaign(t, db)
	e.left = e.write(t, 1)
	e.send(t, e.left)
	for district := 1; district <= 12; district++ {
		e.queued[district] = e.write(t, district)
	}
	return e
}

func (e *election) write(t *testing.T, district int) int64 {
	t.Helper()
	sig := testkit.MakeSignature(t, e.db, testkit.Keys(), e.c)
	form := delivery.Form{Subject: "The bill", Body: "Dear {{legislator}}, please vote for the bill that protects every child.", Name: "Ada Example",
		Seats: []int64{e.holders[district-1].SeatID}, Choices: map[string]string{"upper": fmt.Sprint(district)}}
	written, err := e.acts.Write(t.Context(), sig.ID, form)
	if err != nil {
		t.Fatal(err)
	}
	return written.LetterID
}

// send lets the mail of a letter leave.
func (e *election) send(t *testing.T, letterID int64) {
	t.Helper()
	d := e.delivery(t, letterID)
	err := e.db.Write(t.Context(), func(tx *models.Tx) error {
		batch := models.MailBatch{Ref: token.Ref(), State: models.BatchSending, Tries: 1, RetryAt: e.now, CreatedAt: e.now}
		if _, err := models.AddBatch(t.Context(), tx, &batch, []int64{*d.OutboxID}, e.now); err != nil {
			return err
		}
		if err := models.SettleMail(t.Context(), tx, *d.OutboxID, models.MailAccepted, "p", "", e.now); err != nil {
			return err
		}
		batch.State = models.BatchSettled
		return models.SaveBatch(t.Context(), tx, batch)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (e *election) delivery(t *testing.T, letterID int64) models.Delivery {
	t.Helper()
	list, err := models.DeliveriesOf(t.Context(), e.db.Read(), letterID)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0]
}

func (e *election) trail(t *testing.T, letterID int64) (kinds []string) {
	t.Helper()
	events, err := models.EventsOf(t.Context(), e.db.Read(), []int64{e.delivery(t, letterID).ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range events {
		kinds = append(kinds, string(event.Kind))
	}
	return kinds
}

// TestAfterAnElectionNobodyOldIsWrittenTo lets a third of a chamber be replaced
// and one seat fall vacant while letters wait in the queue.
func TestAfterAnElectionNobodyOldIsWrittenTo(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, database string) {
		idle := house.Open(t, database, house.Setup{Idle: true})
		e := makeElection(t, idle.DB)
		report := take(t, idle.DB, elected(10, 11), time.Now())
		if report.Added != 10 || report.Ended != 11 {
			t.Fatalf("%+v", report)
		}

		h := house.Open(t, database, house.Setup{})
		for district := 1; district <= 12; district++ {
			who := "new"
			switch {
			case district == 11:
				continue
			case district > 11:
				who = "old"
			}
			mails := h.WaitMails(t, fmt.Sprintf("%s.%d@example.org", who, district), 1)
			if want := fmt.Sprintf("Senator %s Member %d,", who, district); !strings.Contains(mails[0].Text, want) {
				t.Errorf("district %d: no %q in\n%s", district, want, mails[0].Text)
			}
		}
		testkit.Wait(t, "every mail to have left", func() bool {
			counts, err := models.MailCounts(t.Context(), e.db.Read())
			return err == nil && counts[models.MailQueued]+counts[models.MailSending] == 0
		})
		for district := 1; district <= 11; district++ {
			if mails := h.Mails(t, fmt.Sprintf("old.%d@example.org", district)); len(mails) > 0 {
				t.Errorf("district %d: %d mails to whoever left", district, len(mails))
			}
		}
		moved := []string{"written", "queued", "dropped", "rerouted", "queued", "sending", "accepted"}
		if got := e.trail(t, e.queued[3]); !slices.Equal(got, moved) {
			t.Errorf("the trail is %q", got)
		}
		fates, err := models.FatesOf(t.Context(), e.db.Read(), e.left)
		if err != nil || len(fates) != 1 || fates[0].Legislator != "old Member 1" || fates[0].Rerouted {
			t.Errorf("what had left: %+v, %v", fates, err)
		}
		e.fillVacancy(t)
	})
}

// fillVacancy seats somebody in district 11, whose letter has waited.
func (e *election) fillVacancy(t *testing.T) {
	t.Helper()
	waits := e.delivery(t, e.queued[11])
	if waits.OutboxID != nil {
		t.Errorf("a letter to a vacant seat has a mail: %+v", waits)
	}
	take(t, e.db, elected(11, 0), time.Now())
	strays, err := models.StrayLetters(t.Context(), e.db.Read(), 50)
	if err != nil || !slices.Contains(strays, e.queued[11]) {
		t.Fatalf("strays %v, %v", strays, err)
	}
	if err := e.acts.Reroute(t.Context(), e.queued[11]); err != nil {
		t.Fatal(err)
	}
	now := e.delivery(t, e.queued[11])
	if now.OutboxID == nil || now.LegislatorID == waits.LegislatorID {
		t.Errorf("%+v", now)
	}
	if got := e.trail(t, e.queued[11]); !slices.Equal(got[:6], []string{"written", "queued", "dropped", "rerouted", "rerouted", "queued"}) {
		t.Errorf("the trail is %q", got)
	}
}
