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
	seat  int64
	state models.MailState
	id    int64
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
				all = append(all, sent{d.SeatID, state, d.ID})
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

// judge holds a row against the letters that it stands for: each number is true,
// large enough, and of states that no other number is of.
func judge(t *testing.T, row certificate.Row, letters []sent) {
	t.Helper()
	truth, sum := map[models.MailState]int{}, row.Untold
	for _, l := range letters {
		truth[l.state]++
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
