package certificate_test

import (
	"context"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"statehouse/internal/certificate"
	"statehouse/internal/smallcells"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// sent is one letter of a generated campaign.
type sent struct {
	seat     int64
	state    models.MailState
	id       int64
	answered bool
	told     models.Answered // by its writer; empty: nothing
}

// write lets signers write to some of the seats, the later ones more seldom, and
// reports what became of it.
func write(t *testing.T, db *models.DB, rng *rand.Rand, campaign models.Campaign, seats []models.Holder) (all []sent) {
	t.Helper()
	ctx := context.Background()
	fates := []models.MailState{models.MailDelivered, models.MailDelivered, models.MailDelivered, models.MailBounced, models.MailDelayed, models.MailQueued}
	for range rng.IntN(40) {
		to := []models.Holder{seats[rng.IntN(1+rng.IntN(len(seats)))]}
		if other := seats[rng.IntN(len(seats))]; other.SeatID != to[0].SeatID {
			to = append(to, other)
		}
		letter := testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign), to...)
		if err := db.Write(ctx, func(tx *models.Tx) error {
			deliveries, err := models.DeliveriesOf(ctx, tx, letter.ID)
			if err != nil {
				return err
			}
			for _, d := range deliveries {
				state := fates[rng.IntN(len(fates))]
				if state != models.MailQueued {
					if _, err := models.ReportMail(ctx, tx, *d.OutboxID, state, "id", testkit.Now); err != nil {
						return err
					}
				}
				s := sent{seat: d.SeatID, state: state, id: d.ID, answered: state == models.MailDelivered && rng.IntN(2) == 0}
				if s.answered {
					if err := models.AddDeliveryEvent(ctx, tx, d.ID, models.EventAnswered, models.SourceOffice, "", testkit.Now); err != nil {
						return err
					}
				}
				if state == models.MailDelivered && rng.IntN(3) > 0 {
					s.told = models.AnsweredKinds[rng.IntN(len(models.AnsweredKinds))]
					if err := models.SaveReply(ctx, tx, letter.ID, models.LetterReply{DeliveryID: d.ID, Answered: s.told, Position: models.ToldUnsaid, At: testkit.Now.Add(models.SurveyAfter)}); err != nil {
						return err
					}
				}
				all = append(all, s)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// members are the states of a group.
var members = map[string][]models.MailState{
	certificate.UnderWay: {models.MailDelivered, models.MailAccepted, models.MailDelayed}, certificate.Turned: {models.MailBounced},
	certificate.Taken: {models.MailDelivered, models.MailAccepted, models.MailDelayed, models.MailBounced}, certificate.NotTaken: {models.MailQueued},
}

func few(n int) bool { return n > 0 && n < smallcells.Fewest }

// judgeReplies holds what is told of writers' replies against what they told: by
// office, of those that are left out together, and of what these leave.
func judgeReplies(t *testing.T, told map[int64]certificate.Told, letters []sent) {
	t.Helper()
	writers, answers := map[int64]int{}, map[int64]int{}
	for _, l := range letters {
		if l.told != "" {
			writers[l.seat]++
		}
		if l.told != "" && l.told != models.AnsweredNone {
			answers[l.seat]++
		}
	}
	restWriters, restAnswers, offices := 0, 0, 0
	for seat, n := range writers {
		row, ok := told[seat]
		if !ok {
			restWriters, restAnswers, offices = restWriters+n, restAnswers+answers[seat], offices+1
			continue
		}
		if row.Writers != n || row.Answered != answers[seat] || n < smallcells.Fewest || few(row.Answered) || few(n-row.Answered) {
			t.Errorf("%d writers with %d answers are told, %d with %d are true", row.Writers, row.Answered, n, answers[seat])
		}
	}
	if len(told) > 0 && offices > 0 && (offices < 2 || restWriters < smallcells.Fewest || few(restAnswers) || few(restWriters-restAnswers)) {
		t.Errorf("what is left out are %d writers of %d offices, %d with an answer", restWriters, offices, restAnswers)
	}
}

// judge holds a row against the letters that it stands for: each number is true,
// large enough, and of states that no other number is of.
func judge(t *testing.T, row certificate.Row, letters []sent) {
	t.Helper()
	truth, sum := map[models.MailState]int{}, row.Untold
	answered := 0
	for _, l := range letters {
		truth[l.state]++
		if l.answered {
			answered++
		}
	}
	if few(row.Answered) || row.Answered > 0 && (row.Answered != answered || few(row.Letters-row.Answered)) || row.AnsweredOf != row.Letters {
		t.Errorf("%d of %d letters are told as answered, %d of %d are true", row.Answered, row.AnsweredOf, answered, len(letters))
	}
	for _, f := range row.Fates {
		states, n := members[f.Name], 0
		if states == nil {
			states = []models.MailState{models.MailState(f.Name)}
		}
		for _, state := range states {
			n += truth[state]
			delete(truth, state)
		}
		if f.Letters < smallcells.Fewest || f.Letters != n {
			t.Errorf("%s: %d is told, %d is true", f.Name, f.Letters, n)
		}
		sum += f.Letters
	}
	if row.Letters != len(letters) || row.Letters < smallcells.Fewest || sum != row.Letters {
		t.Errorf("%d letters are told, %d in the states, %d are true", row.Letters, sum, len(letters))
	}
	if row.Untold > 0 && (len(row.Fates) > 0 || row.Untold != row.Letters) {
		t.Errorf("%d letters are not told apart beside %v", row.Untold, row.Fates)
	}
}

func TestCertificatesOfGeneratedCampaignsFindNobodyOut(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, rng := context.Background(), rand.New(rand.NewPCG(seed, seed))
		var seats []models.Holder
		for n := range 7 {
			seats = append(seats, testkit.MakeSeat(t, db, "az", "upper", strconv.Itoa(n+1)))
		}
		for range 8 {
			campaign := testkit.MakeCampaign(t, db)
			all := write(t, db, rng, campaign, seats)
			testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign, testkit.As(models.SignatureHeld)), seats[6]) // it waits
			cert, err := certificate.Of(ctx, db.Read(), campaign)
			if err != nil {
				t.Fatal(err)
			}
			if cert.Letters == 0 {
				if len(all) >= 2*smallcells.Fewest || cert.Few != (len(all) > 0) || len(cert.Offices) > 0 || cert.Rest != nil {
					t.Errorf("of %d letters nothing is told: %+v", len(all), cert)
				}
				continue
			}
			rest, sum := slices.Clone(all), 0
			for _, row := range cert.Offices {
				to := func(s sent) bool { return s.seat == row.Office.SeatID }
				judge(t, row, slices.DeleteFunc(slices.Clone(all), func(s sent) bool { return !to(s) }))
				rest, sum = slices.DeleteFunc(rest, to), sum+row.Letters
			}
			if cert.Rest != nil {
				judge(t, *cert.Rest, rest)
				sum += cert.Rest.Letters
				offices := map[int64]bool{}
				for _, s := range rest {
					offices[s.seat] = true
				}
				if len(offices) < 2 {
					t.Errorf("the rest is %d office", len(offices))
				}
			}
			replies, err := cert.Replies(ctx, db.Read(), campaign.ID)
			if err != nil {
				t.Fatal(err)
			}
			judgeReplies(t, replies, all)
			if cert.Answered == certificate.Untold && cert.AnsweredOf != 0 || few(cert.Answered) || cert.Answered > cert.AnsweredOf || cert.Answered >= 0 && few(cert.AnsweredOf-cert.Answered) || cert.AnsweredOf > cert.Letters {
				t.Errorf("of all letters %d of %d are told as answered", cert.Answered, cert.AnsweredOf)
			}
			if sum != cert.Letters || sum != len(all) {
				t.Errorf("%d letters of %d, the rows have %d", cert.Letters, len(all), sum)
			}
		}
	})
}

