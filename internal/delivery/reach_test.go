package delivery_test

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

	"statehouse/internal/delivery"
	"statehouse/internal/districts"
	"statehouse/internal/mail"
	"statehouse/internal/mailroom"
	"statehouse/internal/testkit"
	"statehouse/models"
)

// sign leaves n counted signatures of a ZIP code in the senate's district.
func (c *counter) sign(n int, zip string) (all []models.Signature) {
	c.Helper()
	for range n {
		all = append(all, testkit.MakeSignature(c.T, c.db, c.keys, c.campaign, func(s *testkit.Signer) {
			s.ZIP, s.Districts = zip, []models.District{{ID: c.senate.DistrictID, Chamber: "upper"}}
		}))
	}
	return all
}

func (c *counter) milestones(scope models.MilestoneScope, thresholds ...int) {
	c.Helper()
	c.write(func(ctx context.Context, tx *models.Tx) error {
		return models.SetMilestones(ctx, tx, c.campaign.ID, scope, thresholds, c.clock.Now())
	})
}

// digests are the queued mails of that kind.
func (c *counter) digests() []mail.Message {
	c.Helper()
	return slices.DeleteFunc(c.mails(), func(m mail.Message) bool { return m.Kind != mailroom.KindDigest })
}

func (c *counter) reached() (list []string) {
	c.Helper()
	rows, err := models.ReachedOf(context.Background(), c.db.Read(), c.campaign.ID)
	if err != nil {
		c.Fatal(err)
	}
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%s %d %t", r.Scope, r.Threshold, r.Passed))
	}
	slices.Sort(list)
	return list
}

func TestAMilestoneIsToldToEachOfficeOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		other := testkit.MakeSeat(t, db, "az", "lower", "9")
		c.milestones(models.MilestoneOfState, 10, 20)
		c.sign(9, "85003")
		c.plan(time.Hour)
		if n := len(c.digests()); n != 0 {
			t.Fatalf("%d digests before the milestone", n)
		}
		last := c.sign(1, "85003")
		c.plan(time.Hour)
		digests := c.digests()
		if len(digests) != 2 || digests[0].To.Email == digests[1].To.Email {
			t.Fatalf("%d digests to two offices", len(digests))
		}
		for _, m := range digests {
			own := "at least 10 are your constituents (Arizona Senate, District 1)"
			if m.To.Email == other.Email {
				own = "fewer than 5 are your constituents"
			}
			if !strings.HasPrefix(m.Subject, "10 people signed (Arizona)") || !strings.Contains(m.Text, own) || m.Headers["List-Unsubscribe"] == "" {
				t.Errorf("to %s: %s\n%s", m.To.Email, m.Subject, m.Text)
			}
		}
		c.withdraw(last[0]) // the count falls and rises again
		c.plan(time.Minute)
		c.sign(3, "85003")
		c.plan(time.Hour)
		if n := len(c.digests()); n != 2 {
			t.Errorf("%d digests after the count fell and rose", n)
		}
		c.verify()
	})
}

func TestOfSeveralMilestonesAtOnceTheHighestIsTold(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.milestones(models.MilestoneOfState, 5, 10, 100)
		c.milestones(models.MilestoneOfDistrict, 5, 12)
		c.sign(12, "85003")
		c.plan(time.Hour)
		if got, want := c.reached(), []string{"district 12 false", "district 5 true", "state 10 false", "state 5 true"}; !slices.Equal(got, want) {
			t.Errorf("reached %v, want %v", got, want)
		}
		var subjects []string
		for _, m := range c.digests() {
			subjects = append(subjects, strings.SplitN(m.Subject, ":", 2)[0])
		}
		slices.Sort(subjects)
		if want := []string{"10 people signed (Arizona)", "12 people signed (Arizona Senate, District 1)"}; !slices.Equal(subjects, want) {
			t.Errorf("told of %v, want %v", subjects, want)
		}
		c.milestones(models.MilestoneOfState, 7, 100) // below what was told
		c.plan(time.Hour)
		if got := c.reached(); !slices.Contains(got, "state 7 true") || !slices.Contains(got, "state 10 false") || len(c.digests()) != 2 {
			t.Errorf("%v, %d digests", got, len(c.digests()))
		}
		c.verify()
	})
}

func TestADistrictsMilestoneIsToldToItsOwnSeatsAlone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		testkit.MakeSeat(t, db, "az", "upper", "2")
		c.milestones(models.MilestoneOfDistrict, 5)
		c.sign(5, "85003")
		c.plan(time.Hour)
		if digests := c.digests(); len(digests) != 1 || digests[0].To.Email != c.senate.Email {
			t.Errorf("%+v", digests)
		}
		c.verify()
	})
}

func TestATargetOfLettersOnlyGetsNoDigestAndKeepsItsLetters(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.milestones(models.MilestoneOfState, 5)
		c.write(func(ctx context.Context, tx *models.Tx) error {
			return models.SetLettersOnly(ctx, tx, c.campaign.ID, []models.LettersOnly{{CampaignID: c.campaign.ID, Kind: models.TargetChamber, Name: "upper"}})
		})
		c.letter("Ada Example", own, false)
		c.sign(5, "85003")
		c.plan(time.Hour)
		if mails := c.mails(); len(mails) != 1 || mails[0].Kind != mailroom.KindLetter {
			t.Errorf("%+v", mails)
		}
		c.verify()
	})
}

