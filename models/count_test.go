package models_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"statehouse/internal/fault"
	"statehouse/internal/testkit"
	"statehouse/internal/token"
	"statehouse/models"
)

// dice does random acts on a few signatures of two campaigns.
type dice struct {
	*rand.Rand
	t         *testing.T
	db        *models.DB
	campaigns []models.Campaign
	seats     []models.Holder
	ids       []int64
	now       time.Time
	done      map[string]int
}

func TestAfterRandomActsTheCountsAreTheRows(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		d := &dice{Rand: rand.New(rand.NewPCG(seed, 0)), t: t, db: db, now: testkit.Now, done: map[string]int{},
			campaigns: []models.Campaign{testkit.MakeCampaign(t, db), testkit.MakeCampaign(t, db)}}
		for _, code := range []string{"1", "2"} {
			d.seats = append(d.seats, testkit.MakeSeat(t, db, "az", "upper", code), testkit.MakeSeat(t, db, "az", "lower", code))
		}
		for step := range 500 {
			d.now = d.now.Add(time.Duration(d.IntN(600)) * time.Minute)
			what := d.act()
			d.done[what]++
			if broken := brokenRules(t, db); len(broken) > 0 {
				t.Fatalf("seed %d, step %d, after %s: %v", seed, step, what, broken)
			}
		}
		for _, what := range []string{"signed", "counted", "held", "invalidated", "withdrawn", "pending", "chose", "erased", "dropped"} {
			if d.done[what] == 0 {
				t.Errorf("seed %d: the dice never did %s: %v", seed, what, d.done)
			}
		}
	})
}

// act does something that may be allowed, and says what.
func (d *dice) act() string {
	if len(d.ids) == 0 || d.IntN(5) == 0 {
		c := d.campaigns[d.IntN(len(d.campaigns))]
		sig := testkit.MakeSignature(d.t, d.db, testkit.Keys(), c, testkit.As(models.SignaturePending), func(s *testkit.Signer) { s.OutOfState, s.At = d.IntN(3) == 0, d.now })
		d.ids = append(d.ids, sig.ID)
		return "signed"
	}
	ctx, id, what := context.Background(), d.ids[d.IntN(len(d.ids))], ""
	err := d.db.Write(ctx, func(tx *models.Tx) error {
		sig, err := models.SignatureByID(ctx, tx, id)
		if err != nil {
			return err
		}
		switch d.IntN(6) {
		case 0, 1:
			what = "chose"
			return d.choose(ctx, tx, sig)
		case 2:
			if sig.State == models.SignatureWithdrawn && sig.ErasedAt == nil {
				what = "erased"
				if err := models.ForgetMatches(ctx, tx, sig); err != nil {
					return err
				}
				return models.EraseSignature(ctx, tx, &sig, []byte(token.Ref()), d.now)
			}
			if sig.State == models.SignaturePending {
				what = "dropped"
				return models.DropPending(ctx, tx, &sig, d.now)
			}
		}
		to := models.SignatureStates[d.IntN(len(models.SignatureStates))]
		what = string(to)
		return models.MoveSignature(ctx, tx, &sig, to, "", d.now)
	})
	if err == nil {
		return what
	}
	if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
		d.t.Fatalf("%s: %v", what, err)
	}
	return "refused " + what
}

func (d *dice) choose(ctx context.Context, tx *models.Tx, sig models.Signature) error {
	seat := d.seats[d.IntN(len(d.seats))]
	var matches []models.Match
	if d.IntN(4) > 0 {
		matches = []models.Match{{SignatureID: sig.ID, DistrictID: seat.DistrictID, Chamber: seat.Chamber, Method: models.MethodChosen, Confidence: "medium", MatchedAt: d.now}}
	}
	return models.SetMatches(ctx, tx, sig, seat.Chamber, matches)
}