func TestTheHashesShownAreTheEndsOfTheChains(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		ctx, campaign, seat := context.Background(), testkit.MakeCampaign(t, db), testkit.MakeSeat(t, db, "az", "upper", "1")
		var want []string
		for _, s := range write(t, db, rand.New(rand.NewPCG(2, 1)), campaign, []models.Holder{seat}) {
			events, err := models.EventsOf(ctx, db.Read(), []int64{s.id})
			if err != nil || !models.IsChained(events) {
				t.Fatalf("delivery %d: %v", s.id, err)
			}
			want = append(want, hex.EncodeToString(events[len(events)-1].Hash))
		}
		slices.Sort(want)
		if got, err := certificate.Heads(ctx, db.Read(), campaign.ID, seat.SeatID); err != nil || len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%d hashes are shown, %d chains end so, %v", len(got), len(want), err)
		}
	})
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		campaign, seat := testkit.MakeCampaign(t, db), testkit.MakeSeat(t, db, "az", "upper", "1")
		for i := range smallcells.Fewest {
			at := time.Date(2026, 11, 15+i*2, 23, 50, 0, 0, time.UTC) // a Sunday, and on to the Monday after next
			testkit.MakeLetter(t, db, testkit.Keys(), testkit.MakeSignature(t, db, testkit.Keys(), campaign, func(s *testkit.Signer) { s.At = at }), seat)
		}
		cert, err := certificate.Of(context.Background(), db.Read(), campaign)
		if err != nil {
			t.Fatal(err)
		}
		if first, last := cert.FirstWeek.Format(time.DateOnly), cert.LastWeek.Format(time.DateOnly); first != "2026-11-09" || last != "2026-11-23" {
			t.Errorf("from %s to %s", first, last)
		}
	})
}