// TestPlannersAtOnceTellOfAMilestoneOnce: each planner is a process of its own
// to the database, and plans again as after a kill.
func TestPlannersAtOnceTellOfAMilestoneOnce(t *testing.T) {
	t.Parallel()
	testkit.EachURL(t, func(t *testing.T, url string) {
		c := openCounter(t, testkit.OpenDB(t, url))
		for n := range 6 {
			testkit.MakeSeat(t, c.db, "az", "lower", fmt.Sprint(n+1))
		}
		c.milestones(models.MilestoneOfState, 5, 10)
		c.milestones(models.MilestoneOfDistrict, 5)
		c.sign(7, "85003")
		c.sign(4, "85004")
		planners := []*counter{c, {T: t, db: testkit.OpenDB(t, url), keys: c.keys, clock: c.clock}}
		planners[1].acts = c.actsOn(planners[1].db)
		for range 45 {
			var all sync.WaitGroup
			for _, p := range planners {
				for range 2 {
					all.Go(func() {
						if err := p.acts.Plan(context.Background()); err != nil {
							t.Error(err)
						}
					})
				}
			}
			all.Wait()
			c.clock.Advance(time.Minute)
		}
		got := map[string]int{}
		for _, m := range c.digests() {
			got[m.To.Email+": "+strings.SplitN(m.Subject, ":", 2)[0]]++
		}
		if len(got) != 8 { // of the state to seven offices, of the district to one
			t.Errorf("%d digests: %v", len(got), got)
		}
		for digest, n := range got {
			if n != 1 {
				t.Errorf("%d of %s", n, digest)
			}
		}
		c.verify()
	})
}

func TestADigestFollowsItsSeat(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.milestones(models.MilestoneOfDistrict, 5)
		c.sign(5, "85003")
		c.plan(time.Hour)
		if n := len(c.digests()); n != 1 {
			t.Fatalf("%d digests", n)
		}
		c.newHolder("new.office@example.org")
		c.plan(time.Hour)
		digests := c.digests()
		if len(digests) != 1 || digests[0].To.Email != "new.office@example.org" {
			t.Errorf("%+v", digests)
		}
		c.verify()
	})
}

func TestSmallNumbersOfADigestAreFoldedAndTheOthersRoundedDown(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		c.milestones(models.MilestoneOfDistrict, 5, 40)
		for zip, n := range map[string]int{"85003": 19, "85004": 8, "85006": 3, "85007": 6} {
			c.sign(n, zip)
		}
		c.plan(time.Hour)
		c.sign(4, "85003")
		c.plan(time.Hour)
		digests := c.digests()
		if len(digests) != 2 {
			t.Fatalf("%d digests", len(digests))
		}
		for i, want := range []string{"85003: at least 15\n85004: at least 5\n\n", "85003: at least 20\n85004: at least 5\n\n"} {
			if !strings.Contains(digests[i].Text, "by ZIP code:\n"+want) {
				t.Errorf("%d is\n%s", i, digests[i].Text)
			}
		}
		if !strings.Contains(digests[0].Text, "at least 35 are your") || !strings.Contains(digests[1].Text, "at least 40 are your") {
			t.Errorf("%s\n%s", digests[0].Text, digests[1].Text)
		}
		c.verify()
	})
}

// mortal is a queue at which a process dies now and then: what its transaction
// did is gone.
type mortal struct {
	mu    sync.Mutex
	calls int
}

func (m *mortal) Add(context.Context, *models.Tx, ...river.JobArgs) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calls++; m.calls%3 != 0 {
		return errors.New("the process died")
	}
	return nil
}

// TestADeathInBetweenLosesNoDigestAndDoublesNone: each office's transaction dies
// twice before it lives, and planning begins anew.
func TestADeathInBetweenLosesNoDigestAndDoublesNone(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *models.DB) {
		c := openCounter(t, db)
		for n := range 4 {
			testkit.MakeSeat(t, db, "az", "lower", fmt.Sprint(n+1))
		}
		c.milestones(models.MilestoneOfState, 5)
		c.sign(5, "85003")
		frail := room(c.keys)
		frail.Queue = &mortal{}
		deaths := 0
		for range 60 {
			if err := delivery.New(db, c.keys, frail, districts.NewLocator(nil), c.clock.Now).Paced().Plan(context.Background()); err != nil {
				deaths++
			}
			c.clock.Advance(time.Minute)
		}
		offices := map[string]bool{}
		for _, m := range c.digests() {
			offices[m.To.Email] = true
		}
		if len(offices) != 5 || len(c.digests()) != 5 || deaths == 0 {
			t.Errorf("%d digests to %d offices after %d deaths", len(c.digests()), len(offices), deaths)
		}
		c.verify()
	})
}
